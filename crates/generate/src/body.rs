//! What stands below the name of a block.

use super::text::{Reference, Text};
use language::value::{Ordered, Value};

/// The body of a block, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// In the order in which it is written. The key of a field is a literal.
    Map(Vec<(Text, Body)>),
    List(Vec<Body>),
    Text(Text),
    /// A number, a flag, or nothing.
    Plain(Value),
}

impl Body {
    /// What stands at a field of a map.
    pub fn field(&self, name: &str) -> Option<&Self> {
        let name = Text::literal(name);
        match self {
            Self::Map(entries) => {
                entries.iter().find_map(|(key, value)| (*key == name).then_some(value))
            }
            _ => None,
        }
    }

    /// Puts a field before those of a map.
    pub fn put_first(&mut self, field: &str, text: &str) {
        if let Self::Map(entries) = self {
            let value = Self::Text(Text::literal(text));
            entries.insert(0, (Text::literal(field), value));
        }
    }

    /// Every text, keys included.
    pub fn texts(&self) -> Vec<&Text> {
        let mut found = Vec::new();
        let mut pending = vec![self];
        while let Some(next) = pending.pop() {
            match next {
                Self::Map(entries) => {
                    found.extend(entries.iter().map(|(key, _)| key));
                    pending.extend(entries.iter().map(|(_, value)| value));
                }
                Self::List(list) => pending.extend(list),
                Self::Text(text) => found.push(text),
                Self::Plain(_) => {}
            }
        }
        found
    }

    /// Does something with every text, keys included.
    pub fn each_text(&mut self, act: &mut dyn FnMut(&mut Text)) {
        match self {
            Self::Map(entries) => {
                for (key, value) in entries {
                    act(key);
                    value.each_text(act);
                }
            }
            Self::List(list) => list.iter_mut().for_each(|value| value.each_text(act)),
            Self::Text(text) => act(text),
            Self::Plain(_) => {}
        }
    }

    /// The outputs that it refers to.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.texts().into_iter().flat_map(Text::references)
    }

    /// The body with its texts as templates.
    pub fn templates(&self) -> Ordered {
        match self {
            Self::Map(entries) => Ordered::Map(
                entries.iter().map(|(key, value)| (key.template(), value.templates())).collect(),
            ),
            Self::List(list) => Ordered::List(list.iter().map(Self::templates).collect()),
            Self::Text(text) => Ordered::Scalar(text.template().into()),
            Self::Plain(value) => Ordered::Scalar(value.clone()),
        }
    }
}
