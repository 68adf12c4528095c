//! `apigateway.domain_name`: a name of one's own before APIs.

mod check;
mod mappings;
mod patch;
mod read;
mod types;
mod write;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::arn;
use crate::calls;
use aws::Aws;
use aws::tags::Tags;
use kind::{
    Abilities, Access, Calls, Concern, Consequences, Demand, Facts, Findings, Kind, Live, Named,
    Place, Result, Settling,
};
use language::schema::known_words;
use language::value::{Auto, Path};

pub use mappings::Mapping;
pub use types::{AccessMode, IpAddressType, MutualTls, RoutingMode, SECURITY_POLICIES};

/// A domain name of one's own before APIs, with what each of its paths leads to. It has a regional
/// endpoint, an edge endpoint in CloudFront's locations, or for a while both, one for each certificate that
/// is given. Domain names inside a VPC (PRIVATE) are another thing, with ids of their own, and not this.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DomainName {
    /// The domain, such as `api.example.com`, or `*.example.com` for all that is right below it. In small
    /// letters.
    #[schemars(length(min = 3, max = 253))]
    #[schemars(regex(
        pattern = r"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$"
    ))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub name: String,
    /// ARN of the certificate of a regional endpoint, in the region of the domain. Absent: no regional
    /// endpoint. A DNS record leads to `regional_domain_name` in `regional_hosted_zone_id`.
    #[serde(default)]
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$"
    ))]
    pub regional_certificate: Option<String>,
    /// ARN of the certificate of an edge endpoint, in us-east-1 wherever the domain is. Absent: no edge
    /// endpoint. A DNS record leads to `distribution_domain_name` in `distribution_hosted_zone_id`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]+$"))]
    pub edge_certificate: Option<String>,
    /// The oldest TLS and the ciphers that callers may use: `TLS_1_2`, the old `TLS_1_0`, or one of the
    /// policies that begin with `SecurityPolicy_`, of which those that end in `_EDGE` are for edge endpoints
    /// and the others for regional ones. Absent: what AWS gives a new domain.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(SECURITY_POLICIES)))]
    pub security_policy: Auto<String>,
    /// How strictly API Gateway looks at where a request comes in. It belongs to the security policies
    /// that begin with `SecurityPolicy_`, which need one.
    #[serde(default)]
    pub endpoint_access_mode: Option<AccessMode>,
    /// Which addresses callers may reach the domain from: `ipv4`, or `dualstack` for IPv6 as well. Absent:
    /// `ipv4`.
    #[serde(default)]
    pub ip_address_type: IpAddressType,
    /// Certificates that callers must show. Only for a regional endpoint with `TLS_1_2`. Absent: callers
    /// need none.
    #[serde(default)]
    pub mutual_tls: Option<MutualTls>,
    /// ARN of a public certificate that proves whose the domain is. Only with `mutual_tls`, and where
    /// `regional_certificate` was imported or comes from a private authority.
    #[serde(default)]
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$"
    ))]
    pub ownership_verification_certificate: Option<String>,
    /// What finds the API for a request: `mappings`, routing rules, or rules before mappings. Absent:
    /// `BASE_PATH_MAPPING_ONLY`. Routing rules themselves are not kept here.
    #[serde(default)]
    pub routing_mode: RoutingMode,
    /// The APIs that the domain leads to, by the first part of the path: `/` for all that nothing else
    /// takes, or `/orders`. Those that are not written here are removed.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true, "x-holds" = true))]
    pub mappings: BTreeMap<String, Mapping>,
    /// Tags of the domain name.
    #[serde(default)]
    pub tags: Tags,
}

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// ARN of the domain name.
    pub arn: Option<String>,
    /// The domain itself.
    pub name: Option<String>,
    /// The name that a DNS record of a regional domain leads to. An edge domain has none.
    pub regional_domain_name: Option<String>,
    /// The hosted zone of `regional_domain_name`, for an alias record of Route 53.
    pub regional_hosted_zone_id: Option<String>,
    /// The name that a DNS record of an edge domain leads to. A regional domain has none.
    pub distribution_domain_name: Option<String>,
    /// The hosted zone of `distribution_domain_name`, for an alias record of Route 53.
    pub distribution_hosted_zone_id: Option<String>,
}

impl Outputs {
    fn predicted(name: &str, place: &Place) -> Self {
        Self {
            arn: Some(arn(place, &path(name))),
            name: Some(name.to_owned()),
            regional_domain_name: None,
            regional_hosted_zone_id: None,
            distribution_domain_name: None,
            distribution_hosted_zone_id: None,
        }
    }
}

impl Kind for DomainName {
    const NAME: &'static str = "apigateway.domain_name";
    const FACTS: Facts = Facts { concern: Concern::Api, data: None, volatile: &[], parent: None };
    const CALLS: &'static [Calls] = calls::APIGATEWAY_DOMAIN_NAME;
    const ACCESS: &'static [Access] = &[Access::to(
        "API Gateway",
        &[
            "arn:{partition}:apigateway:{region}::/domainnames",
            "arn:{partition}:apigateway:{region}::/domainnames/{name}",
            "arn:{partition}:apigateway:{region}::/domainnames/{name}/*",
        ],
    )
    .except(&[(
        &["TagResource", "UntagResource"],
        &["arn:{partition}:apigateway:{region}::/tags/*"],
    )])];
    const DEMANDS: &'static [Demand] = &[
        // An edge-optimized domain is a CloudFront distribution of AWS's own.
        Demand::these("edge_certificate", &["cloudfront:UpdateDistribution"], &["*"]),
    ];
    const KNOWN_BY: &'static str = "the domain name";
    const MISSED: &'static str = "requests to the domain fail, and its DNS record has to follow";
    const ABILITIES: Abilities<Self> = Abilities::NONE.settling();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs::predicted(&identity.name, place)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for path in live.mappings.keys() {
            if !self.mappings.contains_key(path) {
                consequences.interrupt(
                    Path::field("mappings").key(path),
                    "requests below this path find no API",
                    "",
                );
            }
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        check::regions(self, place, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        write::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}

impl Settling for DomainName {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        write::until_ready(aws, id).await
    }
}

/// The domain name's path in its ARN.
fn path(name: &str) -> String {
    format!("/domainnames/{name}")
}
