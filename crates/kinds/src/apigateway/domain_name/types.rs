//! The parts of a domain name, and how AWS spells them.

use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;

/// The security policies of custom domain names.
pub const SECURITY_POLICIES: &[&str] = &[
    "TLS_1_0",
    "TLS_1_2",
    "SecurityPolicy_TLS12_2018_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
];

/// Whether a policy is one of those that need an access mode.
pub(super) fn is_enhanced(policy: &str) -> bool {
    policy.starts_with("SecurityPolicy_")
}

words! {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MutualTls {
    /// Where the authorities stand that API Gateway trusts, as PEM: `s3://<bucket>/<key>`.
    #[schemars(regex(pattern = r"^s3://[a-z0-9.-]{3,63}/.+$"))]
    pub truststore: String,
    /// Version of that object. Absent: the newest at the time of the change, in a bucket with versions.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub truststore_version: Option<String>,
}
