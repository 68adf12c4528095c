//! DynamoDB's rules that concern more than one field of a table (API reference of CreateTable and UpdateTable,
//! and the developer guide's quotas). Those of which a table that exists may be free are warnings.

#[cfg(test)]
mod tests;
mod throughput;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::types::{Key, KeyType, Projection, StreamView, Table};
use kind::Findings;
use language::value::unknown;

/// Attributes that all indexes together may include by name.
const INCLUDED: usize = 100;
/// The global indexes of a table, unless the account's quota was raised (Quotas in DynamoDB).
const GLOBAL_INDEXES: usize = 20;
/// The largest resource policy, in bytes.
const POLICY: usize = 20 * 1024;
pub fn check(table: &Table, findings: &mut Findings) {
    check_keys(table, findings);
    check_index_names(table, findings);
    check_count(table, findings);
    check_local_indexes(table, findings);
    check_projections(table, findings);
    throughput::check(table, findings);
    check_backups(table, findings);
    check_policy(table, findings);
    check_replicas(table, findings);
}

fn check_keys(table: &Table, findings: &mut Findings) {
    let mut types = BTreeMap::new();
    check_key("sort_key", table.keys(), &mut types, findings);
    for (name, index) in &table.local_secondary_indexes {
        let path = format!("local_secondary_indexes[\"{name}\"].sort_key");
        let keys = [&table.partition_key, &index.sort_key];
        check_key(&path, keys.into_iter(), &mut types, findings);
    }
    for (name, index) in &table.global_secondary_indexes {
        let path = format!("global_secondary_indexes[\"{name}\"]");
        check_key(&path, index.keys(), &mut types, findings);
    }
}

/// One key, and its attributes against those of the keys before.
fn check_key<'a>(
    path: &str,
    keys: impl Iterator<Item = &'a Key>,
    types: &mut BTreeMap<&'a str, KeyType>,
    findings: &mut Findings,
) {
    let mut seen: Vec<&str> = Vec::new();
    for Key { name, kind } in keys.filter(|key| !unknown::in_text(&key.name)) {
        if seen.contains(&name.as_str()) {
            findings.add(
                path,
                &format!("`{name}` stands twice in one key"),
                "each part of a key is another attribute",
                "leave the sort key away, or name another attribute",
            );
        }
        seen.push(name);
        let first = *types.entry(name).or_insert(*kind);
        if first != *kind {
            findings.add(
                path,
                &format!("`{name}` is of two types: {} and {}", first.as_str(), kind.as_str()),
                "an attribute has one type in all keys of a table and its indexes",
                "give it the same `type` everywhere, or name another attribute",
            );
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
        if !fits && !unknown::in_text(name) {
            findings.add(
                field,
                &format!("`{name}` is no name of an index"),
                "index names are 3–255 of letters, digits and `_.-`",
                "choose another name",
            );
        }
    }
    for name in table.local_secondary_indexes.keys() {
        if table.global_secondary_indexes.contains_key(name) {
            findings.add(
                "local_secondary_indexes",
                &format!("two indexes are named `{name}`"),
                "the indexes of a table, global and local, have names of their own",
                "rename one of them",
            );
        }
    }
}

fn check_count(table: &Table, findings: &mut Findings) {
    let count = table.global_secondary_indexes.len();
    if count > GLOBAL_INDEXES {
        findings.warn(
            "global_secondary_indexes",
            "more global indexes than AWS takes by default",
            &format!("there are {count}, and the quota of a table is {GLOBAL_INDEXES}"),
            "have the quota raised first, if it is not",
        );
    }
}

fn check_local_indexes(table: &Table, findings: &mut Findings) {
    if table.sort_key.is_none() && !table.local_secondary_indexes.is_empty() {
        findings.add(
            "local_secondary_indexes",
            "a table without a sort key has no local indexes",
            "a local index sorts the items of a partition, and here a partition is one item",
            "give the table a `sort_key`, or make the index a global one",
        );
    }
}

fn check_projections(table: &Table, findings: &mut Findings) {
    let local = table.local_secondary_indexes.values().map(|index| &index.projection);
    let global = table.global_secondary_indexes.values().map(|index| &index.projection);
    let included: usize = local
        .chain(global)
        .map(|projection| match projection {
            Projection::Include(attributes) => attributes.len(),
            Projection::All | Projection::KeysOnly => 0,
        })
        .sum();
    if included > INCLUDED {
        findings.add(
            "global_secondary_indexes",
            &format!("the indexes include {included} attributes by name"),
            &format!("AWS takes {INCLUDED} in all indexes of a table together"),
            "use the projection `ALL`",
        );
    }
}

fn check_backups(table: &Table, findings: &mut Findings) {
    if table.recovery_period_days.as_ref().is_some() && !table.point_in_time_recovery {
        findings.add(
            "recovery_period_days",
            "a recovery period without point-in-time recovery",
            "nothing is kept to go back to",
            "set `point_in_time_recovery: true`, or leave `recovery_period_days` away",
        );
    }
}

fn check_policy(table: &Table, findings: &mut Findings) {
    let size = table.resource_policy.as_ref().map_or(0, |policy| policy.to_string().len());
    if size > POLICY {
        findings.add(
            "resource_policy",
            "the policy is too large",
            &format!("it has {size} bytes, and AWS takes {POLICY}"),
            "name fewer principals or actions, or use wildcards",
        );
    }
}

fn check_replicas(table: &Table, findings: &mut Findings) {
    if table.replicas.is_empty() {
        return;
    }
    if table.stream != Some(StreamView::NewAndOldImages) {
        findings.warn(
            "replicas",
            "a table with replicas needs a stream of new and old images",
            "DynamoDB replicates through it",
            "add `stream: NEW_AND_OLD_IMAGES`",
        );
    }
    let indexes = table.global_secondary_indexes.values().map(|index| &index.capacity);
    let mut capacities = std::iter::once(&table.capacity).chain(indexes).flatten();
    if capacities.any(|capacity| capacity.write.scaling().is_none()) {
        findings.warn(
            "replicas",
            "a table with replicas cannot have a fixed write capacity",
            "AWS wants it on demand, or scaled: `capacity: { write: { minimum: …, maximum: …, \
             target_utilization: … } }`, on the table and on each index",
            "leave `capacity` away, or let `write` scale",
        );
    }
    let key = table.encryption.as_ref().and_then(|encryption| encryption.kms_key.as_ref());
    for (region, replica) in &table.replicas {
        if key.is_some() && replica.kms_key.as_ref().is_none() {
            findings.add(
                &format!("replicas[\"{region}\"]"),
                &format!("the replica in {region} has no key"),
                "where the table is encrypted with a key of yours, each replica needs one of its \
                 own region",
                "add `kms_key` to the replica",
            );
        }
    }
}
