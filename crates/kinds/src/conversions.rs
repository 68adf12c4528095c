//! Conversions of single fields, for `#[field(with = …)]`, and a macro that makes them.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use kind::Result;

/// A field that is true or false here, and `Enabled` or `Disabled` in the SDK's type `T`.
pub(crate) struct Enabled<T>(PhantomData<T>);

impl<T: AsRef<str> + for<'a> From<&'a str>> Enabled<T> {
    pub(crate) fn of(status: Option<T>) -> Result<Option<bool>> {
        Ok(status.map(|status| status.as_ref() == "Enabled"))
    }

    pub(crate) fn to_aws(is_enabled: &bool) -> Result<Option<T>> {
        Ok(Some(T::from(if *is_enabled { "Enabled" } else { "Disabled" })))
    }
}

/// A value that AWS leaves out where it is `false` or 0, whatever the spec's default is.
pub(crate) use crate::forms::even_empty as default_if_absent;

/// Texts here, and words of the SDK's type `T` there.
pub(crate) struct Words<T>(PhantomData<T>);

impl<T: AsRef<str> + for<'a> From<&'a str>> Words<T> {
    pub(crate) fn of(words: Option<Vec<T>>) -> Result<Option<BTreeSet<String>>> {
        Ok(words.map(|words| words.iter().map(|word| word.as_ref().to_owned()).collect()))
    }

    pub(crate) fn to_aws(words: &BTreeSet<String>) -> Result<Option<Vec<T>>> {
        Ok((!words.is_empty()).then(|| words.iter().map(|word| T::from(word)).collect()))
    }
}

/// Makes modules for `#[field(with = …)]`: what a field is where AWS says something, or nothing, and what AWS is
/// told of it. What fails ends in `?`.
macro_rules! conversions {
    ($($(#[$about:meta])* $name:ident: $own:ty, $aws:ty {
        |$said:ident| $of:expr,
        |$value:ident| $to_aws:expr $(,)?
    })+) => {$(
        $(#[$about])*
        pub(crate) mod $name {
            #[allow(unused_imports, reason = "plain types need none")]
            use super::*;

            pub fn of($said: Option<$aws>) -> aws::Result<Option<$own>> {
                Ok($of)
            }

            #[allow(clippy::ptr_arg, reason = "every field is given by reference")]
            pub fn to_aws($value: &$own) -> aws::Result<Option<$aws>> {
                Ok($to_aws)
            }
        }
    )+};
}
pub(crate) use conversions;

conversions! {
    /// A text that means something else where it is empty than where it is absent.
    exact: Option<String>, String {
        |said| Some(said),
        |text| text.clone(),
    }
}
