//! Names of runs: they sort by time, and people can type them.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};

use crate::state::random_text;

/// The name of a run: when it began, and four digits that tell it from another of that second.
/// `20261122T042638Z-3f9a`
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

/// The time, in whole seconds of UTC (RFC 3339).
pub fn now() -> String {
    let seconds = DateTime::from(SystemTime::now()).secs();
    let now = DateTime::from_secs(seconds);
    now.fmt(Format::DateTime).unwrap_or_default()
}

impl RunId {
    /// The name of a run that begins at a time as [`now`] gives it.
    pub fn new(began: &str) -> Self {
        let time = began.replace(['-', ':'], "");
        let random: String = random_text().chars().take(4).collect();
        Self(format!("{time}-{random}"))
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
    use super::*;

    #[test]
    fn ids_sort_by_time() {
        let earlier = RunId::new("2026-11-22T04:26:38Z");
        let later = RunId::new("2026-11-22T04:26:39Z");
        assert!(earlier < later);
        assert!(earlier.as_str().starts_with("20261122T042638Z-"));
        assert_eq!(earlier.as_str().len(), "20261122T042638Z-3f9a".len());
        assert_eq!(RunId::from_str(earlier.as_str()), Ok(earlier));
    }

    #[test]
    fn the_time_has_whole_seconds() {
        assert_eq!(now().len(), "2026-11-22T04:26:38Z".len(), "{}", now());
    }

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for text in ["", "../state", "a/b", "a.b"] {
            assert!(RunId::from_str(text).is_err(), "{text}");
        }
    }
}
