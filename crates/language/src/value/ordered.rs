//! A value whose maps keep the order in which their keys came.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Value;

/// A [`Value`] for people to read: the order of its keys is its author's, not the alphabet's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Ordered {
    Map(IndexMap<String, Ordered>),
    List(Vec<Ordered>),
    /// A text, a number, a flag, or nothing.
    Scalar(Value),
}

impl From<Value> for Ordered {
    fn from(value: Value) -> Self {
        match value {
            Value::Object(object) => {
                let entries = object.into_iter();
                Self::Map(entries.map(|(key, value)| (key, value.into())).collect())
            }
            Value::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            scalar => Self::Scalar(scalar),
        }
    }
}

impl Ordered {
    /// What stands at a key of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    /// An element of a list.
    pub fn element(&self, index: usize) -> Option<&Self> {
        match self {
            Self::List(list) => list.get(index),
            _ => None,
        }
    }

    /// The keys of a map, in order; none for anything else.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Self::Map(entries) => Some(entries.keys()),
            _ => None,
        };
        entries.into_iter().flatten().map(String::as_str)
    }
}
