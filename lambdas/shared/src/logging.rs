//! Structured logs: one JSON object a line on standard output, which Lambda sends to the function's
//! log group.
//!
//! `LOG_LEVEL` rules the platform's own lines. Libraries never say more than warnings, whatever
//! the level: their debug output holds whole requests, and so personal data.

use tracing::level_filters::LevelFilter;
use tracing::{Subscriber, warn};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;

/// The variable that sets the level: `error`, `warn`, `info`, `debug` or `trace`.
pub const LEVEL_VARIABLE: &str = "LOG_LEVEL";

/// Starts logging for the process. `function` is the crate name of the function. A level that is
/// none is no reason to fail: the function says so and goes on with `info`.
#[expect(clippy::disallowed_methods, reason = "CloudWatch reads standard output")]
pub fn start(function: &'static str, level: Option<&str>) {
    let wanted = level.filter(|text| !text.is_empty()).map(str::parse::<LevelFilter>);
    let level = match wanted {
        Some(Ok(level)) => level,
        Some(Err(_)) | None => LevelFilter::INFO,
    };
    let lines = subscriber(function, level, std::io::stdout);
    if tracing::subscriber::set_global_default(lines).is_err() {
        warn!("logging was started twice");
    }
    if matches!(wanted, Some(Err(_))) {
        warn!("{LEVEL_VARIABLE} is no level: info is used");
    }
}

/// What writes the lines: the part of [`start`] that a test can point elsewhere.
pub fn subscriber<W>(function: &'static str, level: LevelFilter, writer: W) -> impl Subscriber
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let filter = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target(env!("CARGO_CRATE_NAME"), level)
        .with_target(function, level);
    let json = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(writer);
    Registry::default().with(json.with_filter(filter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn lines(level: LevelFilter, say: impl FnOnce()) -> Vec<Value> {
        let page = Page::default();
        let writer = page.clone();
        let lines = subscriber("some_function", level, move || writer.clone());
        tracing::subscriber::with_default(lines, say);
        let bytes = page.0.lock().unwrap();
        serde_json::Deserializer::from_slice(&bytes).into_iter().map(Result::unwrap).collect()
    }

    #[test]
    fn a_line_is_json_with_its_fields_at_the_top() {
        let lines = lines(LevelFilter::INFO, || {
            tracing::info!(target: "some_function", request_id = "r-1", "done");
        });
        assert_eq!(lines[0]["level"], "INFO");
        assert_eq!(lines[0]["message"], "done");
        assert_eq!(lines[0]["request_id"], "r-1");
    }

    #[test]
    fn libraries_stay_quiet_at_every_level() {
        let lines = lines(LevelFilter::TRACE, || {
            tracing::debug!(target: "some_library", "a whole request");
            tracing::warn!(target: "some_library", "a warning");
            tracing::trace!(target: "some_function", "a detail");
        });
        let messages: Vec<_> = lines.iter().map(|line| line["message"].clone()).collect();
        assert_eq!(messages, ["a warning", "a detail"]);
    }
}
