//! Words that AWS and we spell alike.

use serde::Serialize;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use crate::aws::AwsError;
use crate::kind::Result;

/// A word of AWS as ours; the variants of our enums are spelled as AWS spells them.
pub(super) fn word<T: DeserializeOwned>(text: &str) -> Result<T> {
    let deserializer: StrDeserializer<'_, WordError> = text.into_deserializer();
    T::deserialize(deserializer).map_err(|_| {
        AwsError::new(format!(
            "AWS gave `{text}`, which this version does not know"
        ))
    })
}

/// Our word as AWS's.
pub(super) fn to_aws<Theirs, Ours>(word: &Ours) -> Theirs
where
    Theirs: for<'a> From<&'a str>,
    Ours: Serialize,
{
    let value = serde_json::to_value(word).unwrap_or_default();
    Theirs::from(value.as_str().unwrap_or_default())
}

/// Whether a field holds what it holds when nobody writes it.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
