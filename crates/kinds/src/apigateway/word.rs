//! Texts of specs whose counterparts in the SDK are enumerations.

use std::marker::PhantomData;

use kind::Result;

/// Converts an optional text to an enumeration `W` of the SDK and back: for fields whose known words stand beside them.
pub(super) struct Word<W>(PhantomData<W>);

impl<W: AsRef<str> + for<'a> From<&'a str>> Word<W> {
    pub fn of<T: From<Option<String>>>(aws: Option<W>) -> Result<Option<T>> {
        let word = aws.filter(|word| !word.as_ref().is_empty());
        Ok(word.map(|word| T::from(Some(word.as_ref().to_owned()))))
    }

    pub fn to_aws<'a, T>(text: &'a T) -> Result<Option<W>>
    where
        Option<&'a String>: From<&'a T>,
    {
        Ok(Option::from(text).map(|text: &String| text.as_str().into()))
    }
}
