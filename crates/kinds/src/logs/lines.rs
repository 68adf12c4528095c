//! The lines of a log group, for who reads them.

use super::Logs;
use aws::{Aws, Result};

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogLine {
    /// Milliseconds since 1970, in UTC.
    pub at: i64,
    /// AWS's own name for it, which no other has.
    pub id: String,
    pub text: String,
}

/// The lines of a log group from a time on, in milliseconds since 1970, that fit a filter pattern, in their order.
///
/// # Errors
/// The log cannot be read. A group that is not there is an error too.
pub async fn lines(
    aws: &Aws,
    group: &str,
    since: i64,
    pattern: Option<&str>,
) -> Result<Vec<LogLine>> {
    let request = aws.logs().filter_log_events().log_group_name(group).start_time(since);
    let request = request.set_filter_pattern(pattern.map(str::to_owned));
    let mut pages = request.into_paginator().send();
    let mut lines = Vec::new();
    while let Some(page) = pages.next().await {
        let events = page?.events.unwrap_or_default().into_iter();
        lines.extend(events.map(|event| LogLine {
            at: event.timestamp.unwrap_or_default(),
            id: event.event_id.unwrap_or_default(),
            text: event.message.unwrap_or_default(),
        }));
    }
    lines.sort();
    Ok(lines)
}
