//! What a rule hands events to.

use aws_sdk_eventbridge::types::builders::TargetBuilder;

use super::settings::{Ecs, Retry, pipeline_parameters, sdk};
use crate::event_targets::input::Input;
use crate::event_targets::settings::{QUEUE, ROLE};
use crate::prelude::*;

/// What a rule hands events to.
#[spec(sdk::Target, request = TargetBuilder)]
#[inside(dead_letter_config = sdk::DeadLetterConfig)]
#[inside(sqs_parameters = sdk::SqsParameters)]
#[inside(kinesis_parameters = sdk::KinesisParameters)]
#[inside(app_sync_parameters = sdk::AppSyncParameters)]
#[inside(run_command_parameters = sdk::RunCommandParameters)]
pub struct Target {
    /// ARN of the target. Functions, queues, topics and log groups must let `events.amazonaws.com` in.
    #[field(required, length = 1..=1600, called_by = "events.amazonaws.com", uses = "send")]
    pub arn: String,
    /// ARN of the role by which EventBridge reaches the target. It trusts `events.amazonaws.com`. Needed for all but
    /// functions, queues, topics, log groups and APIs.
    #[field(pattern = ROLE, aws = role_arn)]
    pub role: Option<String>,
    /// What the target is given in the place of the event: a map or list, or JSON text. At most 8,192 characters.
    pub input: Option<Input>,
    /// The part of the event that the target is given, such as `$.detail`. Up to 256 characters.
    #[field(length = 1..=256, pattern = r"^\$")]
    pub input_path: Option<String>,
    /// What the target is given, made of parts of the event.
    pub input_transformer: Option<InputTransformer>,
    /// How long EventBridge goes on trying.
    #[field(aws = retry_policy, with = unless_default)]
    pub retry: Retry,
    /// ARN of the SQS queue for events that did not reach the target. Its policy must let `events.amazonaws.com` in.
    /// Absent: they are lost.
    #[field(pattern = QUEUE, called_by = "events.amazonaws.com", aws = dead_letter_config.arn)]
    pub dead_letter: Option<String>,
    /// For a FIFO queue, or a fair one: the group of the messages. Up to 100 characters.
    #[field(length = 1..=100, aws = sqs_parameters.message_group_id)]
    pub message_group: Option<String>,
    /// For a Kinesis stream: where in the event the partition key stands, such as `$.detail.id`. Absent: the event's id.
    #[field(length = 1..=256, aws = kinesis_parameters.partition_key_path)]
    pub partition_key_path: Option<String>,
    /// For a cluster of ECS: the tasks that are started.
    #[field(aws = ecs_parameters)]
    pub ecs: Option<Ecs>,
    /// For a job queue of Batch: the job that is sent.
    #[field(aws = batch_parameters)]
    pub batch: Option<Batch>,
    /// For an API of API Gateway or an API destination: what the request has besides its body.
    #[field(aws = http_parameters)]
    pub http: Option<Http>,
    /// For Redshift: the statements that are run.
    #[field(aws = redshift_data_parameters)]
    pub redshift: Option<Redshift>,
    /// For a pipeline of SageMaker: its parameters by name, at most 200.
    #[field(entries = ..=200, aws = sage_maker_pipeline_parameters, with = pipeline_parameters)]
    pub pipeline_parameters: BTreeMap<String, String>,
    /// For a document of Systems Manager: the instances on which it is run, by at most 5 tags or lists of ids.
    #[field(length = ..=5, aws = run_command_parameters.run_command_targets)]
    pub run_command: Vec<RunCommand>,
    /// For an API of AppSync: the GraphQL operation, with its variables.
    #[field(length = 1..=1_048_576, aws = app_sync_parameters.graph_ql_operation)]
    pub graphql_operation: Option<String>,
}

/// What a target is given, made of parts of the event.
#[spec(sdk::InputTransformer)]
pub struct InputTransformer {
    /// Parts of the event by names of yours, such as `instance: $.detail.instance-id`. At most 100.
    #[field(entries = ..=100, aws = input_paths_map)]
    pub paths: BTreeMap<String, String>,
    /// The text, in which `<instance>` stands for the part of that name. `<aws.events.rule-name>`,
    /// `<aws.events.rule-arn>`, `<aws.events.event.ingestion-time>`, `<aws.events.event>` and
    /// `<aws.events.event.json>` are always there. Up to 8,192 characters.
    #[field(required, length = 1..=8192, aws = input_template)]
    pub template: String,
}

/// A job of Batch.
#[spec(sdk::BatchParameters)]
#[inside(array_properties = sdk::BatchArrayProperties)]
#[inside(retry_strategy = sdk::BatchRetryStrategy)]
pub struct Batch {
    /// ARN or name of the job definition.
    #[field(required, length = 1..)]
    pub job_definition: String,
    /// The name of the jobs.
    #[field(required, length = 1..)]
    pub job_name: String,
    /// The size of an array job: 2–10,000. Absent: one job.
    #[field(range = 2..=10_000, aws = array_properties.size)]
    pub array_size: Option<i32>,
    /// How often a job is tried: 1–10. Absent: as the definition says.
    #[field(range = 1..=10, aws = retry_strategy.attempts)]
    pub attempts: Option<i32>,
}

/// What a request has besides its body.
#[spec(sdk::HttpParameters)]
pub struct Http {
    /// What stands for the `*` in the path, in order.
    #[field(aws = path_parameter_values)]
    pub path_parameters: Vec<String>,
    /// Headers by name.
    #[field(aws = header_parameters)]
    pub headers: BTreeMap<String, String>,
    /// Parameters of the query by name.
    #[field(aws = query_string_parameters)]
    pub query: BTreeMap<String, String>,
}

/// Statements for Redshift.
#[spec(sdk::RedshiftDataParameters)]
pub struct Redshift {
    /// The database.
    #[field(required, length = 1..=64)]
    pub database: String,
    /// The user of the database, for temporary credentials.
    #[field(length = 1..=128)]
    pub db_user: Option<String>,
    /// ARN of the secret with the credentials.
    #[field(length = 1..=1600, aws = secret_manager_arn)]
    pub secret: Option<String>,
    /// The statement. Up to 100,000 characters.
    #[field(length = 1..=100_000)]
    pub sql: Option<String>,
    /// Several statements in the place of one, at most 40.
    #[field(length = ..=40)]
    pub sqls: Vec<String>,
    /// A name for the statement. Up to 500 characters.
    #[field(length = 1..=500)]
    pub statement_name: Option<String>,
    /// Whether an event tells that the statement has run.
    pub with_event: bool,
}

/// Instances on which a document of Systems Manager is run.
#[spec(sdk::RunCommandTarget)]
pub struct RunCommand {
    /// `tag:<key>` or `InstanceIds`.
    #[field(required, length = 1..=128)]
    pub key: String,
    /// The values of the tag, or the ids: at most 50.
    #[field(required, length = 1..=50)]
    pub values: Vec<String>,
}
