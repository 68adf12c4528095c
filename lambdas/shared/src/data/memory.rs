//! The tables in memory, for tests of handlers: conditions and order are DynamoDB's. It also keeps DynamoDB's rules that
//! a handler could break unseen: a transaction has 100 items at most, and each is another.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::{
    Action, Condition, Found, Item, Key, Query, Scope, Table, Tables, Work, Write, Written,
};
use crate::Error;

/// Tables that are gone with it.
#[derive(Default)]
pub struct Memory {
    tables: Mutex<HashMap<&'static str, BTreeMap<Key, Item>>>,
    wall: Option<Wall>,
}

/// Decides whether a scope may reach a partition of a table, and whether to write it.
type Wall = Box<dyn Fn(&Scope, &Reach<'_>) -> bool + Send + Sync>;

/// What a call wants to reach, as a policy sees it.
#[derive(Debug)]
pub struct Reach<'a> {
    /// The action, such as `dynamodb:GetItem`.
    pub action: &'static str,
    /// The table.
    pub table: &'static str,
    /// The index, unless it is the table itself.
    pub index: Option<&'static str>,
    /// The partition.
    pub leading_key: &'a str,
    /// The attributes that an update or its conditions mention.
    pub attributes: Vec<&'a str>,
}

impl Memory {
    /// Nothing yet, behind a wall that says who may reach what.
    pub fn behind(wall: impl Fn(&Scope, &Reach<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self { tables: Mutex::default(), wall: Some(Box::new(wall)) }
    }

    /// All items of a table.
    pub fn items(&self, table: &str) -> Vec<Item> {
        self.tables().get(table).map(|items| items.values().cloned().collect()).unwrap_or_default()
    }

    /// Puts an item, whoever it belongs to.
    pub fn put(&self, table: &'static Table, item: Item) {
        if let Some(key) = table.key_of(&item) {
            self.tables().entry(table.name).or_default().insert(key, item);
        }
    }

    fn tables(&self) -> MutexGuard<'_, HashMap<&'static str, BTreeMap<Key, Item>>> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self, scope: &Scope, reach: &Reach<'_>) -> Result<(), Error> {
        match &self.wall {
            Some(wall) if !wall(scope, reach) => Err(refused(reach.action, reach.table)),
            _ => Ok(()),
        }
    }

    fn found(&self, query: &Query) -> Found {
        let (partition, sort) = match query.index {
            Some(index) => (index.partition, Some(index.sort)),
            None => (query.table.partition, query.table.sort),
        };
        let tables = self.tables();
        let items = tables.get(query.table.name);
        let place = |item: &Item| {
            let sort = sort.and_then(|name| item.get(name)).map(order).unwrap_or_default();
            (sort, query.table.key_of(item))
        };
        let mut items: Vec<&Item> = items
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter(|item| item.get(partition).and_then(Value::as_str) == Some(&query.partition))
            // An index has only the items that have its keys.
            .filter(|item| sort.is_none_or(|name| item.contains_key(name)))
            .filter(|item| match (&query.prefix, sort.and_then(|name| item.get(name))) {
                (Some(prefix), Some(Value::String(text))) => text.starts_with(prefix.as_str()),
                (Some(_), _) => false,
                (None, _) => true,
            })
            .collect();
        items.sort_by_key(|item| place(item));
        if query.is_descending {
            items.reverse();
        }
        if let Some(after) = &query.after {
            let after = place(after);
            items.retain(|item| match query.is_descending {
                true => place(item) < after,
                false => place(item) > after,
            });
        }
        let is_partial = items.len() > query.limit;
        Found { items: items.into_iter().take(query.limit).cloned().collect(), is_partial }
    }

