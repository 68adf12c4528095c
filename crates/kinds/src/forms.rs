//! Other ways to tell AWS of a field than its type has: modules for `with` of `#[field]`.

use std::marker::PhantomData;

use aws::Result;

/// A text, list or map that both sides have even where it is empty: what is left out of a request may stay as
/// it is.
pub(crate) mod even_empty {
    use aws::{Field, Result};

    pub(crate) fn of<T: Field + Default>(aws: Option<T::Aws>) -> Result<Option<T>> {
        Ok(Some(T::of(aws)?.unwrap_or_default()))
    }

    pub(crate) fn to_aws<T: Field<Aws: Default>>(value: &T) -> Result<Option<T::Aws>> {
        Ok(Some(value.to_aws()?.unwrap_or_default()))
    }
}

/// A value that is sent only where it is not the default.
pub(crate) mod unless_default {
    use crate::fields::is_default;
    use aws::{Field, Result};

    pub(crate) fn of<T: Field>(aws: Option<T::Aws>) -> Result<Option<T>> {
        T::of(aws)
    }

    pub(crate) fn to_aws<T: Field + Default + PartialEq>(value: &T) -> Result<Option<T::Aws>> {
        if is_default(value) { Ok(None) } else { value.to_aws() }
    }
}

/// A value that AWS chooses where the spec does not have it.
pub(crate) mod auto {
    use aws::{Field, Result};
    use language::value::Auto;

    pub(crate) fn of<T: Field>(aws: Option<T::Aws>) -> Result<Option<Auto<T>>> {
        Ok(Some(Auto(T::of(aws)?)))
    }

    pub(crate) fn to_aws<T: Field>(value: &Auto<T>) -> Result<Option<T::Aws>> {
        value.0.to_aws()
    }
}

/// A flag of which AWS has the opposite.
pub(crate) mod negated {
    use aws::Result;

    pub(crate) fn of(aws: Option<bool>) -> Result<Option<bool>> {
        Ok(aws.map(|is_so| !is_so))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "every field is given by reference")]
    pub(crate) fn to_aws(value: &bool) -> Result<Option<bool>> {
        Ok(Some(!value))
    }
}

/// A text whose counterpart in the SDK is an enumeration `W`: for fields whose known words stand beside them.
pub(crate) struct Word<W>(PhantomData<W>);

impl<W: AsRef<str> + for<'a> From<&'a str>> Word<W> {
    pub(crate) fn of<T: From<Option<String>>>(aws: Option<W>) -> Result<Option<T>> {
        let word = aws.filter(|word| !word.as_ref().is_empty());
        Ok(word.map(|word| T::from(Some(word.as_ref().to_owned()))))
    }

    pub(crate) fn to_aws<'a, T>(text: &'a T) -> Result<Option<W>>
    where
        Option<&'a String>: From<&'a T>,
    {
        Ok(Option::from(text).map(|text: &String| text.as_str().into()))
    }
}

/// Tags, without those of AWS's own.
pub(crate) mod tags {
    use std::collections::HashMap;

    use aws::Result;
    use aws::tags::{self, Tags};

    pub(crate) use super::even_empty::to_aws;

    pub(crate) fn of(aws: Option<HashMap<String, String>>) -> Result<Option<Tags>> {
        Ok(aws.map(tags::from_aws))
    }
}

/// The same, where requests need not have them.
pub(crate) mod tags_if_any {
    use std::collections::HashMap;

    use aws::tags::Tags;
    use aws::{Field, Result};

    pub(crate) use super::tags::of;

    pub(crate) fn to_aws(tags: &Tags) -> Result<Option<HashMap<String, String>>> {
        tags.to_aws()
    }
}
