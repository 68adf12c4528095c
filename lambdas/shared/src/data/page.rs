//! Pages of a list, and the text by which a caller asks for the next one. It holds the sort part of the last item alone:
//! the partition comes from the caller's token, so a made-up text leads nowhere but within the caller's own.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{Index, Item, Query, Table};
use crate::api::Refusal;

/// A list that a caller asks for.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The index, unless it is the table itself.
    pub index: Option<&'static Index>,
    /// The partition, with its tenant.
    pub partition: String,
    /// What the sort key begins with.
    pub prefix: Option<String>,
    /// Whether the greatest sort keys come first.
    pub is_descending: bool,
    /// How many items at most.
    pub limit: usize,
    /// What the caller has sent as `next`.
    pub next: Option<String>,
}

impl Listing {
    /// The query for it, in terms of a table.
    pub(super) fn query(&self, table: &'static Table) -> Result<Query, Refusal> {
        let after = match &self.next {
            None => None,
            Some(next) => {
                let start = self.start(table, next);
                Some(start.ok_or_else(|| Refusal::field("next", "is not what a page has said"))?)
            }
        };
        Ok(Query {
            table,
            index: self.index,
            partition: self.partition.clone(),
            prefix: self.prefix.clone(),
            is_descending: self.is_descending,
            limit: self.limit,
            after,
        })
    }

    /// The text that leads to what comes after an item.
    pub(super) fn next(&self, table: &Table, item: &Item) -> Option<String> {
        let part = |name: &'static str| Some((name.to_owned(), item.get(name)?.clone()));
        let parts: Item = self.sort_part(table).into_iter().map(part).collect::<Option<_>>()?;
        Some(URL_SAFE_NO_PAD.encode(Value::Object(parts).to_string()))
    }

    /// The keys of the item that a text speaks of.
    fn start(&self, table: &Table, next: &str) -> Option<Item> {
        let parts: Item = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        let mut keys = Item::from_iter([(
            self.index.map_or(table.partition, |index| index.partition).to_owned(),
            Value::from(self.partition.clone()),
        )]);
        for name in self.sort_part(table) {
            let value = parts.get(name).filter(|value| value.is_string() || value.is_i64())?;
            keys.insert(name.to_owned(), value.clone());
        }
        Some(keys)
    }

    /// The attributes that place an item within the partition.
    fn sort_part(&self, table: &Table) -> Vec<&'static str> {
        let Some(index) = self.index else {
            return table.sort.into_iter().collect();
        };
        let mut names = vec![index.sort];
        for name in [Some(table.partition), table.sort].into_iter().flatten() {
            if name != index.partition && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
