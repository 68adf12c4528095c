//! What AWS would refuse in the event sources of a function: each service takes other settings.

use std::collections::BTreeMap;

use super::event_source::{EventSource, Service, StartingPosition};
use super::spec::Function;
use kind::Findings;
use language::value::unknown;

pub(super) fn event_sources(function: &Function, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    let is_version =
        |alias: &str| alias == "$LATEST" || alias.bytes().all(|byte| byte.is_ascii_digit());
    for (name, source) in &function.event_sources {
        let path = format!("event_sources[\"{name}\"]");
        if unknown::in_text(&source.source) {
            continue;
        }
        if let Some(first) = seen.insert((source.source.as_str(), &source.alias), name) {
            findings.add(
                &format!("{path}.source"),
                "the function takes events from this source already",
                &format!("`{first}` names the same source, and AWS maps a source once a function"),
                "keep one of the two",
            );
        }
        source.check(&path, findings);
        let alias = source.alias.as_deref();
        if alias.is_some_and(|alias| !function.aliases.contains_key(alias) && !is_version(alias)) {
            findings.warn(
                &format!("{path}.alias"),
                "the function has no such alias",
                "AWS makes a mapping only to an alias or a version that exists",
                "add it to `aliases`",
            );
        }
    }
}

impl EventSource {
    fn check(&self, path: &str, findings: &mut Findings) {
        match Service::of(&self.source) {
            Some(Service::Stream) => self.check_stream(path, findings),
            Some(Service::Queue) => self.check_queue(path, findings),
            None => findings.add(
                &format!("{path}.source"),
                "this is no event source",
                "it takes the ARN of a DynamoDB stream, a Kinesis stream or an SQS queue",
                "a DynamoDB table's own ARN is not its stream's: use `stream_arn`",
            ),
        }
    }

    fn check_stream(&self, path: &str, findings: &mut Findings) {
        if self.starting_position.is_none() {
            findings.add(
                &format!("{path}.starting_position"),
                "missing field `starting_position`",
                "AWS must know where in the stream to begin",
                "add `starting_position: LATEST` (or TRIM_HORIZON, for all that the stream holds)",
            );
        }
        let is_at_time = self.starting_position == Some(StartingPosition::AtTimestamp);
        let is_kinesis = self.source.split(':').nth(2) == Some("kinesis");
        let has_time = self.starting_time().is_some();
        if is_at_time != self.starting_timestamp.is_some()
            || (is_at_time && !(is_kinesis && has_time))
        {
            findings.add(
                &format!("{path}.starting_position"),
                "position and timestamp do not go together",
                "AT_TIMESTAMP is for Kinesis, and needs a time such as 2026-01-31T12:00:00Z",
                "",
            );
        }
        if self.max_concurrency.is_some() || self.provisioned_pollers.is_some() {
            self.refuse(
                &format!("{path}.source"),
                "`max_concurrency` and `provisioned_pollers` are for queues",
                findings,
            );
        }
    }

    fn check_queue(&self, path: &str, findings: &mut Findings) {
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
        for (field, _) in of_streams.iter().filter(|(_, is_written)| *is_written) {
            self.refuse(&format!("{path}.{field}"), &format!("`{field}` is for streams"), findings);
        }
        if self.max_concurrency.is_some() && self.provisioned_pollers.is_some() {
            self.refuse(
                &format!("{path}.max_concurrency"),
                "`max_concurrency` and `provisioned_pollers` exclude each other",
                findings,
            );
        }
        let is_fifo = self.source.ends_with(".fifo");
        if is_fifo
            && (self.batch_size.is_some_and(|size| size > 10) || self.batching_window_seconds > 0)
        {
            self.refuse(
                &format!("{path}.batch_size"),
                "a FIFO queue gives 10 messages at the most, and takes no batching window",
                findings,
            );
        }
        self.check_window(path, findings);
    }

    /// Big batches must be waited for.
    fn check_window(&self, path: &str, findings: &mut Findings) {
        let is_big = self.batch_size.is_some_and(|size| size > 10);
        if is_big && self.batching_window_seconds == 0 && !self.source.ends_with(".fifo") {
            findings.add(
                &format!("{path}.batching_window_seconds"),
                "a batch of more than 10 messages must be waited for",
                "AWS asks for a batching window of a second or more",
                "add `batching_window_seconds: 1`",
            );
        }
    }

    fn refuse(&self, path: &str, message: &str, findings: &mut Findings) {
        findings.add(path, message, &format!("the source is `{}`", self.source), "take it away");
    }
}
