//! What a service says of one thing, as a value without a type.

use aws::tags::{self, Tags};
use language::value::{Object, Value};

/// What a service says of one thing.
#[derive(Clone, Copy)]
pub struct Record<'a>(pub &'a Value);

impl<'a> Record<'a> {
    /// A text; nothing where it is absent or empty.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The same as a value, null where it is absent.
    pub fn value(self, name: &str) -> Value {
        self.text(name).into()
    }

    /// Whether it is said to be so.
    pub fn is(self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    /// The elements of a list; none where it is absent.
    pub fn list(self, name: &str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten().map(Record)
    }

    /// A list of texts, each of which may stand in an element `inside`.
    pub fn texts(self, name: &str, inside: Option<&str>) -> Value {
        let texts = self.list(name).filter_map(|element| match inside {
            Some(inside) => element.text(inside),
            None => element.0.as_str(),
        });
        texts.map(Value::from).collect::<Vec<_>>().into()
    }

    /// The tags that EC2 tells in `tagSet`, without those of AWS.
    pub fn tags(self) -> Tags {
        let tags = self.list("tagSet");
        tags::from_aws(
            tags.filter_map(|tag| Some((tag.text("key")?, tag.text("value").unwrap_or_default()))),
        )
    }
}

/// Outputs by their names.
pub fn outputs<const N: usize>(outputs: [(&str, Value); N]) -> Object {
    outputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
