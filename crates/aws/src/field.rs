//! A field on its two sides: as a spec has it, and as the SDK has it.
//!
//! `#[spec]` implements [`Field`] for structs and `aws_enum!` for enumerations of words; here are the types that they are made
//! of. AWS says "none" in many ways: a member that is absent, an empty text, an empty list. All of them are nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_smithy_types::error::operation::BuildError;
use language::value::{Auto, PolicyDocument, Secret};

use super::{AwsError, Result};

/// A type of specs with a counterpart in the SDK.
pub trait Field: Sized {
    /// The SDK's type.
    type Aws;

    /// What AWS says; nothing where it says nothing.
    ///
    /// # Errors
    /// What cannot be a value of this type.
    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>>;

    /// What AWS says where it must say something.
    ///
    /// # Errors
    /// The same, and the absence of `member`.
    fn demanded(aws: Option<Self::Aws>, member: &str) -> Result<Self> {
        Self::of(aws)?.ok_or_else(|| AwsError::lacking(member))
    }

    /// What AWS is told; nothing where the field says nothing.
    ///
    /// # Errors
    /// What the SDK does not take for complete.
    fn to_aws(&self) -> Result<Option<Self::Aws>>;
}

/// What a builder of the SDK gives: some cannot fail.
pub trait Built<T> {
    /// The object.
    ///
    /// # Errors
    /// A member that must be set, and is not.
    fn built(self) -> Result<T>;
}

impl<T> Built<T> for T {
    fn built(self) -> Result<T> {
        Ok(self)
    }
}

impl<T> Built<T> for std::result::Result<T, BuildError> {
    fn built(self) -> Result<T> {
        Ok(self?)
    }
}

/// What stands in the answer to an operation, whose output is `O`.
///
/// # Errors
/// What cannot be read, with the operation's name.
pub fn read<O, T: Field>(aws: impl Into<Option<T::Aws>>) -> Result<Option<T>> {
    T::of(aws.into()).map_err(AwsError::in_answer::<O>)
}

/// Whether a text or a word is there: AWS also says "none" with an empty one.
pub fn is_said<T: AsRef<str>>(member: &Option<T>) -> bool {
    member.as_ref().is_some_and(|member| !member.as_ref().is_empty())
}

/// What a member of an answer says; the default where there is no answer, or it says nothing.
///
/// # Errors
/// What cannot be read, with the operation's name.
pub fn found<O, T: Field + Default>(
    answer: Option<O>,
    member: impl FnOnce(O) -> Option<T::Aws>,
) -> Result<T> {
    Ok(read::<O, T>(answer.and_then(member))?.unwrap_or_default())
}

/// Types that both sides have.
macro_rules! same {
    ($($same:ty),*) => {$(
        impl Field for $same {
            type Aws = Self;

            fn of(aws: Option<Self>) -> Result<Option<Self>> {
                Ok(aws)
            }

            fn to_aws(&self) -> Result<Option<Self>> {
                Ok(Some(*self))
            }
        }
    )*};
}
same!(bool, i32, i64, f32, f64);

impl Field for String {
    type Aws = Self;

    fn of(aws: Option<Self>) -> Result<Option<Self>> {
        Ok(aws.filter(|text| !text.is_empty()))
    }

    fn demanded(aws: Option<Self>, member: &str) -> Result<Self> {
        aws.ok_or_else(|| AwsError::lacking(member))
    }

    fn to_aws(&self) -> Result<Option<Self>> {
        Ok(Some(self.clone()))
    }
}

impl Field for PolicyDocument {
    type Aws = String;

    fn of(aws: Option<String>) -> Result<Option<Self>> {
        let text = aws.filter(|text| !text.is_empty());
        Ok(text.as_deref().map(Self::from_aws).transpose()?)
    }

    fn to_aws(&self) -> Result<Option<String>> {
        Ok(Some(self.to_string()))
    }
}

impl Field for Secret {
    type Aws = String;

    fn of(aws: Option<String>) -> Result<Option<Self>> {
        Ok(String::of(aws)?.map(Self::from))
    }

    fn to_aws(&self) -> Result<Option<String>> {
        Ok(Some(self.expose().to_owned()))
    }
}

/// What AWS chooses where the spec does not have it.
impl<T: Field> Field for Auto<T> {
    type Aws = T::Aws;

    fn of(aws: Option<T::Aws>) -> Result<Option<Self>> {
        Ok(Some(Self(T::of(aws)?)))
    }

    fn to_aws(&self) -> Result<Option<T::Aws>> {
        self.0.to_aws()
    }
}

impl<T: Field> Field for Option<T> {
    type Aws = T::Aws;

    fn of(aws: Option<T::Aws>) -> Result<Option<Self>> {
        Ok(Some(T::of(aws)?))
    }

    fn to_aws(&self) -> Result<Option<T::Aws>> {
        match self {
            Some(value) => value.to_aws(),
            None => Ok(None),
        }
    }
}

/// Lists, which the SDK has in an order of their own.
macro_rules! list {
    ($list:ident of $($bound:ident),+) => {
        impl<T: $($bound +)+> Field for $list<T> {
            type Aws = Vec<T::Aws>;

            fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
                aws.filter(|elements| !elements.is_empty()).map(read_all).transpose()
            }

            fn demanded(aws: Option<Self::Aws>, member: &str) -> Result<Self> {
                read_all(aws.ok_or_else(|| AwsError::lacking(member))?)
            }

            fn to_aws(&self) -> Result<Option<Self::Aws>> {
                write_all(self)
            }
        }
    };
}
list!(Vec of Field);
list!(BTreeSet of Field, Ord);

impl<T: Field> Field for BTreeMap<String, T> {
    type Aws = HashMap<String, T::Aws>;

    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
        let Some(entries) = aws.filter(|entries| !entries.is_empty()) else {
            return Ok(None);
        };
        let entries = entries.into_iter().map(|(key, value)| {
            let value = T::demanded(Some(value), &key)?;
            Ok((key, value))
        });
        entries.collect::<Result<_>>().map(Some)
    }

    fn to_aws(&self) -> Result<Option<Self::Aws>> {
        let mut entries = HashMap::new();
        for (key, value) in self {
            entries.extend(value.to_aws()?.map(|value| (key.clone(), value)));
        }
        Ok((!entries.is_empty()).then_some(entries))
    }
}

fn read_all<T: Field, C: FromIterator<T>>(elements: Vec<T::Aws>) -> Result<C> {
    let elements = elements.into_iter();
    elements.map(|element| T::demanded(Some(element), "element")).collect()
}

fn write_all<'a, T: Field + 'a>(
    elements: impl IntoIterator<Item = &'a T>,
) -> Result<Option<Vec<T::Aws>>> {
    let mut written = Vec::new();
    for element in elements {
        written.extend(element.to_aws()?);
    }
    Ok((!written.is_empty()).then_some(written))
}
