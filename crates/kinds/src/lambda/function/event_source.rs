//! Streams and queues that a function works off.
//!
//! AWS gives a mapping an id and no name, but takes a source once a function. So a plan compares
//! mappings by the ARN of their source and what of a cluster they take, whatever the spec calls them.

use std::borrow::Cow;

use aws_sdk_lambda::types as sdk;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::brokers::{Brokers, DocumentDb, Kafka, Mq};
use super::types::SystemLevel;
use crate::prelude::*;

/// Event sources by a name of one's own; by their places once they are made ready, and live.
pub type EventSources = BTreeMap<String, EventSource>;

/// A stream, a queue or a topic, and how a function works it off.
#[spec]
pub struct EventSource {
    /// ARN of the DynamoDB stream, Kinesis stream, SQS queue, MSK cluster, Amazon MQ broker or DocumentDB cluster.
    /// Absent: a Kafka cluster of one's own, whose servers `kafka` names.
    #[field(omit_default, uses = "read")]
    pub source: String,
    /// The topic of a Kafka cluster.
    pub kafka: Option<Kafka>,
    /// The queue of an Amazon MQ broker.
    pub mq: Option<Mq>,
    /// What of a DocumentDB cluster is looked at.
    pub documentdb: Option<DocumentDb>,
    /// The alias that takes the events, or the number of a version, or `$LATEST`. Absent: the newest code.
    pub alias: Option<String>,
    /// Whether events are taken at all; `false` pauses.
    #[field(default = true)]
    pub enabled: bool,
    /// Most records in one call, 1–10,000. Absent: 10 of an SQS queue, 100 of all else.
    #[field(range = 1..=10_000)]
    pub batch_size: Option<i32>,
    /// Seconds to wait for a batch to fill, 0 (the default)–300.
    #[field(omit_default, range = 0..=300)]
    pub batching_window_seconds: i32,
    /// Where in a stream to begin. A change of it re-creates the mapping.
    pub starting_position: Option<StartingPosition>,
    /// The time from which to read a Kinesis stream, such as `2026-01-31T12:00:00Z`. Only with
    /// `AT_TIMESTAMP`.
    pub starting_timestamp: Option<String>,
    /// Patterns of events to take, as maps or JSON text; an event must match one. Empty: all events.
    #[field(omit_default)]
    pub filters: BTreeSet<Filter>,
    /// KMS key that encrypts the filters. Absent: none does.
    pub filters_kms_key: Option<String>,
    /// Batches of one shard that are worked off side by side, 1 (the default)–10. Streams only.
    #[field(default = 1, omit_default, range = 1..=10)]
    pub parallelization: i32,
    /// Whether a batch that fails is halved and tried again. Streams and Kafka only.
    #[field(omit_default)]
    pub bisect_on_error: bool,
    /// Attempts before a record is given up, 0–10,000. Absent: until it expires. Streams and
    /// Kafka only.
    #[field(range = 0..=10_000)]
    pub max_retries: Option<i32>,
    /// Seconds before a record is given up, 60–604,800. Absent: until it expires. Streams and
    /// Kafka only.
    #[field(range = 60..=604_800)]
    pub max_record_age_seconds: Option<i32>,
    /// Seconds over which a function may add up what it sees, 1–900. 0, the default: none. Streams
    /// only.
    #[field(omit_default, range = 0..=900)]
    pub tumbling_window_seconds: i32,
    /// ARN of the queue, topic or bucket that takes what was given up. Absent: it is lost. Streams and Kafka only;
    /// a queue has its own dead-letter queue.
    #[field(uses = "send")]
    pub on_failure: Option<String>,
    /// Whether the function says which records of a batch failed, so that only they are repeated.
    #[field(omit_default)]
    pub report_batch_item_failures: bool,
    /// Most calls at a time, 2–1,000. Absent: as many as the function allows. Queues only.
    #[field(range = 2..=1000)]
    pub max_concurrency: Option<i32>,
    /// Pollers kept ready for an SQS queue or a Kafka topic. Absent: Lambda decides.
    pub provisioned_pollers: Option<Pollers>,
    /// Whether CloudWatch counts the events (`EventCount`).
    #[field(omit_default)]
    pub event_count_metric: bool,
    /// Whether CloudWatch counts events that failed (`ErrorCount`). Kafka with pollers only.
    #[field(omit_default)]
    pub error_count_metric: bool,
    /// Whether CloudWatch has what Kafka tells of its consumers. Kafka with pollers only.
    #[field(omit_default)]
    pub kafka_metrics: bool,
    /// The least severe of Lambda's own log lines about the mapping that are kept. Absent: none is. Kafka with pollers
    /// only.
    pub log_level: Option<SystemLevel>,
}

/// Pollers kept ready for a queue or topic.
#[spec]
pub struct Pollers {
    /// At least so many, 1–200; 2 for a queue.
    #[field(required, range = 1..=200)]
    pub minimum: i32,
    /// At most so many, 1–10,000; 2 for a queue.
    #[field(required, range = 1..=10_000)]
    pub maximum: i32,
    /// A name under which mappings of Kafka topics in one VPC share pollers. Absent: they do not.
    #[field(length = ..=128)]
    pub group: Option<String>,
}

