//! DynamoDB's rules that concern more than one field of a table (API reference of CreateTable and UpdateTable,
//! and the developer guide's quotas). Those of which a table that exists may be free are warnings.

#[cfg(test)]
mod tests;
mod throughput;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::types::{Key, KeyType, Projection, StreamView, Table};
use crate::rules::rules;
use kind::Findings;
use language::value::{Path, unknown};

/// Attributes that all indexes together may include by name.
const INCLUDED: usize = 100;
/// The global indexes of a table, unless the account's quota was raised (Quotas in DynamoDB).
const GLOBAL_INDEXES: usize = 20;
/// The largest resource policy, in bytes.
const POLICY: usize = 20 * 1024;

pub fn check(table: &Table, findings: &mut Findings) {
    check_keys(table, findings);
    check_index_names(table, findings);
    check_table(table, findings);
    throughput::check(table, findings);
    check_replicas(table, findings);
}

fn check_keys(table: &Table, findings: &mut Findings) {
    let mut types = BTreeMap::new();
    check_key(&Path::field("sort_key"), table.keys(), &mut types, findings);
    for (name, index) in &table.local_secondary_indexes {
        let at = Path::field("local_secondary_indexes").key(name).key("sort_key");
        let keys = [&table.partition_key, &index.sort_key];
        check_key(&at, keys.into_iter(), &mut types, findings);
    }
    for (name, index) in &table.global_secondary_indexes {
        let at = Path::field("global_secondary_indexes").key(name);
        check_key(&at, index.keys(), &mut types, findings);
    }
}

/// One key, and its attributes against those of the keys before.
fn check_key<'a>(
    at: &Path,
    keys: impl Iterator<Item = &'a Key>,
    types: &mut BTreeMap<&'a str, KeyType>,
    findings: &mut Findings,
) {
    let mut seen = BTreeSet::new();
    for Key { name, kind } in keys.filter(|key| !unknown::in_text(&key.name)) {
        let first = *types.entry(name).or_insert(*kind);
        rules! { findings, at;
            Error if !seen.insert(name) =>
                format!("`{name}` stands twice in one key"),
                "each part of a key is another attribute",
                "omit the sort key, or name another attribute";
            Error if first != *kind =>
                format!("`{name}` is of two types: {} and {}", first.as_str(), kind.as_str()),
                "an attribute has one type in all keys of a table and its indexes",
                "give it the same `type` everywhere, or name another attribute";
        }
    }
}

fn check_index_names(table: &Table, findings: &mut Findings) {
    static NAME: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[a-zA-Z0-9_.-]{3,255}$").ok());
    let global = table.global_secondary_indexes.keys();
    let local = table.local_secondary_indexes.keys();
    let named = global
        .map(|name| ("global_secondary_indexes", name))
        .chain(local.map(|name| ("local_secondary_indexes", name)));
    for (field, name) in named {
        let fits = NAME.as_ref().is_none_or(|pattern| pattern.is_match(name));
        rules! { findings, Path::field(field);
            Error if !fits && !unknown::in_text(name) =>
                format!("`{name}` is not a name of an index"),
                "index names are 3–255 of letters, digits and `_.-`",
                "choose another name";
        }
    }
    for name in table.local_secondary_indexes.keys() {
        rules! { findings;
            Error "local_secondary_indexes" if table.global_secondary_indexes.contains_key(name) =>
                format!("two indexes are named `{name}`"),
                "the indexes of a table, global and local, have names of their own",
                "rename one of them";
        }
    }
}

fn check_table(table: &Table, findings: &mut Findings) {
    let count = table.global_secondary_indexes.len();
    let has_local = !table.local_secondary_indexes.is_empty();
    let local = table.local_secondary_indexes.values().map(|index| &index.projection);
    let global = table.global_secondary_indexes.values().map(|index| &index.projection);
    let included: usize = local
        .chain(global)
        .map(|projection| match projection {
            Projection::Include(attributes) => attributes.len(),
            Projection::All | Projection::KeysOnly => 0,
        })
        .sum();
    let has_period = table.recovery_period_days.as_ref().is_some();
    let size = table.resource_policy.as_ref().map_or(0, |policy| policy.to_string().len());
    rules! { findings;
        Warning "global_secondary_indexes" if count > GLOBAL_INDEXES =>
            "more global indexes than AWS accepts by default",
            format!("there are {count}, and the quota of a table is {GLOBAL_INDEXES}"),
            "have the quota raised first, if it is not";
        Error "local_secondary_indexes" if has_local && table.sort_key.is_none() =>
            "a table without a sort key has no local indexes",
            "a local index sorts the items of a partition, and here a partition is one item",
            "give the table a `sort_key`, or make the index a global one";
        Error "global_secondary_indexes" if included > INCLUDED =>
            format!("the indexes include {included} attributes by name"),
            format!("AWS accepts {INCLUDED} in all indexes of a table together"),
            "use the projection `ALL`";
        Error "recovery_period_days" if has_period && !table.point_in_time_recovery =>
            "a recovery period without point-in-time recovery",
            "nothing is kept to go back to",
            "set `point_in_time_recovery: true`, or omit `recovery_period_days`";
        Error "resource_policy" if size > POLICY =>
            "the policy is too large",
            format!("it has {size} bytes, and AWS accepts {POLICY}"),
            "name fewer principals or actions, or use wildcards";
    }
}

fn check_replicas(table: &Table, findings: &mut Findings) {
    if table.replicas.is_empty() {
        return;
    }
    let indexes = table.global_secondary_indexes.values().map(|index| &index.capacity);
    let mut capacities = std::iter::once(&table.capacity).chain(indexes).flatten();
    let is_fixed = capacities.any(|capacity| capacity.write.scaling().is_none());
    rules! { findings;
        Warning "replicas" if table.stream != Some(StreamView::NewAndOldImages) =>
            "a table with replicas needs a stream of new and old images",
            "DynamoDB replicates through it",
            "add `stream: NEW_AND_OLD_IMAGES`";
        Warning "replicas" if is_fixed =>
            "a table with replicas cannot have a fixed write capacity",
            "AWS requires it to be on demand, or scaled: `capacity: { write: { minimum: …, maximum: …, \
             target_utilization: … } }`, on the table and on each index",
            "omit `capacity`, or let `write` scale";
    }
    let key = table.encryption.as_ref().and_then(|encryption| encryption.kms_key.as_ref());
    for (region, replica) in &table.replicas {
        rules! { findings;
            Error "replicas" / region if key.is_some() && replica.kms_key.as_ref().is_none() =>
                format!("the replica in {region} has no key"),
                "where the table is encrypted with a key of yours, each replica needs one of its \
                 own region",
                "add `kms_key` to the replica";
        }
    }
}
