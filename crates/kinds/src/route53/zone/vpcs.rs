//! The VPCs in which a private zone answers.

use aws_sdk_route53::types as sdk;

use crate::prelude::*;
use crate::route53::Route53;

/// A VPC in which a zone answers.
#[spec]
#[derive(Eq, PartialOrd, Ord)]
pub struct Vpc {
    /// Id of the VPC. It must resolve names (`enableDnsHostnames`, `enableDnsSupport`).
    #[field(required, pattern = r"^vpc-[0-9a-f]+$")]
    pub id: String,
    /// Region of the VPC. Absent: that of the stack.
    #[field(length = 1..=64)]
    pub region: Option<String>,
}

impl Vpc {
    pub(super) fn to_sdk(&self, region: &str) -> sdk::Vpc {
        let region = self.region.as_deref().unwrap_or(region);
        sdk::Vpc::builder().vpc_id(&self.id).vpc_region(region.into()).build()
    }
}

pub(super) fn of(vpcs: &[sdk::Vpc], region: &str) -> BTreeSet<Vpc> {
    let vpc = |vpc: &sdk::Vpc| {
        let other = vpc.vpc_region().map(|region| region.as_str().to_owned());
        Vpc {
            id: vpc.vpc_id().unwrap_or_default().to_owned(),
            region: other.filter(|other| other != region),
        }
    };
    vpcs.iter().map(vpc).collect()
}

/// VPCs come before others go, as a private zone is never without one.
pub(super) async fn update(
    aws: &Aws,
    zone: &str,
    wanted: &BTreeSet<Vpc>,
    live: &BTreeSet<Vpc>,
) -> Result<()> {
    for vpc in wanted.difference(live) {
        let request = aws.route53().associate_vpc_with_hosted_zone().hosted_zone_id(zone);
        request.vpc(vpc.to_sdk(aws.region())).send().await?;
    }
    for vpc in live.difference(wanted) {
        let request = aws.route53().disassociate_vpc_from_hosted_zone().hosted_zone_id(zone);
        request.vpc(vpc.to_sdk(aws.region())).send().await?;
    }
    Ok(())
}
