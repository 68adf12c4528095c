//! What is known of the services, held against what is called.

use std::collections::BTreeSet;

use aws::services::{self, When};
use compiler::lookups;
use kind::{Operations, registry};

/// The reads whose answers may say nothing at all, or whose XML the SDK itself refuses where it has another root. IAM
/// and API Gateway leave nothing out; `GetBucketEncryption` may have an empty body, and what is set nowhere has no
/// element in most answers of S3. A queue without tags has no list of them. An operation that only one service has
/// this of is named with it.
const MAY_SAY_NOTHING: &[&str] = &[
    "GetBucketAccelerateConfiguration", "GetBucketAcl", "GetBucketEncryption", "GetBucketLogging",
    "GetBucketNotificationConfiguration", "GetBucketVersioning", "GetBucketWebsite",
    "GetLogDeliveryConfiguration", "GetObject", "GetPrincipalTagAttributeMap", "HeadBucket",
    "HeadObject", "ListBucketAnalyticsConfigurations",
    "ListBucketIntelligentTieringConfigurations", "ListBucketInventoryConfigurations",
    "ListBucketMetricsConfigurations", "ListContributorInsights", "ListObjectsV2", "ListQueueTags",
    "ListQueues", "SNS GetDataProtectionPolicy",
];

/// What kinds, the state and lookups call.
fn declared() -> Vec<Operations> {
    kinds::register();
    cloud_control::register();
    ::lookups::register();
    let of_kinds = registry::all().into_iter().flat_map(|kind| kind.operations());
    let of_types = registry::find("AWS::SQS::Queue").into_iter().flat_map(|kind| kind.operations());
    let of_state = state::OPERATIONS.iter().chain(of_types);
    let of_lookups = lookups::all().into_iter().flat_map(|sort| sort.needs().operations);
    of_kinds.chain(of_state).copied().chain(of_lookups).collect()
}

/// The same as `(service, operation)`.
fn called() -> BTreeSet<(&'static str, &'static str)> {
    let names = |group: Operations| {
        let Operations { service, read, write, .. } = group;
        read.iter().chain(write).map(move |name| (service, *name))
    };
    declared().into_iter().flat_map(names).collect()
}

#[test]
fn each_read_says_what_its_answer_must_hold() {
    for group in declared() {
        for read in group.read {
            let is_demanded = services::required_member(group.service, read).is_some();
            let in_full = format!("{} {read}", group.service);
            let may_say_nothing =
                MAY_SAY_NOTHING.iter().any(|name| name == read || *name == in_full);
            assert!(
                is_demanded != may_say_nothing,
                "{} {read}: what must its answer hold?",
                group.service
            );
        }
    }
}

#[test]
fn every_action_of_another_name_is_of_an_operation_that_is_called() {
    let called = called();
    for service in services::all() {
        for (operation, _) in service.actions {
            assert!(called.contains(&(service.name, *operation)), "{} {operation}", service.name);
        }
    }
}

/// A name that nobody calls would be a row that is never used.
#[test]
fn every_operation_of_an_answer_that_passes_is_called() {
    let called = called();
    let is_called = |service: &str, pattern: &str| {
        called.iter().any(|(of, name)| {
            *of == service
                && match pattern.strip_suffix('*') {
                    Some(beginning) => name.starts_with(beginning),
                    None => *name == pattern,
                }
        })
    };
    for service in services::all() {
        for row in service.transient_errors {
            for pattern in row.operations {
                assert!(is_called(service.name, pattern), "{} {pattern}", service.name);
            }
            let (of, causes) = match row.when {
                When::Always => continue,
                When::InStepsAfter(causes) => (service.name, causes),
                When::InStepsAfterSending(ref cause, _) => {
                    (service.name, std::slice::from_ref(cause))
                }
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
