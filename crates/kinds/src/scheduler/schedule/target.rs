//! What a schedule calls.

use super::settings::{Ecs, Retry, pipeline_parameters, sdk};
use crate::event_targets::input::Input;
use crate::event_targets::settings::ROLE;
use crate::prelude::*;

/// The ARN of a standard queue of SQS.
const QUEUE: &str = r"^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$";

/// What a schedule calls.
#[spec(sdk::Target)]
#[inside(dead_letter_config = sdk::DeadLetterConfig)]
#[inside(sqs_parameters = sdk::SqsParameters)]
#[inside(kinesis_parameters = sdk::KinesisParameters)]
pub struct Target {
    /// ARN of the target: a function, a queue, a topic, a bus, a state machine, a stream, a cluster of ECS, a pipeline or a
    /// project; or any operation of AWS's that changes something, as `arn:aws:scheduler:::aws-sdk:<service>:<operation>`, such
    /// as `arn:aws:scheduler:::aws-sdk:rds:stopDBInstance`.
    #[field(required, length = 1..=1600, uses = "send")]
    pub arn: String,
    /// ARN of the role by which the scheduler calls the target. It trusts `scheduler.amazonaws.com`, and may do what is called.
    #[field(required, pattern = ROLE, aws = role_arn)]
    pub role: String,
    /// What the target is given: a map or list, of which the JSON is sent, or text. For an operation, its request. Absent:
    /// a note of the scheduler's.
    pub input: Option<Input>,
    /// How long the scheduler goes on trying.
    #[field(aws = retry_policy, with = unless_default)]
    pub retry: Retry,
    /// ARN of the standard SQS queue for calls that did not succeed, which the role may send to. Absent: they are lost.
    #[field(pattern = QUEUE, uses = "send", aws = dead_letter_config.arn)]
    pub dead_letter: Option<String>,
    /// For a FIFO queue: the group of the messages. Up to 128 characters.
    #[field(length = 1..=128, aws = sqs_parameters.message_group_id)]
    pub message_group: Option<String>,
    /// For a Kinesis stream: the partition key. Up to 256 characters.
    #[field(length = 1..=256, aws = kinesis_parameters.partition_key)]
    pub partition_key: Option<String>,
    /// For a bus: what the event is.
    #[field(aws = event_bridge_parameters)]
    pub event: Option<Event>,
    /// For a cluster of ECS: the tasks that are started.
    #[field(aws = ecs_parameters)]
    pub ecs: Option<Ecs>,
    /// For a pipeline of SageMaker: its parameters by name, at most 200.
    #[field(entries = ..=200, aws = sage_maker_pipeline_parameters, with = pipeline_parameters)]
    pub pipeline_parameters: BTreeMap<String, String>,
}

/// What an event is that a schedule puts on a bus.
#[spec(sdk::EventBridgeParameters)]
pub struct Event {
    /// What rules know it by: up to 128 characters.
    #[field(required, length = 1..=128)]
    pub detail_type: String,
    /// Where it comes from, such as `shop.orders`: up to 256 characters, and not beginning with `aws.`.
    #[field(required, length = 1..=256)]
    pub source: String,
}