aws_enum! {
    /// Where in a stream to begin.
    StartingPosition = sdk::EventSourcePosition {
        TrimHorizon = "TRIM_HORIZON",
        Latest = "LATEST",
        AtTimestamp = "AT_TIMESTAMP",
    }
}

/// A pattern of events, as JSON text in one spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Filter(String);

impl Filter {
    /// The pattern in one spelling, or as it stands if it is not JSON: AWS will say so.
    fn new(text: &str) -> Self {
        let pattern = serde_json::from_str::<Value>(text).map(|pattern| pattern.to_string());
        Self(pattern.unwrap_or_else(|_| text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::String(text) => Self::new(&text),
            pattern => Self(pattern.to_string()),
        })
    }
}

impl JsonSchema for Filter {
    fn schema_name() -> Cow<'static, str> {
        "Filter".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["object", "string"] })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// The services whose events this kind maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Stream,
    Queue,
    Kafka,
    Mq,
    Documents,
}

impl Service {
    fn of_arn(arn: &str) -> Option<Self> {
        match arn.split(':').nth(2)? {
            "dynamodb" | "kinesis" => Some(Self::Stream),
            "sqs" => Some(Self::Queue),
            "kafka" => Some(Self::Kafka),
            "mq" => Some(Self::Mq),
            "rds" => Some(Self::Documents),
            _ => None,
        }
    }

    fn batch_size(self) -> i32 {
        match self {
            Self::Queue => 10,
            _ => 100,
        }
    }
}

/// Sources by what AWS tells them apart by, with its defaults left out.
pub(super) fn by_place(sources: EventSources) -> EventSources {
    sources
        .into_values()
        .map(|source| {
            let default = source.service().map(Service::batch_size);
            let time = source.starting_time().and_then(|time| time.fmt(Format::DateTime).ok());
            let source = EventSource {
                batch_size: source.batch_size.filter(|size| Some(*size) != default),
                starting_timestamp: time.or(source.starting_timestamp),
                ..source
            };
            (source.place(), source)
        })
        .collect()
}

impl EventSource {
    /// Which service's events they are; nothing for those that this kind does not map.
    pub(super) fn service(&self) -> Option<Service> {
        match self.source.is_empty() {
            true => self.kafka.as_ref().map(|_| Service::Kafka),
            false => Service::of_arn(&self.source),
        }
    }

    /// What AWS tells the sources of a function apart by: the ARN, and in a cluster what of it.
    pub(super) fn place(&self) -> String {
        let kafka = self.kafka.as_ref().map(|kafka| {
            let servers: Vec<&str> = kafka.servers.iter().map(String::as_str).collect();
            format!("{}{}", servers.join(","), suffix(&kafka.topic))
        });
        let mq = self.mq.as_ref().map(|mq| suffix(&mq.queue));
        let documents = self.documentdb.as_ref().map(|documents| {
            let collection = documents.collection.as_deref().unwrap_or("*");
            suffix(&format!("{}.{collection}", documents.database))
        });
        let inside = kafka.or(mq).or(documents).unwrap_or_default();
        format!("{}{inside}", self.source)
    }

    pub(super) fn brokers(&self) -> Brokers {
        let (kafka, mq) = (self.kafka.clone(), self.mq.clone());
        Brokers { kafka, mq, documentdb: self.documentdb.clone() }
    }

    /// The function or alias that takes the events.
    pub(super) fn target(&self, function: &str) -> String {
        match &self.alias {
            Some(alias) => format!("{function}:{alias}"),
            None => function.to_owned(),
        }
    }

    /// Whether AWS can bring `live` to this without re-creating the mapping.
    pub(super) fn can_follow(&self, live: &Self) -> bool {
        let start = |source: &Self| (source.starting_position, source.starting_timestamp.clone());
        start(self) == start(live) && self.brokers().can_follow(&live.brokers())
    }

