//! A domain name and its parts, and how AWS spells them.

use aws_sdk_apigateway::operation::create_domain_name::builders::CreateDomainNameFluentBuilder;
use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigateway::types as sdk;

use super::mappings::Mapping;
use crate::apigateway::patch::Patch;
use crate::apigateway::tls::SECURITY_POLICIES;
use crate::forms::{Word, tags_if_any};
use crate::prelude::*;

/// A domain name of one's own before APIs, with what each of its paths leads to. It has a regional
/// endpoint, an edge endpoint in CloudFront's locations, or for a while both, one for each certificate that
/// is given. Domain names inside a VPC (PRIVATE) are another thing, with ids of their own, and not this.
#[spec(GetDomainNameOutput, request = CreateDomainNameFluentBuilder, patch = Patch)]
#[inside(endpoint_configuration = sdk::EndpointConfiguration)]
pub struct DomainName {
    /// The domain, such as `api.example.com`, or `*.example.com` for all that is right below it. In small
    /// letters.
    #[field(required, create_only, value_only, length = 3..=253, aws = domain_name)]
    #[schemars(regex(
        pattern = r"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$"
    ))]
    pub name: String,
    /// ARN of the certificate of a regional endpoint, in the region of the domain. Absent: no regional
    /// endpoint. A DNS record leads to `regional_domain_name` in `regional_hosted_zone_id`.
    #[field(pattern = CERTIFICATE, aws = regional_certificate_arn)]
    pub regional_certificate: Option<String>,
    /// ARN of the certificate of an edge endpoint, in us-east-1 wherever the domain is. Absent: no edge
    /// endpoint. A DNS record leads to `distribution_domain_name` in `distribution_hosted_zone_id`.
    #[field(pattern = EDGE_CERTIFICATE, aws = certificate_arn)]
    pub edge_certificate: Option<String>,
    /// The oldest TLS and the ciphers that callers may use: `TLS_1_2`, the old `TLS_1_0`, or one of the
    /// policies that begin with `SecurityPolicy_`, of which those that end in `_EDGE` are for edge endpoints
    /// and the others for regional ones. Absent: what AWS gives a new domain.
    #[field(known = SECURITY_POLICIES, with = Word::<sdk::SecurityPolicy>, patch = if_said)]
    pub security_policy: Auto<String>,
    /// How strictly API Gateway looks at where a request comes in. It belongs to the security policies
    /// that begin with `SecurityPolicy_`, which need one.
    #[field(patch = if_said)]
    pub endpoint_access_mode: Option<AccessMode>,
    /// Which addresses callers may reach the domain from: `ipv4`, or `dualstack` for IPv6 as well. Absent:
    /// `ipv4`.
    #[field(aws = endpoint_configuration.ip_address_type, not_in_request, patch)]
    pub ip_address_type: IpAddressType,
    /// Certificates that callers must show. Only for a regional endpoint with `TLS_1_2`. Absent: callers
    /// need none.
    #[field(aws = mutual_tls_authentication, not_in_request)]
    pub mutual_tls: Option<MutualTls>,
    /// ARN of a public certificate that proves whose the domain is. Only with `mutual_tls`, and where
    /// `regional_certificate` was imported or comes from a private authority.
    #[field(pattern = CERTIFICATE, aws = ownership_verification_certificate_arn)]
    pub ownership_verification_certificate: Option<String>,
    /// What finds the API for a request: `mappings`, routing rules, or rules before mappings. Absent:
    /// `BASE_PATH_MAPPING_ONLY`. Routing rules themselves are not kept here.
    #[field(not_in_request)]
    pub routing_mode: RoutingMode,
    /// The APIs that the domain leads to, by the beginning of the path: `/` for all that nothing else
    /// takes, or `/orders`; on a regional domain with `TLS_1_2` also `/orders/v1`, where the longest that fits
    /// is taken. Those that are not written here are removed.
    #[field(deferrable, holds, not_in_answer, not_in_request)]
    pub mappings: BTreeMap<String, Mapping>,
    /// Tags of the domain name.
    #[field(with = tags_if_any)]
    pub tags: Tags,
}

const CERTIFICATE: &str = r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$";
const EDGE_CERTIFICATE: &str = r"^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]+$";

aws_enum! {
    /// How strictly API Gateway looks at where a request comes in.
    AccessMode = sdk::EndpointAccessMode {
        /// Requests are taken as ever.
        Basic = "BASIC",
        /// The host that a request names must be the one that it came in by.
        Strict = "STRICT",
    }
    /// Which addresses callers may come from.
    #[derive(Default)]
    IpAddressType = sdk::IpAddressType {
        #[default]
        Ipv4 = "ipv4",
        Dualstack = "dualstack",
    }
    /// What finds the API for a request.
    #[derive(Default)]
    RoutingMode = sdk::RoutingMode {
        #[default]
        BasePathMappingOnly = "BASE_PATH_MAPPING_ONLY",
        RoutingRuleOnly = "ROUTING_RULE_ONLY",
        RoutingRuleThenBasePathMapping = "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
    }
}

/// The certificates that callers must show.
#[spec(sdk::MutualTlsAuthentication, only_with = truststore_uri, patch = Patch)]
pub struct MutualTls {
    /// Where the authorities stand that API Gateway trusts, as PEM: `s3://<bucket>/<key>`.
    #[field(required, pattern = r"^s3://[a-z0-9.-]{3,63}/.+$", aws = truststore_uri, patch)]
    pub truststore: String,
    /// Version of that object. Absent: the newest at the time of the change, in a bucket with versions.
    #[field(length = 1.., patch)]
    pub truststore_version: Option<String>,
}

outputs! {
    /// ARN of the domain name.
    arn,
    /// The domain itself.
    name,
    /// The name that a DNS record of a regional domain leads to. An edge domain has none.
    regional_domain_name,
    /// The hosted zone of `regional_domain_name`, for an alias record of Route 53.
    regional_hosted_zone_id,
    /// The name that a DNS record of an edge domain leads to. A regional domain has none.
    distribution_domain_name,
    /// The hosted zone of `distribution_domain_name`, for an alias record of Route 53.
    distribution_hosted_zone_id,
}
