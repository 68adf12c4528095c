//! What is particular to each service: how often it may be called, how it says that there is no such thing, which
//! of its answers pass by themselves, what its answers always hold, and what IAM calls its actions.
//!
//! S3, which holds states, and STS, which says who calls, stand here. Every other service stands with its kinds,
//! and is [registered](register) with them.

mod s3;
mod sts;

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

pub use crate::limits::{Rate, rate};
pub use crate::passing::{Answer, Passing, When};
pub use s3::S3;
pub use sts::Sts;

/// What the call layer knows of a service.
pub struct Service {
    /// The name that the SDK gives it.
    pub name: &'static str,
    /// The crate of the SDK that speaks to it, as paths have it.
    pub sdk: &'static str,
    /// What IAM's actions of the service start with.
    pub iam: &'static str,
    /// The buckets that one of its operations draws from. Where AWS limits an operation and the service
    /// as a whole, it draws from both.
    pub rates: fn(operation: &str) -> Vec<Rate>,
    /// The codes by which it says that there is no such thing. Nothing else means absent.
    pub not_found: &'static [&'static str],
    /// Its answers that pass by themselves. The first one that fits counts, and the next where its time
    /// is up.
    pub passing: &'static [Passing],
    /// What its answers always hold: the operation, and the member of its answer. In JSON it is a field of the
    /// answer, in XML an element. `Pool.Id` is a member of a member, and `Pools[].Id` one of each element of a
    /// list. Lists are here where AWS writes the empty ones too. An answer without it cannot be read, and says
    /// neither that something is absent nor that a list is empty.
    pub answers: &'static [(&'static str, &'static str)],
    /// The actions of operations that take another one than that of their name, or several; from AWS's service
    /// authorization reference (as of 2026-10).
    pub actions: &'static [(&'static str, &'static [&'static str])],
    /// The action of every other operation.
    pub action: fn(operation: &str) -> &str,
    /// An answer as the SDK can read it, where it cannot read it as the service gives it.
    pub spelled_out: fn(HttpResponse) -> HttpResponse,
}

impl Service {
    /// A service that says nothing of itself, by its names in the SDK and in IAM.
    pub const fn new(name: &'static str, sdk: &'static str, iam: &'static str) -> Self {
        Self {
            name,
            sdk,
            iam,
            rates: |_| vec![UNKNOWN],
            not_found: &[],
            passing: &[],
            answers: &[],
            actions: &[],
            action: |operation| operation,
            spelled_out: |answer| answer,
        }
    }
}

/// What is called where a service says nothing of its rates.
const UNKNOWN: Rate = rate("other", 10.0, 20.0);

/// What most changes take at most until all of AWS knows them.
pub const PROPAGATION: Duration = Duration::from_secs(2 * 60);
/// All operations of a service.
pub const ALL: &[&str] = &["*"];

/// After a change to what roles may do, or to who may be one.
pub const RIGHTS_CHANGED: When = When::InRunAfter(
    "IAM",
    &[
        "AttachRolePolicy",
        "CreatePolicy",
        "CreatePolicyVersion",
        "CreateRole",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "UpdateAssumeRolePolicy",
    ],
);

/// After the creation of a role, which policies may name.
pub const ROLE_CREATED: When = When::InRunAfter("IAM", &["CreateRole"]);

static SERVICES: RwLock<BTreeMap<&str, &Service>> = RwLock::new(BTreeMap::new());

/// Makes services known to the call layer.
pub fn register(services: impl IntoIterator<Item = &'static Service>) {
    let mut known = SERVICES.write().unwrap_or_else(PoisonError::into_inner);
    known.extend(services.into_iter().map(|service| (service.name, service)));
}

/// The services that are known.
pub fn all() -> Vec<&'static Service> {
    let registered = SERVICES.read().unwrap_or_else(PoisonError::into_inner);
    [&s3::SERVICE, &sts::SERVICE].into_iter().chain(registered.values().copied()).collect()
}

fn find(name: &str) -> Option<&'static Service> {
    match name {
        "S3" => Some(&s3::SERVICE),
        "STS" => Some(&sts::SERVICE),
        _ => SERVICES.read().unwrap_or_else(PoisonError::into_inner).get(name).copied(),
    }
}

/// The buckets that a call draws from, by the names that the SDK gives the service and the operation.
pub fn rates(service: &str, operation: &str) -> Vec<Rate> {
    find(service).map_or_else(|| vec![UNKNOWN], |service| (service.rates)(operation))
}

/// The answers of a service that pass by themselves.
pub(super) fn passing(service: &str) -> &'static [Passing] {
    find(service).map_or(&[], |service| service.passing)
}

/// The path of the member that the answer to an operation always holds; nothing where it may say nothing.
pub fn demanded(service: &str, operation: &str) -> Option<&'static str> {
    let mut answers = find(service)?.answers.iter();
    answers.find(|(name, _)| *name == operation).map(|(_, member)| *member)
}

/// An answer of a service as the SDK can read it.
pub(super) fn spelled_out(service: &str, answer: HttpResponse) -> HttpResponse {
    match find(service) {
        Some(service) => (service.spelled_out)(answer),
        None => answer,
    }
}

/// Whether a code, of an error of this service, says that there is no such thing.
pub(super) fn is_not_found(service: &str, code: &str) -> bool {
    find(service).is_some_and(|service| service.not_found.contains(&code))
}

/// The name of the service that a crate of the SDK speaks to.
pub(super) fn name_of(sdk: &str) -> Option<&'static str> {
    all().into_iter().find(|service| service.sdk == sdk).map(|service| service.name)
}

/// The IAM actions that a call of an operation takes, such as `dynamodb:DescribeTable`.
pub fn actions(service: &str, operation: &str) -> Vec<String> {
    let Some(service) = find(service) else {
        return vec![format!("{}:{operation}", service.to_lowercase().replace(' ', "-"))];
    };
    let exception = service.actions.iter().find(|(name, _)| *name == operation);
    let own = [(service.action)(operation)];
    let actions = exception.map_or(&own[..], |(_, actions)| actions);
    actions.iter().map(|action| format!("{}:{action}", service.iam)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_means_absent_for_the_services_that_use_it() {
        assert!(is_not_found("S3", "NoSuchBucket"));
        assert!(!is_not_found("S3", "NoSuchEntity"));
        assert!(!is_not_found("STS", "NoSuchBucket"));
        assert!(!is_not_found("no such service", "NoSuchBucket"));
    }

    #[test]
    fn an_action_mostly_has_the_name_of_its_operation() {
        assert_eq!(actions("STS", "GetCallerIdentity"), ["sts:GetCallerIdentity"]);
        assert_eq!(actions("S3", "HeadBucket"), ["s3:ListBucket"]);
        assert_eq!(actions("Made Up", "ListThings"), ["made-up:ListThings"]);
    }
}
