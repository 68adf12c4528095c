//! Where a pool's sign-in pages and token endpoints are: a prefix of Amazon's domain, a domain of one's
//! own, or one of each.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider::operation::describe_user_pool_domain::DescribeUserPoolDomainOutput;
use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::cognito::Cognito;
use crate::prelude::*;
use aws::{self};
use kind::Place;

aws_enum! {
    /// The oldest TLS that a domain speaks.
    SecurityPolicy = sdk::SecurityPolicyType {
        Tls12 = "TLS_V1_2_2021",
        Tls10 = "TLS_V1",
        Tls13 = "TLS_V1_3_2025",
    }
}

/// A prefix of Amazon's domain.
#[spec(sdk::DomainDescriptionType)]
pub struct Domain {
    /// The part before `.auth.<region>.amazoncognito.com`, which nobody else in the region may have.
    /// 1–63 small letters, digits and hyphens, without `aws`, `amazon` and `cognito`. A change removes the old one
    /// first.
    #[field(required, length = 1..=63, pattern = r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$", aws = domain)]
    pub prefix: String,
    /// Whether the pages are those of managed login, which a client shows once it has a style. Needs
    /// the tier `ESSENTIALS` or `PLUS`. Absent: the classic hosted UI.
    #[field(aws = managed_login_version, with = managed_login)]
    pub managed_login: bool,
}

/// A domain of your own. AWS takes up to an hour to set it up, and its parent must have an address.
#[spec(sdk::DomainDescriptionType)]
#[inside(custom_domain_config = sdk::CustomDomainConfigType)]
pub struct CustomDomain {
    /// The domain, such as `auth.example.com`. A change removes the old one first.
    #[field(
        required, length = 3..=63, pattern = r"^[a-z0-9][a-z0-9\-]*(\.[a-z0-9][a-z0-9\-]*)+$",
        aws = domain
    )]
    pub name: String,
    /// ARN of the domain's certificate in ACM, in us-east-1.
    #[field(
        required, pattern = r"^arn:[a-z-]+:acm:us-[a-z0-9-]+:[0-9]{12}:certificate/.+$",
        aws = custom_domain_config.certificate_arn, with = even_empty
    )]
    pub certificate: String,
    /// Whether the pages are those of managed login, which a client shows once it has a style. Needs
    /// the tier `ESSENTIALS` or `PLUS`. Absent: the classic hosted UI.
    #[field(aws = managed_login_version, with = managed_login)]
    pub managed_login: bool,
    /// The oldest TLS that it speaks: `TLS_V1_2_2021` is what AWS recommends. Absent: AWS's choice.
    #[field(aws = custom_domain_config.security_policy, with = auto)]
    pub security_policy: Auto<SecurityPolicy>,
}

/// A domain as AWS describes it.
#[derive(Debug, Default)]
pub(super) struct Domains {
    pub prefix: Option<Domain>,
    pub custom: Option<CustomDomain>,
    /// The address that the custom domain's DNS record leads to.
    pub distribution: Option<String>,
}

impl Domain {
    /// The URL of the pages, which is elsewhere outside of the usual partition.
    pub(super) fn url(&self, place: &Place) -> Option<String> {
        let Place { partition, region, .. } = place;
        let host = format!("{}.auth.{region}.amazoncognito.com", self.prefix);
        (*partition == "aws").then(|| format!("https://{host}"))
    }
}

pub(super) async fn read(aws: &Aws, live: &sdk::UserPoolType) -> Result<Domains> {
    let describe = async |name: Option<&str>| match non_empty(name) {
        Some(name) => describe(aws, &name).await,
        None => Ok(None),
    };
    let (mut prefix, mut custom) =
        tokio::try_join!(describe(live.domain()), describe(live.custom_domain()))?;
    // Either field may hold the only domain that there is.
    if custom.is_none() && prefix.as_ref().is_some_and(is_custom) {
        std::mem::swap(&mut prefix, &mut custom);
    }
    let distribution = custom.as_ref().and_then(|domain| domain.cloud_front_distribution.clone());
    Ok(Domains {
        prefix: aws::read::<DescribeUserPoolDomainOutput, Domain>(prefix)?,
        custom: aws::read::<DescribeUserPoolDomainOutput, CustomDomain>(custom)?,
        distribution,
    })
}

