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
        let first = seen.insert((source.source.as_str(), &source.alias), name).unwrap_or(name);
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

impl EventSource {
    fn check(&self, at: &Path, findings: &mut Findings) {
        match Service::of(&self.source) {
            Some(Service::Stream) => self.check_stream(at, findings),
            Some(Service::Queue) => self.check_queue(at, findings),
            None => findings.add(
                &at.key("source").to_string(),
                "this is no event source",
                "it takes the ARN of a DynamoDB stream, a Kinesis stream or an SQS queue",
                "a DynamoDB table's own ARN is not its stream's: use `stream_arn`",
            ),
        }
    }

    fn check_stream(&self, at: &Path, findings: &mut Findings) {
        let is_at_time = self.starting_position == Some(StartingPosition::AtTimestamp);
        let is_kinesis = self.source.split(':').nth(2) == Some("kinesis");
        let has_time = self.starting_time().is_some();
        let goes_together = is_at_time == self.starting_timestamp.is_some();
        let is_polled = self.max_concurrency.is_some() || self.provisioned_pollers.is_some();
        rules! { findings, at;
            Error "starting_position" if self.starting_position.is_none() =>
                "missing field `starting_position`",
                "AWS must know where in the stream to begin",
                "add `starting_position: LATEST` (or TRIM_HORIZON, for all that the stream holds)";
            Error "starting_position" if !goes_together || (is_at_time && !(is_kinesis && has_time)) =>
                "position and timestamp do not go together",
                "AT_TIMESTAMP is for Kinesis, and needs a time such as 2026-01-31T12:00:00Z",
                "";
            Error "source" if is_polled =>
                "`max_concurrency` and `provisioned_pollers` are for queues",
                self.why_refused(),
                "take it away";
        }
    }

    fn check_queue(&self, at: &Path, findings: &mut Findings) {
        let of_streams = [
            ("starting_position", self.starting_position.is_some()),
            ("starting_timestamp", self.starting_timestamp.is_some()),
            ("parallelization", self.parallelization != 1),
            ("bisect_on_error", self.bisect_on_error),
            ("max_retries", self.max_retries.is_some()),
            ("max_record_age_seconds", self.max_record_age_seconds.is_some()),
            ("tumbling_window_seconds", self.tumbling_window_seconds != 0),
            ("on_failure", self.on_failure.is_some()),
        ];
        for (field, is_written) in of_streams {
            rules! { findings, at.key(field);
                Error if is_written => format!("`{field}` is for streams"), self.why_refused(), "take it away";
            }
        }
        let (is_fifo, waits) = (self.source.ends_with(".fifo"), self.batching_window_seconds > 0);
        let is_big = self.batch_size.is_some_and(|size| size > 10);
        rules! { findings, at;
            Error "max_concurrency" if self.max_concurrency.is_some() && self.provisioned_pollers.is_some() =>
                "`max_concurrency` and `provisioned_pollers` exclude each other",
                self.why_refused(),
                "take it away";
            Error "batch_size" if is_fifo && (is_big || waits) =>
                "a FIFO queue gives 10 messages at the most, and takes no batching window",
                self.why_refused(),
                "take it away";
            Error "batching_window_seconds" if !is_fifo && is_big && !waits =>
                "a batch of more than 10 messages must be waited for",
                "AWS asks for a batching window of a second or more",
                "add `batching_window_seconds: 1`";
        }
    }

    fn why_refused(&self) -> String {
        format!("the source is `{}`", self.source)
    }
}