    fn written(&self, writes: Vec<Write>) -> Result<Written, Error> {
        let distinct: BTreeSet<_> =
            writes.iter().map(|write| (write.table.name, &write.key)).collect();
        if writes.is_empty() || writes.len() > 100 || distinct.len() < writes.len() {
            return Err(refused("TransactWriteItems", "several"));
        }
        let mut tables = self.tables();
        let refused = writes.iter().position(|write| {
            let item = tables.get(write.table.name).and_then(|items| items.get(&write.key));
            !write.conditions.iter().all(|condition| holds(condition, item))
        });
        if let Some(place) = refused {
            return Ok(Written::Refused(place));
        }
        for write in writes {
            let items = tables.entry(write.table.name).or_default();
            match write.action {
                Action::Put(item) => {
                    items.insert(write.key, item);
                }
                Action::Change { set, add, remove } => {
                    let new = write.table.key_item(&write.key);
                    let item = items.entry(write.key).or_insert(new);
                    item.extend(set);
                    for (name, number) in add {
                        let sum = number_of(item.get(name)) + number;
                        item.insert(name.to_owned(), sum.into());
                    }
                    item.retain(|name, _| !remove.contains(&name.as_str()));
                }
                Action::Delete => {
                    items.remove(&write.key);
                }
                Action::Check => {}
            }
        }
        Ok(Written::Done)
    }
}

impl Tables for Memory {
    fn get<'a>(
        &'a self,
        scope: &'a Scope,
        table: &'static Table,
        key: Key,
    ) -> Work<'a, Option<Item>> {
        Box::pin(async move {
            let reach = Reach {
                action: "dynamodb:GetItem",
                table: table.name,
                index: None,
                leading_key: &key.partition,
                attributes: Vec::new(),
            };
            self.check(scope, &reach)?;
            Ok(self.tables().get(table.name).and_then(|items| items.get(&key)).cloned())
        })
    }

    fn query<'a>(&'a self, scope: &'a Scope, query: Query) -> Work<'a, Found> {
        Box::pin(async move {
            let reach = Reach {
                action: "dynamodb:Query",
                table: query.table.name,
                index: query.index.map(|index| index.name),
                leading_key: &query.partition,
                attributes: Vec::new(),
            };
            self.check(scope, &reach)?;
            Ok(self.found(&query))
        })
    }

    fn write<'a>(&'a self, scope: &'a Scope, writes: Vec<Write>) -> Work<'a, Written> {
        Box::pin(async move {
            for write in &writes {
                self.check(scope, &reach_of(write))?;
            }
            self.written(writes)
        })
    }
}

fn reach_of(write: &Write) -> Reach<'_> {
    let mut attributes = vec![write.table.partition];
    attributes.extend(write.table.sort);
    for condition in &write.conditions {
        match condition {
            Condition::Is(name, _) | Condition::Without(name) | Condition::Below(name, _) => {
                attributes.push(name);
            }
            Condition::Exists | Condition::Absent => {}
        }
    }
    let action = match &write.action {
        Action::Put(item) => {
            attributes.extend(item.keys().map(String::as_str));
            "dynamodb:PutItem"
        }
        Action::Change { set, add, remove } => {
            attributes.extend(remove);
            attributes.extend(set.keys().map(String::as_str));
            attributes.extend(add.iter().map(|(name, _)| *name));
            "dynamodb:UpdateItem"
        }
        Action::Delete => "dynamodb:DeleteItem",
        Action::Check => "dynamodb:ConditionCheckItem",
    };
    Reach {
        action,
        table: write.table.name,
        index: None,
        leading_key: &write.key.partition,
        attributes,
    }
}

fn refused(operation: &'static str, table: &str) -> Error {
    Error::Database {
        operation,
        table: table.to_owned(),
        code: "AccessDeniedException".to_owned(),
        reason: "the tables in memory refuse it".to_owned(),
    }
}

fn holds(condition: &Condition, item: Option<&Item>) -> bool {
    let attribute = |name: &str| item.and_then(|item| item.get(name));
    match condition {
        Condition::Exists => item.is_some(),
        Condition::Absent => item.is_none(),
        Condition::Is(name, value) => attribute(name) == Some(value),
        Condition::Without(name) => attribute(name).is_none(),
        Condition::Below(name, limit) => number_of(attribute(name)) < *limit,
    }
}

fn number_of(value: Option<&Value>) -> i64 {
    value.and_then(Value::as_i64).unwrap_or_default()
}

/// Texts sort by their bytes, and numbers by their size.
fn order(value: &Value) -> (i64, String) {
    match value {
        Value::String(text) => (0, text.clone()),
        other => (other.as_i64().unwrap_or_default(), String::new()),
    }
}
