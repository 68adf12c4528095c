//! The services that the call layer knows, and what it asks about them by their names.

use std::collections::BTreeMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::service::{Service, UNKNOWN};
use super::transient_errors::TransientError;
use super::{s3, sts};
use crate::limits::Rate;

/// By their names; those that the tool itself calls are there from the start.
static SERVICES: LazyLock<RwLock<BTreeMap<&str, &Service>>> = LazyLock::new(|| {
    let own = [&s3::SERVICE, &sts::SERVICE];
    RwLock::new(own.into_iter().map(|service| (service.name, service)).collect())
});

/// Makes services known to the call layer.
pub fn register(services: impl IntoIterator<Item = &'static Service>) {
    let mut known = SERVICES.write().unwrap_or_else(PoisonError::into_inner);
    known.extend(services.into_iter().map(|service| (service.name, service)));
}

/// The services that are known.
pub fn all() -> Vec<&'static Service> {
    SERVICES.read().unwrap_or_else(PoisonError::into_inner).values().copied().collect()
}

fn find(name: &str) -> Option<&'static Service> {
    SERVICES.read().unwrap_or_else(PoisonError::into_inner).get(name).copied()
}

/// The buckets that a call draws from, by the names that the SDK gives the service and the operation.
pub fn rates(service: &str, operation: &str) -> Vec<Rate> {
    find(service).map_or_else(|| vec![UNKNOWN], |service| (service.rates)(operation))
}

/// The answers of a service that pass by themselves.
pub(crate) fn transient_errors_of(service: &str) -> &'static [TransientError] {
    find(service).map_or(&[], |service| service.transient_errors)
}

/// The path of the member that the answer to an operation always holds; nothing where it may say nothing.
pub fn required_member(service: &str, operation: &str) -> Option<&'static str> {
    let mut answers = find(service)?.answers.iter();
    answers.find(|(name, _)| *name == operation).map(|(_, member)| *member)
}

/// An answer of a service as the SDK can read it.
pub(crate) fn spelled_out(service: &str, answer: HttpResponse) -> HttpResponse {
    match find(service) {
        Some(service) => (service.spelled_out)(answer),
        None => answer,
    }
}

/// Whether a service knows a call that comes twice.
pub(crate) fn has_tokens(service: &str) -> bool {
    find(service).is_some_and(|service| service.has_tokens)
}

/// Whether a code, of an error of this service, says that there is no such thing.
pub(crate) fn is_not_found(service: &str, code: &str) -> bool {
    find(service).is_some_and(|service| service.not_found.contains(&code))
}

/// The name of the service that a crate of the SDK speaks to.
pub(crate) fn name_of(sdk: &str) -> Option<&'static str> {
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
