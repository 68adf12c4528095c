//! The parts of a domain name, and how AWS spells them.

use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// How strictly API Gateway looks at where a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum AccessMode {
    /// Requests are taken as ever.
    Basic,
    /// The host that a request names must be the one that it came in by.
    Strict,
}

impl AccessMode {
    pub(super) fn of(live: &sdk::EndpointAccessMode) -> Option<Self> {
        match live {
            sdk::EndpointAccessMode::Basic => Some(Self::Basic),
            sdk::EndpointAccessMode::Strict => Some(Self::Strict),
            _ => None,
        }
    }
}

impl From<AccessMode> for sdk::EndpointAccessMode {
    fn from(mode: AccessMode) -> Self {
        match mode {
            AccessMode::Basic => Self::Basic,
            AccessMode::Strict => Self::Strict,
        }
    }
}

/// Which addresses callers may come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IpAddressType {
    #[default]
    Ipv4,
    Dualstack,
}

impl IpAddressType {
    pub(super) fn of(live: Option<&sdk::IpAddressType>) -> Self {
        match live {
            Some(sdk::IpAddressType::Dualstack) => Self::Dualstack,
            _ => Self::Ipv4,
        }
    }
}

impl From<IpAddressType> for sdk::IpAddressType {
    fn from(kind: IpAddressType) -> Self {
        match kind {
            IpAddressType::Ipv4 => Self::Ipv4,
            IpAddressType::Dualstack => Self::Dualstack,
        }
    }
}

/// What finds the API for a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoutingMode {
    #[default]
    BasePathMappingOnly,
    RoutingRuleOnly,
    RoutingRuleThenBasePathMapping,
}

impl RoutingMode {
    pub(super) fn of(live: Option<&sdk::RoutingMode>) -> Self {
        match live {
            Some(sdk::RoutingMode::RoutingRuleOnly) => Self::RoutingRuleOnly,
            Some(sdk::RoutingMode::RoutingRuleThenBasePathMapping) => {
                Self::RoutingRuleThenBasePathMapping
            }
            _ => Self::BasePathMappingOnly,
        }
    }
}

impl From<RoutingMode> for sdk::RoutingMode {
    fn from(mode: RoutingMode) -> Self {
        match mode {
            RoutingMode::BasePathMappingOnly => Self::BasePathMappingOnly,
            RoutingMode::RoutingRuleOnly => Self::RoutingRuleOnly,
            RoutingMode::RoutingRuleThenBasePathMapping => Self::RoutingRuleThenBasePathMapping,
        }
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
