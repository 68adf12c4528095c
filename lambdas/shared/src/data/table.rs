//! What a table is like, as far as handlers have to know.

use serde_json::{Map, Value};

/// An item, in JSON.
pub type Item = Map<String, Value>;

/// A table of the platform.
#[derive(Debug)]
pub struct Table {
    /// Its name after the environment's prefix, such as `courses`.
    pub name: &'static str,
    /// The attribute that is its partition key.
    pub partition: &'static str,
    /// The attribute that is its sort key, if it has one.
    pub sort: Option<&'static str>,
    /// The indexes that handlers read.
    pub indexes: &'static [Index],
    /// The attribute that callers know as `id`.
    pub id: Option<&'static str>,
    /// The attributes that hold `<tenant>:<ULID>`.
    pub keys: &'static [&'static str],
}

/// An index of a table.
#[derive(Debug)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// The attribute that is its partition key.
    pub partition: &'static str,
    /// The attribute that is its sort key.
    pub sort: &'static str,
}

/// The key of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The value of the partition key.
    pub partition: String,
    /// The value of the sort key, if the table has one.
    pub sort: Option<String>,
}

impl Key {
    /// Of a table without sort key.
    pub fn of(partition: impl Into<String>) -> Self {
        Self { partition: partition.into(), sort: None }
    }

    /// Of a table with one.
    pub fn with_sort(partition: impl Into<String>, sort: impl Into<String>) -> Self {
        Self { partition: partition.into(), sort: Some(sort.into()) }
    }
}

impl Table {
    /// The key of an item of this table; none where the item has no such texts.
    pub fn key_of(&self, item: &Item) -> Option<Key> {
        let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        let sort = match self.sort {
            Some(name) => Some(text(name)?),
            None => None,
        };
        Some(Key { partition: text(self.partition)?, sort })
    }

    /// The attributes of a key.
    pub fn key_item(&self, key: &Key) -> Item {
        let mut item = Item::from_iter([(self.partition.to_owned(), key.partition.clone().into())]);
        if let (Some(name), Some(value)) = (self.sort, &key.sort) {
            item.insert(name.to_owned(), value.clone().into());
        }
        item
    }
}
