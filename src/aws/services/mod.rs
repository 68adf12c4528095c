//! What is particular to each service, a file each: how often it may be called, how it says that there is
//! no such thing, and which of its answers pass by themselves.

pub(super) mod api_gateway;
mod application_autoscaling;
mod cognito;
mod cognito_identity;
mod dynamodb;
mod iam;
mod lambda;
mod logs;
pub(super) mod s3;
mod sts;

use std::time::Duration;

use super::call::Call;
use super::limits::{Rate, rate};
use super::passing::Passing;

/// What the call layer knows of a service.
struct Service {
    /// The name that the SDK gives it.
    name: &'static str,
    /// The crate of the SDK that speaks to it, as paths have it.
    sdk: &'static str,
    /// The buckets that one of its operations draws from. Where AWS limits an operation and the service
    /// as a whole, it draws from both.
    rates: fn(operation: &str) -> Vec<Rate>,
    /// The codes by which it says that there is no such thing. Nothing else means absent.
    not_found: &'static [&'static str],
    /// Its answers that pass by themselves. The first one that fits counts, and the next where its time
    /// is up.
    passing: &'static [Passing],
}

const SERVICES: &[&Service] = &[
    &api_gateway::SERVICE,
    &application_autoscaling::SERVICE,
    &cognito::SERVICE,
    &cognito_identity::SERVICE,
    &dynamodb::SERVICE,
    &iam::SERVICE,
    &lambda::SERVICE,
    &logs::SERVICE,
    &s3::SERVICE,
    &sts::SERVICE,
];

/// What most changes take at most until all of AWS knows them.
const PROPAGATION: Duration = Duration::from_secs(2 * 60);
/// All operations of a service.
const ALL: &[&str] = &["*"];

fn find(name: &str) -> Option<&'static Service> {
    SERVICES.iter().copied().find(|service| service.name == name)
}

/// The buckets that a call draws from, by the names that the SDK gives the service and the operation.
pub(super) fn rates(service: &str, operation: &str) -> Vec<Rate> {
    match find(service) {
        Some(service) => (service.rates)(operation),
        None => vec![rate("other", 10.0, 20.0)],
    }
}

/// The answers of a service that pass by themselves.
pub(super) fn passing(service: &str) -> &'static [Passing] {
    find(service).map_or(&[], |service| service.passing)
}

/// Whether a code, of an error of this call, says that there is no such thing.
pub(super) fn is_not_found(call: Option<Call>, code: &str) -> bool {
    let service = call.and_then(|call| find(call.service));
    service.is_some_and(|service| service.not_found.contains(&code))
}

/// The name of the service that a crate of the SDK speaks to.
pub(super) fn name_of(sdk: &str) -> Option<&'static str> {
    let service = SERVICES.iter().find(|service| service.sdk == sdk);
    service.map(|service| service.name)
}

#[cfg(test)]
mod tests {
    use super::super::passing::When;
    use super::*;
    use crate::{kinds, state};

    /// A name that nobody calls would be a row that is never used.
    #[test]
    fn every_operation_of_a_row_is_one_that_is_called() {
        let groups = kinds::all().iter().flat_map(|kind| kind.operations());
        let groups = groups.chain(state::OPERATIONS);
        let called: Vec<(&str, &str)> = groups
            .flat_map(|group| {
                let names = group.read.iter().chain(group.write);
                names.map(|name| (group.service, *name))
            })
            .collect();
        let is_called = |service: &str, pattern: &str| {
            called.iter().any(|(of, name)| {
                *of == service
                    && match pattern.strip_suffix('*') {
                        Some(beginning) => name.starts_with(beginning),
                        None => *name == pattern,
                    }
            })
        };
        for service in SERVICES {
            for row in service.passing {
                for pattern in row.operations {
                    assert!(is_called(service.name, pattern), "{} {pattern}", service.name);
                }
                let (of, causes) = match row.when {
                    When::Always => continue,
                    When::InStepsAfter(causes) => (service.name, causes),
                    When::InStepsAfterSending(cause, _) => (service.name, &[cause][..]),
                    When::InRunAfter(of, causes) | When::BrieflyOrInRunAfter(of, causes) => {
                        (of, causes)
                    }
                };
                for cause in causes {
                    assert!(is_called(of, cause), "{of} {cause}");
                }
            }
        }
    }

    #[test]
    fn a_code_means_absent_for_the_services_that_use_it() {
        let call = |service, operation| Some(Call { service, operation });
        let table = call("DynamoDB", "DescribeTable");
        assert!(is_not_found(table, "ResourceNotFoundException"));
        assert!(!is_not_found(table, "NoSuchEntity"));
        let role = call("IAM", "GetRole");
        assert!(is_not_found(role, "NoSuchEntity"));
        assert!(!is_not_found(role, "NoSuchBucket"));
        assert!(!is_not_found(None, "NoSuchEntity"));
    }
}
