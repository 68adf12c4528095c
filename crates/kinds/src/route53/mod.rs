//! Route 53. It takes five calls a second, and one change to the records of a zone at a time.

mod names;
pub mod record;
pub(crate) mod records;
pub(crate) mod terraform;
pub mod zone;

use std::time::Duration;

use aws::services::{ALL, Answer, PROPAGATION, Service, TransientError, When, rate};

aws::client! {
    /// The client of Route 53.
    pub trait Route53 { route53: aws_sdk_route53 }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Route 53";

/// What the kinds' calls act on: changes have ids of AWS's invention.
pub(crate) const HOSTED_ZONES: &[&str] = &["arn:{partition}:route53:::hostedzone/*"];

pub const SERVICE: Service = Service {
    // <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>, "Maximums on API requests".
    rates: |_| vec![rate("route53", 5.0, 5.0)],
    not_found: &["NoSuchHostedZone", "NoSuchQueryLoggingConfig"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("ChangeResourceRecordSets", "ChangeInfo.Id"),
        ("CreateHostedZone", "HostedZone.Id"),
        ("GetHostedZone", "HostedZone.Id"),
        ("ListHostedZones", "HostedZones"),
        ("ListQueryLoggingConfigs", "QueryLoggingConfigs"),
        ("ListResourceRecordSets", "ResourceRecordSets"),
        ("ListTagsForResource", "ResourceTagSet.ResourceId"),
    ],
    ..Service::new(NAME, "aws_sdk_route53", "route53")
};

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentModification", "PriorRequestNotComplete"]),
        when: When::Always,
        limit: Duration::from_secs(10 * 60),
        what: "another change to the zone to finish",
    },
    TransientError {
        operations: &[
            "ChangeTagsForResource", "CreateQueryLoggingConfig", "GetHostedZone",
            "ListTagsForResource",
        ],
        answer: Answer::Refused(&["NoSuchHostedZone"]),
        when: When::InStepsAfter(&["CreateHostedZone"]),
        limit: PROPAGATION,
        what: "the zone to be known",
    },
    TransientError {
        operations: &["ChangeResourceRecordSets"],
        answer: Answer::Refused(&["NoSuchHostedZone"]),
        when: When::InRunAfter(NAME, &["CreateHostedZone"]),
        limit: PROPAGATION,
        what: "the zone to be known",
    },
    TransientError {
        operations: &["CreateQueryLoggingConfig"],
        answer: Answer::Refused(&["NoSuchCloudWatchLogsLogGroup"]),
        when: When::InRunAfter("CloudWatch Logs", &["CreateLogGroup"]),
        limit: PROPAGATION,
        what: "the log group to be known",
    },
    // What else stands in the zone keeps it for good, so this is short.
    TransientError {
        operations: &["DeleteHostedZone"],
        answer: Answer::Refused(&["HostedZoneNotEmpty"]),
        when: When::InRunAfter(NAME, &["ChangeResourceRecordSets"]),
        limit: Duration::from_secs(30),
        what: "the zone's records to be gone",
    },
];
