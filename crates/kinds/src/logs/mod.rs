//! CloudWatch Logs. A change is refused while another one to the same group is under way.

mod lines;
pub mod log_group;
pub mod resource_policy;
pub(crate) mod terraform;

pub use lines::{LogLine, lines};

use aws::services::{
    ALL, Answer, PROPAGATION, RIGHTS_CHANGED, Rate, Service, TransientError, When, rate,
};

aws::client! {
    /// The client of CloudWatch Logs.
    pub trait Logs { logs: aws_sdk_cloudwatchlogs }
}

/// The name that the SDK gives it.
pub const NAME: &str = "CloudWatch Logs";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeIndexPolicies", "indexPolicies"),
        ("DescribeLogGroups", "logGroups[].logGroupName"),
        ("DescribeMetricFilters", "metricFilters[].filterName"),
        ("DescribeResourcePolicies", "resourcePolicies[].policyDocument"),
        ("DescribeSubscriptionFilters", "subscriptionFilters[].filterName"),
        ("GetDataProtectionPolicy", "policyDocument"),
        ("ListTagsForResource", "tags"),
    ],
    actions: &[
        // Tags in a create call are an action of their own.
        ("CreateLogGroup", &["CreateLogGroup", "TagResource"]),
    ],
    ..Service::new(NAME, "aws_sdk_cloudwatchlogs", "logs")
};

fn bucket(operation: &str) -> Rate {
    match operation {
        "ListTagsForResource" | "TagResource" | "UntagResource" => rate("logs/tags", 5.0, 5.0),
        "DeleteRetentionPolicy" | "PutRetentionPolicy" => rate("logs/retention", 5.0, 5.0),
        "DeleteMetricFilter" | "DescribeMetricFilters" | "PutMetricFilter" => {
            rate("logs/metric-filters", 5.0, 5.0)
        }
        "DeleteIndexPolicy" | "DescribeIndexPolicies" | "PutIndexPolicy" => {
            rate("logs/index-policies", 10.0, 10.0)
        }
        "DeleteSubscriptionFilter" | "DescribeSubscriptionFilters" | "PutSubscriptionFilter" => {
            rate("logs/subscription-filters", 5.0, 5.0)
        }
        _ => rate("logs", 10.0, 10.0),
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["OperationAbortedException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: &[
            "AssociateKmsKey", "DescribeIndexPolicies", "DescribeSubscriptionFilters",
            "ListTagsForResource", "PutDataProtectionPolicy", "PutIndexPolicy",
            "PutLogGroupDeletionProtection", "PutMetricFilter", "PutRetentionPolicy",
            "PutSubscriptionFilter", "TagResource",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateLogGroup"]),
        limit: PROPAGATION,
        what: "the log group to be known",
    },
    TransientError {
        operations: &["PutSubscriptionFilter"],
        answer: Answer::Saying(
            "InvalidParameterException",
            &["could not deliver", "could not execute"],
        ),
        when: When::InRunAfter("Lambda", &["AddPermission"]),
        limit: PROPAGATION,
        what: "the function to let CloudWatch Logs call it",
    },
    TransientError {
        operations: &["PutSubscriptionFilter"],
        answer: Answer::Saying("InvalidParameterException", &["could not deliver", "assume role"]),
        when: RIGHTS_CHANGED.or_briefly(),
        limit: PROPAGATION,
        what: "the role to be able to write to the stream",
    },
];
