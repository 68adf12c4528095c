//! What AWS would refuse in the event sources of a function: each service takes other settings.

use super::event_source::{EventSource, Service, StartingPosition};
use super::spec::Function;
use crate::prelude::*;

pub(super) fn event_sources(function: &Function, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    let is_version =
        |alias: &str| alias == "$LATEST" || alias.bytes().all(|byte| byte.is_ascii_digit());
    let is_there = |alias: &str| function.aliases.contains_key(alias) || is_version(alias);
    for (name, source) in &function.event_sources {
        let at = Path::field("event_sources").key(name);
        if unknown::in_text(&source.source) {
            continue;
        }
        let first = seen.insert((source.place(), &source.alias), name).unwrap_or(name);
        rules! { findings, at;
            Error "source" if first != name =>
                "the function takes events from this source already",
                format!("`{first}` names the same source, and AWS maps a source once a function"),
                "keep one of the two";
        }
        source.check(&at, findings);
        rules! { findings, at;
            Warning "alias" if !source.alias.as_deref().is_none_or(is_there) =>
                "the function has no such alias",
                "AWS makes a mapping only to an alias or a version that exists",
                "add it to `aliases`";
        }
    }
}

/// Settings, whether a source has them, and the services that take them (CreateEventSourceMapping).
type Setting = (&'static str, bool, &'static [Service]);

impl EventSource {
    fn check(&self, at: &Path, findings: &mut Findings) {
        let Some(service) = self.service() else {
            return findings.add(
                &at.key("source").to_string(),
                "this is not an event source",
                "it takes the ARN of a DynamoDB stream, a Kinesis stream, an SQS queue, an MSK cluster, an Amazon MQ \
                 broker or a DocumentDB cluster, or servers of Kafka",
                "a DynamoDB table's own ARN is not its stream's: use `stream_arn`",
            );
        };
        for (field, is_written, services) in self.settings() {
            rules! { findings, at.key(field);
                Error if is_written && !services.contains(&service) =>
                    format!("`{field}` is not for this service"), self.why_refused(), "remove it";
            }
        }
        match service {
            Service::Stream => self.check_stream(at, findings),
            Service::Queue => self.check_queue(at, findings),
            Service::Kafka | Service::Mq | Service::Documents => {
                self.check_cluster(service, at, findings);
            }
        }
    }

    fn settings(&self) -> [Setting; 18] {
        use Service::{Documents, Kafka, Mq, Queue, Stream};
        [
            ("kafka", self.kafka.is_some(), &[Kafka]),
            ("mq", self.mq.is_some(), &[Mq]),
            ("documentdb", self.documentdb.is_some(), &[Documents]),
            ("starting_position", self.starting_position.is_some(), &[Stream, Kafka, Documents]),
            ("starting_timestamp", self.starting_timestamp.is_some(), &[Stream, Kafka, Documents]),
            ("parallelization", self.parallelization != 1, &[Stream]),
            ("tumbling_window_seconds", self.tumbling_window_seconds != 0, &[Stream]),
            ("bisect_on_error", self.bisect_on_error, &[Stream, Kafka]),
            ("max_retries", self.max_retries.is_some(), &[Stream, Kafka]),
            ("max_record_age_seconds", self.max_record_age_seconds.is_some(), &[Stream, Kafka]),
            ("on_failure", self.on_failure.is_some(), &[Stream, Kafka]),
            (
                "report_batch_item_failures",
                self.report_batch_item_failures,
                &[Stream, Queue, Kafka],
            ),
            ("max_concurrency", self.max_concurrency.is_some(), &[Queue]),
            ("provisioned_pollers", self.provisioned_pollers.is_some(), &[Queue, Kafka]),
            ("event_count_metric", self.event_count_metric, &[Stream, Queue, Kafka]),
            ("error_count_metric", self.error_count_metric, &[Kafka]),
            ("kafka_metrics", self.kafka_metrics, &[Kafka]),
            ("log_level", self.log_level.is_some(), &[Kafka]),
        ]
    }

    /// Where in a stream to begin, for sources of which AWS must know it.
    fn check_start(&self, takes_time: bool, at: &Path, findings: &mut Findings) {
        let is_at_time = self.starting_position == Some(StartingPosition::AtTimestamp);
        let has_time = self.starting_time().is_some();
        let goes_together = is_at_time == self.starting_timestamp.is_some();
        rules! { findings, at;
            Error "starting_position" if self.starting_position.is_none() =>
                "missing field `starting_position`",
                "AWS must know where in the stream to begin",
                "add `starting_position: LATEST` (or TRIM_HORIZON, for all that the stream holds)";
            Error "starting_position" if !goes_together || (is_at_time && !(takes_time && has_time)) =>
                "position and timestamp do not go together",
                "AT_TIMESTAMP is not for DynamoDB, and needs a time such as 2026-01-31T12:00:00Z",
                "";
        }
    }

    fn check_stream(&self, at: &Path, findings: &mut Findings) {
        let is_kinesis = self.source.split(':').nth(2) == Some("kinesis");
        self.check_start(is_kinesis, at, findings);
    }

    fn check_cluster(&self, service: Service, at: &Path, findings: &mut Findings) {
        if service != Service::Mq {
            self.check_start(true, at, findings);
        }
        let (field, is_said) = match service {
            Service::Mq => ("mq", self.mq.is_some()),
            Service::Documents => ("documentdb", self.documentdb.is_some()),
            _ => ("kafka", self.kafka.is_some()),
        };
        let has_servers = self.kafka.as_ref().is_some_and(|kafka| !kafka.servers.is_empty());
        let is_polled = self.provisioned_pollers.is_some();
        let needs_pollers =
            self.error_count_metric || self.kafka_metrics || self.log_level.is_some();
        rules! { findings, at;
            Error if !is_said =>
                format!("missing field `{field}`"),
                "AWS must know what of the cluster to take",
                format!("add `{field}`");
            Error "kafka" if service == Service::Kafka && has_servers != self.source.is_empty() =>
                "a Kafka cluster is named once",
                "it is `source` of Amazon MSK, or `servers` of one's own",
                "keep one of the two";
            Error "provisioned_pollers" if needs_pollers && !is_polled =>
                "missing field `provisioned_pollers`",
                "AWS logs and counts more for topics with pollers of their own alone",
                "add `provisioned_pollers`, or remove `log_level`, `error_count_metric` and `kafka_metrics`";
        }
    }

    fn check_queue(&self, at: &Path, findings: &mut Findings) {
        let (is_fifo, waits) = (self.source.ends_with(".fifo"), self.batching_window_seconds > 0);
        let is_big = self.batch_size.is_some_and(|size| size > 10);
        rules! { findings, at;
            Error "max_concurrency" if self.max_concurrency.is_some() && self.provisioned_pollers.is_some() =>
                "`max_concurrency` and `provisioned_pollers` exclude each other",
                self.why_refused(),
                "remove it";
            Error "batch_size" if is_fifo && (is_big || waits) =>
                "a FIFO queue gives 10 messages at most, and takes no batching window",
                self.why_refused(),
                "remove it";
            Error "batching_window_seconds" if !is_fifo && is_big && !waits =>
                "a batch of more than 10 messages must be waited for",
                "AWS asks for a batching window of a second or more",
                "add `batching_window_seconds: 1`";
        }
    }

    fn why_refused(&self) -> String {
        format!("the source is `{}`", self.place().trim())
    }
}
