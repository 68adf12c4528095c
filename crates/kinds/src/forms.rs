//! Other ways to tell AWS of a field than its type has: modules for `with` of `#[field]`.

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
