//! What handlers do to tables: three calls, in terms that DynamoDB and a fake in memory both have.

use std::pin::Pin;

use serde_json::Value;

use super::{Index, Item, Key, Scope, Table};
use crate::Error;

/// What comes of a call.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// The tables, for whoever a scope says.
pub trait Tables: Send + Sync + 'static {
    /// An item as it is now.
    fn get<'a>(
        &'a self,
        scope: &'a Scope,
        table: &'static Table,
        key: Key,
    ) -> Work<'a, Option<Item>>;

    /// Items of one partition.
    fn query<'a>(&'a self, scope: &'a Scope, query: Query) -> Work<'a, Found>;

    /// All of these, or none. DynamoDB takes 100 at most, each about another item.
    fn write<'a>(&'a self, scope: &'a Scope, writes: Vec<Write>) -> Work<'a, Written>;
}

/// Which items of a partition.
#[derive(Clone, Debug)]
pub struct Query {
    /// The table.
    pub table: &'static Table,
    /// The index, unless it is the table itself.
    pub index: Option<&'static Index>,
    /// The partition.
    pub partition: String,
    /// What the sort key begins with.
    pub prefix: Option<String>,
    /// Whether the greatest sort keys come first.
    pub is_descending: bool,
    /// How many items at most.
    pub limit: usize,
    /// After the item with these keys, those of the table and of the index.
    pub after: Option<Item>,
}

/// What a query has found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The items.
    pub items: Vec<Item>,
    /// Whether there may be more.
    pub is_partial: bool,
}

/// A change of one item.
#[derive(Clone, Debug)]
pub struct Write {
    /// The table.
    pub table: &'static Table,
    /// The item.
    pub key: Key,
    /// What is done.
    pub action: Action,
    /// What must be true of the item before.
    pub conditions: Vec<Condition>,
}

/// What is done to an item.
#[derive(Clone, Debug)]
pub enum Action {
    /// It is put, in place of any that is there.
    Put(Item),
    /// It gets these attributes, and these numbers are added. It is made if it is not there.
    Change {
        /// The attributes that are set.
        set: Item,
        /// What is added to which attributes; absent ones count as 0.
        add: Vec<(&'static str, i64)>,
        /// The attributes that are taken away.
        remove: Vec<&'static str>,
    },
    /// It is taken away, if it is there.
    Delete,
    /// Nothing: only the conditions matter.
    Check,
}

/// What must be true of an item.
#[derive(Clone, Debug)]
pub enum Condition {
    /// It is there.
    Exists,
    /// It is not.
    Absent,
    /// An attribute has this value.
    Is(&'static str, Value),
    /// An attribute is absent.
    Without(&'static str),
    /// A number is less than this, or absent.
    Below(&'static str, i64),
}

/// What became of writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// All is written.
    Done,
    /// Nothing is: the conditions of this one, by its place, do not hold.
    Refused(usize),
}
