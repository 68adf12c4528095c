//! EventBridge: buses, and the rules that pass on what comes by on them.

pub mod bus;
mod pattern;
pub mod rule;
pub(crate) mod terraform;

use aws_sdk_eventbridge::types::Tag;

use crate::prelude::*;
use aws::services::{
    ALL, Answer, PROPAGATION, RIGHTS_CHANGED, Service, TransientError, When, rate,
};
use aws::tags;

aws::client! {
    /// The client of EventBridge.
    pub trait Events { events: aws_sdk_eventbridge }
}

/// The name that the SDK gives it.
pub const NAME: &str = "EventBridge";

/// The bus that is always there, and on which AWS's own events come by.
const DEFAULT_BUS: &str = "default";

pub const SERVICE: Service = Service {
    // All but PutEvents: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
    rates: |_| vec![rate("events", 50.0, 50.0)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeArchive", "ArchiveArn"),
        ("DescribeEventBus", "Arn"),
        ("DescribeRule", "Arn"),
        ("ListArchives", "Archives"),
        ("ListEventBuses", "EventBuses[].Name"),
        ("ListRules", "Rules"),
        ("ListTagsForResource", "Tags"),
        ("ListTargetsByRule", "Targets"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[
        ("CreateEventBus", &["CreateEventBus", "TagResource"]),
        ("PutRule", &["PutRule", "TagResource"]),
    ],
    ..Service::new(NAME, "aws_sdk_eventbridge", "events")
};

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentModificationException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: &["CreateArchive", "DescribeEventBus", "ListArchives", "PutPermission"],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateEventBus"]),
        limit: PROPAGATION,
        what: "the bus to be known",
    },
    // A bus that another step of the run has made.
    TransientError {
        operations: &["PutRule"],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InRunAfter("EventBridge", &["CreateEventBus"]),
        limit: PROPAGATION,
        what: "the bus to be known",
    },
    TransientError {
        operations: &["DescribeRule", "ListTargetsByRule", "PutTargets", "TagResource"],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["PutRule"]),
        limit: PROPAGATION,
        what: "the rule to be known",
    },
    TransientError {
        operations: &["PutRule", "PutTargets"],
        answer: Answer::Saying("ValidationException", &["cannot be assumed by principal"]),
        when: RIGHTS_CHANGED.or_briefly(),
        limit: PROPAGATION,
        what: "EventBridge to be let take on the role",
    },
    TransientError {
        operations: &["DeleteRule"],
        answer: Answer::Saying("ValidationException", &["since it has targets"]),
        when: When::InStepsAfter(&["RemoveTargets"]),
        limit: PROPAGATION,
        what: "the targets to be gone",
    },
];

/// The tags of an object.
async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let answer = aws.events().list_tags_for_resource().resource_arn(arn).send().await?;
    let tags = answer.tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.key, tag.value))))
}

fn sdk_tags(tags: &Tags) -> Result<Vec<Tag>> {
    tags.iter().map(|(key, value)| Ok(Tag::builder().key(key).value(value).build()?)).collect()
}
