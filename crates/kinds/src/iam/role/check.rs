//! AWS's limits of a role and its policies, as far as they concern more than one field (API reference of
//! CreateRole and PutRolePolicy, and IAM and STS quotas).

use super::spec::Role;
use kind::Findings;
use kind::policy_check::check_grants;
use language::value::{Path, PolicyDocument};

/// The characters of a trust policy, unless the account's quota was raised.
const LARGEST_TRUST_POLICY: usize = 2_048;
/// The characters of all inline policies of a role (IAM and STS quotas; cannot be raised).
const LARGEST_INLINE_POLICIES: usize = 10_240;
/// The managed policies of a role, unless the account's quota was raised.
pub(super) const MOST_MANAGED_POLICIES: usize = 10;
const LONGEST_POLICY_NAME: usize = 128;

pub(super) fn check(role: &Role, findings: &mut Findings) {
    let path = |name| Path::field("inline_policies").key(name);
    for name in role.inline_policies.keys() {
        check_policy_name(name, &path(name), findings);
    }
    let documents = role.inline_policies.iter();
    let documents: Vec<_> = documents.map(|(name, document)| (path(name), document)).collect();
    check_grants(&documents, findings);
    check_sizes(role, findings);
    if role.path.starts_with("/aws-service-role/") {
        findings.warn(
            "path",
            "this path belongs to AWS",
            "only AWS services create roles in `/aws-service-role/`",
            "choose another path, or name the role that AWS made where it is needed",
        );
    }
}

fn check_policy_name(name: &str, path: &Path, findings: &mut Findings) {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if name.is_empty() || name.len() > LONGEST_POLICY_NAME || !name.chars().all(is_allowed) {
        findings.add(
            &path.to_string(),
            &format!("`{name}` cannot be the name of a policy"),
            "AWS takes 1–128 of letters, digits and `_+=,.@-`",
            "",
        );
    }
}

fn check_sizes(role: &Role, findings: &mut Findings) {
    let trust = role.trust_policy.size();
    if trust > LARGEST_TRUST_POLICY {
        findings.warn(
            "trust_policy",
            "the trust policy is too long",
            &beyond_quota(&format!("{trust} characters"), LARGEST_TRUST_POLICY),
            "join statements that differ in their principals alone",
        );
    }
    let inline: usize = role.inline_policies.values().map(PolicyDocument::size).sum();
    if inline > LARGEST_INLINE_POLICIES {
        findings.add(
            "inline_policies",
            "the inline policies are too long",
            &format!(
                "they have {inline} characters together, and a role has at most \
                 {LARGEST_INLINE_POLICIES}"
            ),
            "move some to an `iam.policy` each, and name those in `managed_policies`",
        );
    }
    let managed = role.managed_policies.len();
    if managed > MOST_MANAGED_POLICIES {
        findings.warn(
            "managed_policies",
            "too many managed policies",
            &beyond_quota(&format!("{managed} policies"), MOST_MANAGED_POLICIES),
            "join some of them, or write them as inline policies",
        );
    }
}

/// A quota that AWS raises on request, so that it may be higher in this account.
fn beyond_quota(count: &str, quota: usize) -> String {
    format!("this has {count}, and AWS takes {quota} unless it has raised the account's quota")
}
