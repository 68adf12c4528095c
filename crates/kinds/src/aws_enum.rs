//! Enumerations of ours whose words are AWS's own.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Defines enumerations by AWS's words, with the conversions to their twins in the SDK, if they have any.
/// `#[derive(Default)]` and `#[default]` give one a default.
///
/// They are open: AWS adds words, and what it says of an object must be read, written into a spec and sent
/// back as it is. So each has a variant `Other` for a word that this version does not know. In a spec such a
/// word is a warning, as it may well be a misspelling.
///
/// After `closed` stands one of which we know every word, because the code gives each a meaning of its own.
macro_rules! aws_enum {
    (closed $(#[$about:meta])* $name:ident {
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All words.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// AWS's word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The meaning of a word, if it is one of these.
            pub fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
    ($($(#[$about:meta])* $name:ident $(= $($twin:path),+)? {
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(clippy::enum_variant_names, reason = "the words are AWS's")]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A word that this version does not know.
            Other(&'static str),
        }

        #[allow(dead_code, reason = "some words are always there")]
        impl $name {
            /// AWS's word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }

            /// The meaning of a word of AWS's.
            pub fn of(word: impl AsRef<str>) -> Self {
                match word.as_ref() {
                    $($word => Self::$variant,)*
                    other => Self::Other($crate::aws_enum::kept(other)),
                }
            }

            /// The meaning of a word that need not be there, for which AWS also gives an empty one.
            pub fn from_aws(word: Option<impl AsRef<str>>) -> Option<Self> {
                word.filter(|word| !word.as_ref().is_empty()).map(Self::of)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::of(word))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $(#[$about])*
                #[derive(schemars::JsonSchema)]
                #[allow(dead_code, clippy::enum_variant_names, reason = "a schema alone")]
                enum Known {
                    $($(#[$doc])* #[serde(rename = $word)] $variant,)*
                }
                language::schema::open(Known::json_schema(generator))
            }
        }

        $($(impl From<$name> for $twin {
            fn from(own: $name) -> Self {
                Self::from(own.as_str())
            }
        })+)?

        $crate::aws_enum::field!($name $(, $($twin),+)?);
    )*};
}
pub(super) use aws_enum;

/// Implements [`Field`](aws::Field) for words: with the first of their twins, or with text where they have
/// none.
macro_rules! field {
    ($name:ident) => {
        $crate::aws_enum::field!($name, String);
    };
    ($name:ident, $twin:path $(, $other:path)*) => {
        impl aws::Field for $name {
            type Aws = $twin;

            fn of(aws: Option<$twin>) -> aws::Result<Option<Self>> {
                Ok(Self::from_aws(aws))
            }

            fn to_aws(&self) -> aws::Result<Option<$twin>> {
                Ok(Some(<$twin>::from(self.as_str())))
            }
        }
    };
}
pub(super) use field;

/// The word, for as long as the process lives: there are few that no version knew, and each is kept once.
pub(super) fn kept(word: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(word) {
        return known;
    }
    let word: &'static str = Box::leak(word.into());
    kept.insert(word);
    word
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use aws_sdk_s3::types as sdk;
    use serde_json::json;

    use language::diagnostic::Severity;
    use language::schema::{self, Schema};

    aws_enum! {
        #[derive(Default)]
        Frequency = sdk::InventoryFrequency {
            Daily = "Daily",
            #[default]
            Weekly = "Weekly",
        }
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for frequency in [Frequency::Daily, Frequency::Weekly] {
            let aws = sdk::InventoryFrequency::from(frequency);
            assert_eq!(Frequency::of(&aws), frequency);
            assert_eq!(serde_json::to_value(frequency).unwrap(), aws.as_str());
        }
        assert_eq!(Frequency::default(), Frequency::Weekly);
    }

    #[test]
    fn an_empty_word_is_none() {
        let none = None::<sdk::InventoryFrequency>;
        assert_eq!(Frequency::from_aws(none), None);
        assert_eq!(Frequency::from_aws(Some("")), None);
        assert_eq!(Frequency::from_aws(Some("Daily")), Some(Frequency::Daily));
    }

    #[test]
    fn a_word_that_aws_has_added_is_carried_through() {
        let hourly = Frequency::of(sdk::InventoryFrequency::from("Hourly"));
        assert_eq!(hourly, Frequency::Other("Hourly"));
        let written = serde_json::to_value(hourly).unwrap();
        assert_eq!(written, "Hourly");
        assert_eq!(serde_json::from_value::<Frequency>(written).unwrap(), hourly);
        assert_eq!(sdk::InventoryFrequency::from(hourly).as_str(), "Hourly");
    }

    #[test]
    fn its_schema_lists_the_known_words_and_is_open() {
        let schema = Schema::of::<Frequency>();
        assert_eq!(schema::check(&schema, &json!("Daily")), vec![]);
        let found = schema::check(&schema, &json!("daily"));
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(
            found[0].help.as_deref(),
            Some("did you mean `Daily`?\nthis version knows `Daily` or `Weekly`")
        );
        assert_eq!(schema::check(&schema, &json!(3))[0].severity, Severity::Error);
        let by_word = Schema::of::<BTreeMap<Frequency, u32>>();
        assert_eq!(schema::check(&by_word, &json!({ "Daily": 1 })), vec![]);
        let found = schema::check(&by_word, &json!({ "Hourly": "1" }));
        let severities: Vec<Severity> = found.iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [Severity::Warning, Severity::Error]);
    }
}
