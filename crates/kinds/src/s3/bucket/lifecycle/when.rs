//! When something happens to an object, and to which storage class it moves.

use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_sdk_s3::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conversions::default_if_absent;
use crate::prelude::*;

/// When something happens to an object: so many days after its creation, or on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Days after the object's creation.
    Days(#[schemars(range(min = 0))] i32),
    /// The day from whose start (UTC) on it happens, such as `2030-01-31`.
    Date(#[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))] String),
}

/// When something happens to a version that is no longer the current one.
#[spec(sdk::NoncurrentVersionExpiration)]
pub struct Noncurrent {
    /// Days after the version ceased to be the current one.
    #[field(required, range = 0.., aws = noncurrent_days, with = default_if_absent)]
    pub days: i32,
    /// How many newer noncurrent versions are spared, whatever their age. Absent: none.
    #[field(range = 1..=100)]
    pub newer_noncurrent_versions: Option<i32>,
}

aws_enum! {
    /// A storage class to which objects may move, in the order in which they may go through several.
    StorageClass = sdk::TransitionStorageClass {
        StandardIa = "STANDARD_IA",
        IntelligentTiering = "INTELLIGENT_TIERING",
        OnezoneIa = "ONEZONE_IA",
        GlacierIr = "GLACIER_IR",
        Glacier = "GLACIER",
        DeepArchive = "DEEP_ARCHIVE",
    }
    /// Which small objects stay where they are, since moving them would cost more than it saves.
    #[derive(Default)]
    MinimumObjectSize = sdk::TransitionDefaultMinimumObjectSize {
        #[default]
        AllStorageClasses128K = "all_storage_classes_128K",
        VariesByStorageClass = "varies_by_storage_class",
    }
}

impl When {
    pub fn of(days: Option<i32>, date: Option<DateTime>) -> Result<Option<Self>> {
        Ok(match (days, date) {
            (_, Some(date)) => {
                let text = date.fmt(DateTimeFormat::DateTime);
                let text = text.map_err(|error| AwsError::new(error.to_string()))?;
                Some(Self::Date(text.split('T').next().unwrap_or(&text).to_owned()))
            }
            (days, None) => days.map(Self::Days),
        })
    }

    pub fn to_aws(&self) -> Result<(Option<i32>, Option<DateTime>)> {
        match self {
            Self::Days(days) => Ok((Some(*days), None)),
            Self::Date(date) => Ok((None, Some(midnight(date)?))),
        }
    }
}

/// The start of a day in UTC, which is the only time of day that AWS accepts here.
pub(super) fn midnight(date: &str) -> Result<DateTime> {
    DateTime::from_str(&format!("{date}T00:00:00Z"), DateTimeFormat::DateTime)
        .map_err(|error| AwsError::new(format!("`{date}` is not a date: {error}")))
}

/// The class to which a transition moves objects.
fn class_of(class: Option<sdk::TransitionStorageClass>) -> Result<StorageClass> {
    let message = "S3 gave a lifecycle transition without a storage class";
    class.map(StorageClass::of).ok_or_else(|| AwsError::new(message))
}

conversions! {
    /// Where objects move, and when.
    transitions: BTreeMap<StorageClass, When>, Vec<sdk::Transition> {
        |said| {
            let transitions = said.into_iter().flatten().map(|transition| {
                // AWS leaves out a zero: the object moves on the day it is made.
                let when = When::of(transition.days, transition.date)?.unwrap_or(When::Days(0));
                Ok((class_of(transition.storage_class)?, when))
            });
            Some(transitions.collect::<Result<_>>()?)
        },
        |transitions| {
            let written = transitions.iter().map(|(class, when)| {
                let (days, date) = when.to_aws()?;
                let transition = sdk::Transition::builder().storage_class((*class).into());
                Ok(transition.set_days(days).set_date(date).build())
            });
            (!transitions.is_empty()).then(|| written.collect::<Result<_>>()).transpose()?
        },
    }
    /// Where versions move that are no longer the current ones, and when.
    noncurrent_transitions: BTreeMap<StorageClass, Noncurrent>, Vec<sdk::NoncurrentVersionTransition> {
        |said| {
            let transitions = said.into_iter().flatten().map(|transition| {
                let days = transition.noncurrent_days.unwrap_or_default();
                let newer_noncurrent_versions = transition.newer_noncurrent_versions;
                let class = class_of(transition.storage_class)?;
                Ok((class, Noncurrent { days, newer_noncurrent_versions }))
            });
            Some(transitions.collect::<Result<_>>()?)
        },
        |transitions| {
            let written = transitions.iter().map(|(class, when)| {
                sdk::NoncurrentVersionTransition::builder()
                    .storage_class((*class).into())
                    .noncurrent_days(when.days)
                    .set_newer_noncurrent_versions(when.newer_noncurrent_versions)
                    .build()
            });
            (!transitions.is_empty()).then(|| written.collect())
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_does_not_exist_is_an_error() {
        assert!(midnight("2030-02-31").is_err());
        assert!(midnight("2032-02-29").is_ok());
    }
}