/// AWS describes a domain that does not exist by saying nothing of it.
async fn describe(aws: &Aws, name: &str) -> Result<Option<sdk::DomainDescriptionType>> {
    let request = aws.cognito().describe_user_pool_domain().domain(name);
    let answer = optional(request.send().await)?;
    let description = answer.and_then(|answer| answer.domain_description);
    Ok(description.filter(|description| non_empty(description.domain()).is_some()))
}

fn is_custom(live: &sdk::DomainDescriptionType) -> bool {
    live.domain().is_some_and(|name| name.contains('.'))
}

/// The versions of the pages.
const HOSTED_UI: i32 = 1;
const MANAGED_LOGIN: i32 = 2;

conversions! {
    /// The version of the pages: that of managed login, or that of the classic hosted UI.
    managed_login: bool, i32 {
        |said| Some(said == Some(MANAGED_LOGIN)),
        |is_managed| Some(if *is_managed { MANAGED_LOGIN } else { HOSTED_UI }),
    }
}

/// Writes one of the two domains.
pub(super) async fn write<D>(
    aws: &Aws,
    pool: &str,
    wanted: Option<&D>,
    live: Option<&D>,
) -> Result<()>
where
    D: Field<Aws = sdk::DomainDescriptionType> + PartialEq,
{
    if wanted == live {
        return Ok(());
    }
    let name_of = |domain: &sdk::DomainDescriptionType| domain.domain.clone();
    let described = |domain: Option<&D>| domain.map_or(Ok(None), Field::to_aws);
    let (wanted, live) = (described(wanted)?, described(live)?.as_ref().and_then(name_of));
    let name = wanted.as_ref().and_then(name_of);
    if let Some(live) = live.as_ref().filter(|_| live != name) {
        delete(aws, pool, live).await?;
    }
    let (Some(wanted), Some(name)) = (wanted, &name) else {
        return Ok(());
    };
    let (version, config) = (wanted.managed_login_version, wanted.custom_domain_config);
    if live.as_ref() == Some(name) {
        let request = aws.cognito().update_user_pool_domain().set_managed_login_version(version);
        let request = request.user_pool_id(pool).domain(name);
        request.set_custom_domain_config(config).send().await?;
    } else {
        let request = aws.cognito().create_user_pool_domain().set_managed_login_version(version);
        let request = request.user_pool_id(pool).domain(name);
        request.set_custom_domain_config(config).send().await?;
    }
    until_active(aws, name).await
}

/// CloudFront takes up to an hour to hand out a custom domain.
const SETTLING: Duration = Duration::from_secs(60 * 60);

async fn until_active(aws: &Aws, name: &str) -> Result<()> {
    let what = format!("the domain {name} to be active");
    wait_until(&what, SETTLING, || async {
        let Some(domain) = describe(aws, name).await? else {
            return Ok(None);
        };
        match domain.status() {
            Some(sdk::DomainStatusType::Failed) => {
                Err(AwsError::new(format!("AWS could not set up the domain {name}")))
            }
            Some(sdk::DomainStatusType::Active) | None => Ok(Some(())),
            Some(_) => Ok(None),
        }
    })
    .await
}

/// Removes a domain and waits until its name is free.
pub(super) async fn delete(aws: &Aws, pool: &str, name: &str) -> Result<()> {
    let request = aws.cognito().delete_user_pool_domain().user_pool_id(pool);
    deleted(request.domain(name).send().await)?;
    let what = format!("the domain {name} to be gone");
    wait_until(&what, SETTLING, || async {
        let left = describe(aws, name).await?;
        Ok(left.is_none().then_some(()))
    })
    .await
}
