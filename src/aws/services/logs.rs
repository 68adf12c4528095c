//! CloudWatch Logs. A change is refused while another one to the same group is under way.

use super::super::limits::{Rate, rate};
use super::super::passing::{Answer, Passing, When};
use super::{ALL, PROPAGATION, Service};

pub(super) const SERVICE: Service = Service {
    name: "CloudWatch Logs",
    sdk: "aws_sdk_cloudwatchlogs",
    rates: |operation| vec![bucket(operation)],
    not_found: &["ResourceNotFoundException"],
    passing: PASSING,
};

fn bucket(operation: &str) -> Rate {
    match operation {
        "ListTagsForResource" | "TagResource" | "UntagResource" => rate("logs/tags", 5.0, 5.0),
        "DeleteRetentionPolicy" | "PutRetentionPolicy" => rate("logs/retention", 5.0, 5.0),
        _ => rate("logs", 10.0, 10.0),
    }
}

const PASSING: &[Passing] = &[
    Passing {
        operations: ALL,
        answer: Answer::Refused(&["OperationAbortedException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    Passing {
        operations: &[
            "AssociateKmsKey",
            "ListTagsForResource",
            "PutLogGroupDeletionProtection",
            "PutRetentionPolicy",
            "TagResource",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateLogGroup"]),
        limit: PROPAGATION,
        what: "the log group to be known",
    },
];
