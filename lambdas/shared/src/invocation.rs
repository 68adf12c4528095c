//! The identity and the time of one invocation.
//!
//! Everything an invocation writes is named and dated from here, once, so a write that the SDK
//! repeats lands on the same item.

use jiff::{SignedDuration, Timestamp};

/// One run of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// Lambda's request id, unique among invocations.
    pub request_id: String,
    /// When the run began.
    pub now: Timestamp,
}

impl Invocation {
    /// The key of a record about a user: `<user>_<epoch seconds>_<request id>`. The request id keeps
    /// two records of one second apart, and leads from a record to the log lines behind it. It makes
    /// keys unique and not secret: never accept one as proof of identity.
    pub fn record_key(&self, user_id: &str) -> String {
        format!("{user_id}_{}_{}", self.now.as_second(), self.request_id)
    }

    /// The time in ISO 8601, UTC, to the millisecond. The width is fixed, so the tables' string
    /// order is the order in time.
    pub fn timestamp(&self) -> String {
        timestamp(self.now)
    }

    /// The calendar day in UTC, `YYYY-MM-DD`.
    pub fn date(&self) -> String {
        self.now.strftime("%Y-%m-%d").to_string()
    }

    /// When something that lives this long expires, in epoch seconds: what DynamoDB's time to live
    /// reads.
    pub fn expires_after(&self, lifetime: SignedDuration) -> i64 {
        self.now.as_second().saturating_add(lifetime.as_secs())
    }
}

/// Writes an instant as the tables hold it.
pub(crate) fn timestamp(instant: Timestamp) -> String {
    format!("{instant:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Invocation {
        Invocation { request_id: "request-1".to_owned(), now: text.parse().unwrap() }
    }

    #[test]
    fn times_are_written_in_fixed_width_utc() {
        assert_eq!(at("2026-03-01T00:30:00+01:00").timestamp(), "2026-02-28T23:30:00.000Z");
        assert_eq!(at("2026-03-01T09:05:07.1239Z").timestamp(), "2026-03-01T09:05:07.123Z");
    }

    #[test]
    fn the_date_is_the_day_in_utc() {
        assert_eq!(at("2026-03-01T00:30:00+01:00").date(), "2026-02-28");
    }

    #[test]
    fn expiry_counts_in_epoch_seconds() {
        let invocation = at("1970-01-02T00:00:00.999Z");
        assert_eq!(invocation.expires_after(SignedDuration::from_hours(24)), 2 * 86_400);
    }

    #[test]
    fn two_invocations_in_one_second_have_different_keys() {
        let first = at("1970-01-01T00:01:00.100Z");
        let second =
            Invocation { request_id: "request-2".to_owned(), ..at("1970-01-01T00:01:00.900Z") };
        assert_eq!(first.record_key("user"), "user_60_request-1");
        assert_eq!(second.record_key("user"), "user_60_request-2");
    }
}
