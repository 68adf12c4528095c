//! SQS. Changes to a queue show within a minute, and so long its name is not free after a delete.

pub mod queue;
pub(crate) mod terraform;

use std::time::Duration;

use aws::services::{Answer, PROPAGATION, ROLE_CREATED, Service, TransientError, When, rate};

aws::client! {
    /// The client of SQS.
    pub trait Sqs { sqs: aws_sdk_sqs }
}

/// The name that the SDK gives it.
pub const NAME: &str = "SQS";

pub const SERVICE: Service = Service {
    // AWS publishes no rates of the calls that manage queues.
    rates: |_| vec![rate("sqs", 10.0, 20.0)],
    not_found: NOT_FOUND,
    transient_errors: TRANSIENT_ERRORS,
    answers: &[("CreateQueue", "QueueUrl"), ("GetQueueAttributes", "Attributes.QueueArn")],
    // Tags in a create call are an action of their own.
    actions: &[("CreateQueue", &["CreateQueue", "TagQueue"])],
    ..Service::new(NAME, "aws_sdk_sqs", "sqs")
};

/// AWS says 60 seconds, both of a name after a delete and of most changes (API reference of DeleteQueue and
/// SetQueueAttributes).
pub(crate) const SETTLING: Duration = Duration::from_secs(3 * 60);

/// The first is the code of the query protocol, which AWS gives in a header.
const NOT_FOUND: &[&str] = &["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"];

const WRITES: &[&str] = &["CreateQueue", "SetQueueAttributes"];

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["CreateQueue"],
        answer: Answer::Refused(&[
            "AWS.SimpleQueueService.QueueDeletedRecently", "QueueDeletedRecently",
        ]),
        when: When::Always,
        limit: SETTLING,
        what: "the name to be free, a minute after a queue of this name was deleted",
    },
    TransientError {
        operations: &["GetQueueAttributes", "ListQueueTags", "SetQueueAttributes", "TagQueue"],
        answer: Answer::Refused(NOT_FOUND),
        when: When::InStepsAfter(&["CreateQueue"]),
        limit: PROPAGATION,
        what: "the queue to be known",
    },
    TransientError {
        operations: WRITES,
        answer: Answer::Saying("InvalidParameterValue", &["Dead letter target does not exist"]),
        when: When::InRunAfter(NAME, &["CreateQueue"]),
        limit: PROPAGATION,
        what: "the dead-letter queue to be known",
    },
    TransientError {
        operations: WRITES,
        answer: Answer::Saying("InvalidAttributeValue", &["parameter Policy"]),
        when: ROLE_CREATED,
        limit: PROPAGATION,
        what: "the principals of the policy to be known",
    },
    TransientError {
        operations: &["GetQueueAttributes"],
        answer: Answer::NamingRoleById,
        when: When::InStepsAfter(WRITES),
        limit: PROPAGATION,
        what: "the roles' ARNs to be known",
    },
];
