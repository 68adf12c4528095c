//! Streams and queues that a function works off.
//!
//! AWS gives a mapping an id and no name, but takes a source once a function. So a plan compares
//! mappings by the ARN of their source, whatever the spec calls them.

use std::borrow::Cow;

use aws_sdk_lambda::types as sdk;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::prelude::*;

/// Event sources by a name of one's own; by the ARN of the source once they are made ready, and live.
pub type EventSources = BTreeMap<String, EventSource>;

/// A stream or queue, and how a function works it off.
#[spec]
pub struct EventSource {
    /// ARN of the DynamoDB stream, Kinesis stream or SQS queue.
    #[field(required, uses = "read")]
    pub source: String,
    /// The alias that takes the events, or the number of a version, or `$LATEST`. Absent: the newest code.
    pub alias: Option<String>,
    /// Whether events are taken at all; `false` pauses.
    #[field(default = true)]
    pub enabled: bool,
    /// Most records in one call, 1–10,000. Absent: 100 of a stream, 10 of a queue.
    #[field(range = 1..=10_000)]
    pub batch_size: Option<i32>,
    /// Seconds to wait for a batch to fill, 0 (the default)–300.
    #[field(omit_default, range = 0..=300)]
    pub batching_window_seconds: i32,
    /// Where in a stream to begin. A change of it makes the mapping anew.
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
    /// Whether a batch that fails is halved and tried again. Streams only.
    #[field(omit_default)]
    pub bisect_on_error: bool,
    /// Attempts before a record is given up, 0–10,000. Absent: until it expires. Streams only.
    #[field(range = 0..=10_000)]
    pub max_retries: Option<i32>,
    /// Seconds before a record is given up, 60–604,800. Absent: until it expires. Streams only.
    #[field(range = 60..=604_800)]
    pub max_record_age_seconds: Option<i32>,
    /// Seconds over which a function may add up what it sees, 1–900. 0, the default: none. Streams
    /// only.
    #[field(omit_default, range = 0..=900)]
    pub tumbling_window_seconds: i32,
    /// ARN of the queue, topic or bucket that takes what was given up. Absent: it is lost. Streams
    /// only; a queue has its own dead-letter queue.
    #[field(uses = "send")]
    pub on_failure: Option<String>,
    /// Whether the function says which records of a batch failed, so that only they are repeated.
    #[field(omit_default)]
    pub report_batch_item_failures: bool,
    /// Most calls at a time, 2–1,000. Absent: as many as the function allows. Queues only.
    #[field(range = 2..=1000)]
    pub max_concurrency: Option<i32>,
    /// Pollers kept ready for a queue. Absent: Lambda decides.
    pub provisioned_pollers: Option<Pollers>,
    /// Whether CloudWatch counts the events (`EventCount`).
    #[field(omit_default)]
    pub event_count_metric: bool,
}

/// Pollers kept ready for a queue.
#[spec]
pub struct Pollers {
    /// At least so many, 1–200; 2 for a queue.
    #[field(required, range = 1..=200)]
    pub minimum: i32,
    /// At most so many, 1–10,000; 2 for a queue.
    #[field(required, range = 1..=10_000)]
    pub maximum: i32,
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
    /// The pattern in one spelling, or as it stands if it is no JSON: AWS will say so.
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
}

impl Service {
    pub(super) fn of(arn: &str) -> Option<Self> {
        match arn.split(':').nth(2)? {
            "dynamodb" | "kinesis" => Some(Self::Stream),
            "sqs" => Some(Self::Queue),
            _ => None,
        }
    }

    fn batch_size(self) -> i32 {
        match self {
            Self::Stream => 100,
            Self::Queue => 10,
        }
    }
}

/// Sources by their ARN, with AWS's defaults left out.
pub(super) fn by_arn(sources: EventSources) -> EventSources {
    sources
        .into_values()
        .map(|source| {
            let default = Service::of(&source.source).map(Service::batch_size);
            let time = source.starting_time().and_then(|time| time.fmt(Format::DateTime).ok());
            let source = EventSource {
                batch_size: source.batch_size.filter(|size| Some(*size) != default),
                starting_timestamp: time.or(source.starting_timestamp),
                ..source
            };
            (source.source.clone(), source)
        })
        .collect()
}

impl EventSource {
    /// The function or alias that takes the events.
    pub(super) fn target(&self, function: &str) -> String {
        match &self.alias {
            Some(alias) => format!("{function}:{alias}"),
            None => function.to_owned(),
        }
    }

    /// Whether AWS can bring `live` to this without making the mapping anew.
    pub(super) fn can_follow(&self, live: &Self) -> bool {
        let start = |source: &Self| (source.starting_position, source.starting_timestamp.clone());
        start(self) == start(live)
    }

    /// A live mapping; `None` for those of services that this kind does not map.
    pub(super) fn of(live: sdk::EventSourceMappingConfiguration) -> Option<Self> {
        let source = live.event_source_arn.unwrap_or_default();
        let default_batch_size = Service::of(&source)?.batch_size();
        let limit = |value: Option<i32>| value.filter(|value| *value >= 0);
        let start = live.starting_position_timestamp;
        let filters = live.filter_criteria.and_then(|criteria| criteria.filters);
        let patterns = filters.into_iter().flatten().filter_map(|filter| filter.pattern);
        let failures = live.destination_config.and_then(|to| to.on_failure?.destination);
        let counted = live.metrics_config.and_then(|metrics| metrics.metrics).unwrap_or_default();
        Some(Self {
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
            event_count_metric: counted.contains(&sdk::EventSourceMappingMetric::EventCount),
            source,
        })
    }

    pub(super) fn starting_time(&self) -> Option<DateTime> {
        let text = self.starting_timestamp.as_deref()?;
        DateTime::from_str(text, Format::DateTime).ok()
    }

    pub(super) fn batch_size_or_default(&self) -> Option<i32> {
        self.batch_size.or_else(|| Service::of(&self.source).map(Service::batch_size))
    }

    pub(super) fn filter_criteria(&self) -> sdk::FilterCriteria {
        let filter = |Filter(text): &Filter| sdk::Filter::builder().pattern(text).build();
        let filters = self.filters.iter().map(filter).collect();
        sdk::FilterCriteria::builder().set_filters(Some(filters)).build()
    }

    /// An empty destination takes the one there is away.
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
            .build()
    }

    pub(super) fn metrics(&self) -> sdk::EventSourceMappingMetricsConfig {
        let count = sdk::EventSourceMappingMetric::EventCount;
        let metrics = Vec::from_iter(self.event_count_metric.then_some(count));
        sdk::EventSourceMappingMetricsConfig::builder().set_metrics(Some(metrics)).build()
    }
}

impl Pollers {
    fn of(live: sdk::ProvisionedPollerConfig) -> Option<Self> {
        Some(Self { minimum: live.minimum_pollers?, maximum: live.maximum_pollers? })
    }
}
