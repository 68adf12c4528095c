//! Enumerations of ours whose words are AWS's own.

/// Defines enumerations with their conversions to and from the SDK's. A word that AWS has added since is
/// an error: reading it as something else would hide it from the diff.
macro_rules! words {
    ($sdk:ident: $($(#[$about:meta])* $name:ident = $twin:ident, $what:literal {
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl From<$name> for $sdk::$twin {
            fn from(own: $name) -> Self {
                match own {
                    $($name::$variant => Self::from($word),)*
                }
            }
        }

        impl TryFrom<&$sdk::$twin> for $name {
            type Error = $crate::aws::AwsError;

            fn try_from(aws: &$sdk::$twin) -> Result<Self, Self::Error> {
                match aws.as_str() {
                    $($word => Ok(Self::$variant),)*
                    other => Err($crate::aws::AwsError::new(format!(
                        "AWS knows the {} `{other}`, and this version does not", $what
                    ))),
                }
            }
        }
    )*};
}
pub(super) use words;
