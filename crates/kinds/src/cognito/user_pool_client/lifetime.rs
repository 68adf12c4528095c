//! How long a token is valid, as people write it.

use std::borrow::Cow;
use std::fmt;

use aws_sdk_cognitoidentityprovider::types::TimeUnitsType;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A span of time: `60 minutes`, `30 days`. Two are equal if they are as long as each other, so they
/// are told in the largest unit that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifetime {
    seconds: u64,
}

const UNITS: [(&str, u64); 4] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

impl Lifetime {
    pub const fn minutes(minutes: u64) -> Self {
        Self { seconds: minutes * 60 }
    }

    pub const fn hours(hours: u64) -> Self {
        Self::minutes(hours * 60)
    }

    pub const fn days(days: u64) -> Self {
        Self::hours(days * 24)
    }

    /// The span that AWS reports as a number and a unit of its own; nothing for the number 0, which
    /// Cognito takes for a field left out.
    pub(super) fn of(number: i32, unit: &TimeUnitsType) -> Option<Self> {
        let number = u64::try_from(number).ok().filter(|number| *number > 0)?;
        let unit = unit_of(unit.as_str())?;
        Some(Self { seconds: number * unit })
    }

    /// The number and the unit to send to AWS.
    pub(super) fn request(self) -> (i32, TimeUnitsType) {
        let (number, unit) = self.parts();
        let unit = TimeUnitsType::from(format!("{unit}s").as_str());
        (i32::try_from(number).unwrap_or(i32::MAX), unit)
    }

    fn parts(self) -> (u64, &'static str) {
        let fits = |(_, length): &&(&str, u64)| self.seconds.is_multiple_of(*length);
        match UNITS.iter().find(fits) {
            Some((unit, length)) => (self.seconds / length, unit),
            None => (self.seconds, "second"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
        let seconds = number.checked_mul(unit_of(unit)?)?;
        Some(Self { seconds })
    }
}

/// The seconds of a unit, written in the singular or the plural.
fn unit_of(name: &str) -> Option<u64> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    let unit = UNITS.iter().find(|(unit, _)| *unit == singular);
    unit.map(|(_, length)| *length)
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (1, unit) => write!(f, "1 {unit}"),
            (number, unit) => write!(f, "{number} {unit}s"),
        }
    }
}

impl Serialize for Lifetime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bad =
            || serde::de::Error::custom(format!("`{text}` is not a duration such as `1 hour`"));
        Self::parse(&text).ok_or_else(bad)
    }
}

impl JsonSchema for Lifetime {
    fn schema_name() -> Cow<'static, str> {
        "Lifetime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[1-9][0-9]* (second|minute|hour|day)s?$" })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_told_reads_as_it_was(number in 1u64..400_000_000, unit in 0usize..4) {
            let (name, length) = UNITS[unit];
            let lifetime = Lifetime::parse(&format!("{number} {name}s")).unwrap();
            prop_assert_eq!(lifetime.seconds, number * length);
            prop_assert_eq!(Lifetime::parse(&lifetime.to_string()), Some(lifetime));
        }

        #[test]
        fn what_is_sent_reads_as_it_was(seconds in 1u64..315_360_000) {
            let lifetime = Lifetime { seconds };
            let (number, unit) = lifetime.request();
            prop_assert_eq!(Lifetime::of(number, &unit), Some(lifetime));
        }
    }

    #[test]
    fn the_largest_unit_is_told() {
        assert_eq!(Lifetime::minutes(60).to_string(), "1 hour");
        assert_eq!(Lifetime::hours(48).to_string(), "2 days");
        assert_eq!(Lifetime::minutes(90).to_string(), "90 minutes");
        assert_eq!(Lifetime::of(0, &TimeUnitsType::Days), None);
        assert_eq!(Lifetime::parse("1 week"), None);
        assert_eq!(Lifetime::parse("0 days"), None);
    }
}
