//! Enumerations of ours whose words are AWS's own.

use crate::aws::AwsError;

/// Defines enumerations by AWS's words, with the conversions to their twins in the SDK, if they have any.
/// `#[derive(Default)]` and `#[default]` give one a default.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident $(= $($twin:path),+)? {
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        #[allow(clippy::enum_variant_names, reason = "the words are AWS's")]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// AWS's word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The meaning of a word of AWS's. One that AWS has added since is an error: reading it as
            /// something else would hide it from the diff.
            pub fn of(word: impl AsRef<str>) -> Result<Self, $crate::aws::AwsError> {
                match word.as_ref() {
                    $($word => Ok(Self::$variant),)*
                    other => Err($crate::kinds::words::unknown(other, &[$($word),*])),
                }
            }

            /// The meaning of a word that need not be there, for which AWS also gives an empty one.
            #[allow(dead_code, reason = "some words are always there")]
            pub fn present(
                word: Option<impl AsRef<str>>,
            ) -> Result<Option<Self>, $crate::aws::AwsError> {
                let word = word.filter(|word| !word.as_ref().is_empty());
                word.map(Self::of).transpose()
            }
        }

        $($(impl From<$name> for $twin {
            fn from(own: $name) -> Self {
                Self::from(own.as_str())
            }
        })+)?
    )*};
}
pub(super) use words;

pub(super) fn unknown(word: &str, known: &[&str]) -> AwsError {
    AwsError::new(format!(
        "AWS gave `{word}`, and this version knows only `{}`",
        known.join("`, `")
    ))
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types as sdk;

    words! {
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
            assert_eq!(Frequency::of(&aws).unwrap(), frequency);
            assert_eq!(serde_json::to_value(frequency).unwrap(), aws.as_str());
        }
        assert_eq!(Frequency::default(), Frequency::Weekly);
    }

    #[test]
    fn an_empty_word_is_none() {
        let none = None::<sdk::InventoryFrequency>;
        assert_eq!(Frequency::present(none).unwrap(), None);
        assert_eq!(Frequency::present(Some("")).unwrap(), None);
        assert_eq!(
            Frequency::present(Some("Daily")).unwrap(),
            Some(Frequency::Daily)
        );
    }

    #[test]
    fn a_word_that_aws_has_added_is_an_error() {
        let error = Frequency::of(sdk::InventoryFrequency::from("Hourly")).unwrap_err();
        assert_eq!(
            error.message,
            "AWS gave `Hourly`, and this version knows only `Daily`, `Weekly`"
        );
    }
}
