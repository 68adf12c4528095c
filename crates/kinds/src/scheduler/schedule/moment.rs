//! Moments, of which AWS has seconds and people write dates with times.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::prelude::*;

/// A moment such as `2026-12-31T23:59:59Z`. One that is written with another zone is the same in UTC; what is not a
/// valid time stays as it is, and is told by the check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Moment(String);

impl From<String> for Moment {
    fn from(text: String) -> Self {
        let read = DateTime::from_str(&text, Format::DateTimeWithOffset).ok();
        // AWS keeps no part of a second.
        let whole = read.map(|read| DateTime::from_secs(read.secs()));
        Self(whole.and_then(|whole| whole.fmt(Format::DateTime).ok()).unwrap_or(text))
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

impl Field for Moment {
    type Aws = DateTime;

    fn of(aws: Option<DateTime>) -> Result<Option<Self>> {
        let text = aws.map(|aws| aws.fmt(Format::DateTime)).transpose();
        Ok(text.map_err(|error| AwsError::new(error.to_string()))?.map(Self::from))
    }

    fn to_aws(&self) -> Result<Option<DateTime>> {
        let read = DateTime::from_str(&self.0, Format::DateTimeWithOffset);
        let message = |error| AwsError::new(format!("`{}` is not a valid time: {error}", self.0));
        Ok(Some(read.map_err(message)?))
    }
}

impl Moment {
    /// The seconds since 1970; nothing where it is not known, or no moment.
    pub(super) fn seconds(&self) -> Option<i64> {
        DateTime::from_str(&self.0, Format::DateTimeWithOffset).ok().map(|read| read.secs())
    }

    /// Reports what is not a valid time.
    pub(super) fn check(&self, at: &Path, findings: &mut Findings) {
        rules! { findings, at;
            Error if self.seconds().is_none() && !unknown::in_text(&self.0) =>
                format!("`{}` is not a valid time", self.0),
                "a moment has a date, a time and a zone",
                "write such as `2026-12-31T23:59:59Z`";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_other_zones_are_the_same() {
        let moment = |text: &str| Moment::from(text.to_owned());
        assert_eq!(moment("2026-12-31T23:59:59+01:00"), moment("2026-12-31T22:59:59Z"));
        assert_eq!(moment("2026-12-31T22:59:59.250Z"), moment("2026-12-31T22:59:59Z"));
        assert_eq!(moment("tomorrow").seconds(), None);
    }
}