    /// A live mapping; `None` for those of services that this kind does not map.
    pub(super) fn of(live: sdk::EventSourceMappingConfiguration) -> Result<Option<Self>> {
        let source = live.event_source_arn.clone().unwrap_or_default();
        let Brokers { kafka, mq, documentdb } = Brokers::of(&live)?;
        let service = match source.is_empty() {
            true => kafka.as_ref().map(|_| Service::Kafka),
            false => Service::of_arn(&source),
        };
        let Some(service) = service else {
            return Ok(None);
        };
        let default_batch_size = service.batch_size();
        let limit = |value: Option<i32>| value.filter(|value| *value >= 0);
        let start = live.starting_position_timestamp;
        let filters = live.filter_criteria.and_then(|criteria| criteria.filters);
        let patterns = filters.into_iter().flatten().filter_map(|filter| filter.pattern);
        let failures = live.destination_config.and_then(|to| to.on_failure?.destination);
        let counted = live.metrics_config.and_then(|metrics| metrics.metrics).unwrap_or_default();
        let is_counted = |metric: sdk::EventSourceMappingMetric| counted.contains(&metric);
        let logged = live.logging_config.and_then(|logging| logging.system_log_level);
        Ok(Some(Self {
            alias: live.function_arn.and_then(|arn| arn.split(':').nth(7).map(str::to_owned)),
            enabled: !matches!(live.state.as_deref(), Some("Disabled" | "Disabling")),
            batch_size: live.batch_size.filter(|size| *size != default_batch_size),
            batching_window_seconds: live.maximum_batching_window_in_seconds.unwrap_or(0),
            starting_position: StartingPosition::from_aws(live.starting_position),
            starting_timestamp: start.and_then(|time| time.fmt(Format::DateTime).ok()),
            filters: patterns.map(|pattern| Filter::new(&pattern)).collect(),
            filters_kms_key: non_empty(live.kms_key_arn),
            parallelization: live.parallelization_factor.unwrap_or(1),
            bisect_on_error: live.bisect_batch_on_function_error.unwrap_or(false),
            max_retries: limit(live.maximum_retry_attempts),
            max_record_age_seconds: limit(live.maximum_record_age_in_seconds),
            tumbling_window_seconds: live.tumbling_window_in_seconds.unwrap_or(0),
            on_failure: non_empty(failures),
            report_batch_item_failures: live
                .function_response_types
                .is_some_and(|types| !types.is_empty()),
            max_concurrency: live.scaling_config.and_then(|scaling| scaling.maximum_concurrency),
            provisioned_pollers: live.provisioned_poller_config.and_then(Pollers::of),
            event_count_metric: is_counted(sdk::EventSourceMappingMetric::EventCount),
            error_count_metric: is_counted(sdk::EventSourceMappingMetric::ErrorCount),
            kafka_metrics: is_counted(sdk::EventSourceMappingMetric::KafkaMetrics),
            log_level: SystemLevel::from_aws(logged),
            source,
            kafka,
            mq,
            documentdb,
        }))
    }

    pub(super) fn starting_time(&self) -> Option<DateTime> {
        let text = self.starting_timestamp.as_deref()?;
        DateTime::from_str(text, Format::DateTime).ok()
    }

    pub(super) fn batch_size_or_default(&self) -> Option<i32> {
        self.batch_size.or_else(|| self.service().map(Service::batch_size))
    }

    pub(super) fn filter_criteria(&self) -> sdk::FilterCriteria {
        let filter = |Filter(text): &Filter| sdk::Filter::builder().pattern(text).build();
        let filters = self.filters.iter().map(filter).collect();
        sdk::FilterCriteria::builder().set_filters(Some(filters)).build()
    }

    /// An empty destination removes the one there is.
    pub(super) fn destination(&self) -> sdk::DestinationConfig {
        let failure = sdk::OnFailure::builder();
        let failure = failure.destination(self.on_failure.as_deref().unwrap_or_default());
        sdk::DestinationConfig::builder().on_failure(failure.build()).build()
    }

    pub(super) fn response_types(&self) -> Vec<sdk::FunctionResponseType> {
        let reports = sdk::FunctionResponseType::ReportBatchItemFailures;
        Vec::from_iter(self.report_batch_item_failures.then_some(reports))
    }

    pub(super) fn scaling(&self) -> sdk::ScalingConfig {
        sdk::ScalingConfig::builder().set_maximum_concurrency(self.max_concurrency).build()
    }

    pub(super) fn pollers(&self) -> sdk::ProvisionedPollerConfig {
        let pollers = self.provisioned_pollers.as_ref();
        sdk::ProvisionedPollerConfig::builder()
            .set_minimum_pollers(pollers.map(|pollers| pollers.minimum))
            .set_maximum_pollers(pollers.map(|pollers| pollers.maximum))
            .set_poller_group_name(pollers.and_then(|pollers| pollers.group.clone()))
            .build()
    }

    pub(super) fn metrics(&self) -> sdk::EventSourceMappingMetricsConfig {
        use sdk::EventSourceMappingMetric::{ErrorCount, EventCount, KafkaMetrics};
        let metrics = [
            (self.event_count_metric, EventCount),
            (self.error_count_metric, ErrorCount),
            (self.kafka_metrics, KafkaMetrics),
        ];
        let metrics = metrics.into_iter().filter(|(is_counted, _)| *is_counted);
        let metrics = metrics.map(|(_, metric)| metric).collect();
        sdk::EventSourceMappingMetricsConfig::builder().set_metrics(Some(metrics)).build()
    }

    pub(super) fn logging(&self) -> sdk::EventSourceMappingLoggingConfig {
        let level = self.log_level.map(|level| level.as_str().into());
        sdk::EventSourceMappingLoggingConfig::builder().set_system_log_level(level).build()
    }
}

/// What follows an ARN in a place.
fn suffix(inside: &str) -> String {
    format!(" {inside}")
}

impl Pollers {
    fn of(live: sdk::ProvisionedPollerConfig) -> Option<Self> {
        Some(Self {
            minimum: live.minimum_pollers?,
            maximum: live.maximum_pollers?,
            group: non_empty(live.poller_group_name),
        })
    }
}
