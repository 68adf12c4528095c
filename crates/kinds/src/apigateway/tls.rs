//! The versions and ciphers of TLS that callers may use.

/// The security policies of APIs (CreateRestApi) and of domain names (CreateDomainName).
pub const SECURITY_POLICIES: &[&str] = &[
    "TLS_1_0", "TLS_1_2", "SecurityPolicy_TLS12_2018_EDGE", "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS13_2025_EDGE", "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_3_2025_09", "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
];

/// Whether a policy is one of those that need an access mode.
pub(super) fn is_enhanced(policy: &str) -> bool {
    policy.starts_with("SecurityPolicy_")
}

/// Why such a policy needs one, and what to write, for what checks report.
pub(super) const WHY_ACCESS_MODE: &str =
    "AWS requires `endpoint_access_mode` with every policy that begins with `SecurityPolicy_`";
pub(super) const ADD_ACCESS_MODE: &str =
    "add `endpoint_access_mode: STRICT`, or `BASIC` while callers are moving";
