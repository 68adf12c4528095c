//! Names of runs: they sort by time, and people can type them.
//!
//! One run has the lock at a time, so no two begin in the same instant. Clocks of different machines may
//! disagree: then the order is that of the clocks.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};

/// The name of a run, such as `20261122T042638Z-3f9a`: the second in which it began, in UTC, and the
/// part of that second that had gone by, in four hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

/// A time in whole seconds of UTC (RFC 3339): `2026-11-22T04:26:38Z`.
pub fn utc(time: SystemTime) -> String {
    let whole = DateTime::from_secs(DateTime::from(time).secs());
    whole.fmt(Format::DateTime).unwrap_or_default()
}

impl RunId {
    /// The name of a run that begins at a time.
    pub fn new(began: SystemTime) -> Self {
        let since = began.duration_since(UNIX_EPOCH).unwrap_or_default();
        let part = u64::from(since.subsec_nanos()) * 0x1_0000 / 1_000_000_000;
        let second = utc(began).replace(['-', ':'], "");
        Self(format!("{second}-{part:04x}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RunId {
    type Err = String;

    /// Takes what can be the name of a file, and of nothing else.
    fn from_str(text: &str) -> Result<Self, String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        match !text.is_empty() && text.chars().all(is_plain) {
            true => Ok(Self(text.to_owned())),
            false => Err("the name of a run is as in `20261122T042638Z-3f9a`".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn id(milliseconds: u64) -> RunId {
        RunId::new(UNIX_EPOCH + Duration::from_millis(milliseconds))
    }

    #[test]
    fn an_id_is_a_time() {
        assert_eq!(id(0).as_str(), "19700101T000000Z-0000");
        assert_eq!(id(86_400_500).as_str(), "19700102T000000Z-8000");
        assert_eq!(RunId::from_str(id(1).as_str()), Ok(id(1)));
        assert_eq!(utc(UNIX_EPOCH + Duration::from_millis(1999)), "1970-01-01T00:00:01Z");
    }

    proptest! {
        #[test]
        fn ids_sort_by_time(one in 0..4_000_000_000_000_u64, later in 1..100_000_u64) {
            prop_assert!(id(one) < id(one + later));
        }
    }

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for text in ["", "../state", "a/b", "a.b"] {
            assert!(RunId::from_str(text).is_err(), "{text}");
        }
    }
}
