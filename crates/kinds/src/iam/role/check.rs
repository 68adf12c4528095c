//! AWS's limits of a role and its policies, as far as they concern more than one field (API reference of
//! CreateRole and PutRolePolicy, and IAM and STS quotas).

use super::spec::Role;
use crate::fields::is_made_of;
use crate::prelude::*;
use kind::policy_check::check_grants;
use language::value::PolicyDocument;

/// The characters of a trust policy, unless the account's quota was raised.
const LARGEST_TRUST_POLICY: usize = 2_048;
/// The characters of all inline policies of a role (IAM and STS quotas; cannot be raised).
const LARGEST_INLINE_POLICIES: usize = 10_240;
/// The managed policies of a role, unless the account's quota was raised.
pub(super) const MOST_MANAGED_POLICIES: usize = 10;

pub(super) fn check(role: &Role, findings: &mut Findings) {
    for name in role.inline_policies.keys() {
        rules! { findings;
            Error "inline_policies" / name if !is_made_of(name, 1..=128, "_+=,.@-") =>
                format!("`{name}` cannot be the name of a policy"),
                "AWS accepts 1–128 of letters, digits and `_+=,.@-`",
                "";
        }
    }
    let at = |name| Path::field("inline_policies").key(name);
    let documents = role.inline_policies.iter();
    let documents: Vec<_> = documents.map(|(name, document)| (at(name), document)).collect();
    check_grants(&documents, findings);
    check_sizes(role, findings);
    rules! { findings;
        Warning "path" if role.path.starts_with("/aws-service-role/") =>
            "this path belongs to AWS",
            "only AWS services create roles in `/aws-service-role/`",
            "choose another path, or name the role that AWS made where it is needed";
    }
}

fn check_sizes(role: &Role, findings: &mut Findings) {
    let trust = role.trust_policy.size();
    let inline: usize = role.inline_policies.values().map(PolicyDocument::size).sum();
    let managed = role.managed_policies.len();
    rules! { findings;
        Warning "trust_policy" if trust > LARGEST_TRUST_POLICY =>
            "the trust policy is too long",
            beyond_quota(&format!("{trust} characters"), LARGEST_TRUST_POLICY),
            "join statements that differ in their principals alone";
        Error "inline_policies" if inline > LARGEST_INLINE_POLICIES =>
            "the inline policies are too long",
            format!(
                "they have {inline} characters together, and a role has at most \
                 {LARGEST_INLINE_POLICIES}"
            ),
            "move some to an `iam.policy` each, and name those in `managed_policies`";
        Warning "managed_policies" if managed > MOST_MANAGED_POLICIES =>
            "too many managed policies",
            beyond_quota(&format!("{managed} policies"), MOST_MANAGED_POLICIES),
            "join some of them, or write them as inline policies";
    }
}

/// A quota that AWS raises on request, so that it may be higher in this account.
fn beyond_quota(count: &str, quota: usize) -> String {
    format!("this has {count}, and AWS accepts {quota} unless it has raised the account's quota")
}
