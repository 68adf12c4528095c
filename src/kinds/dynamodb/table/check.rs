//! DynamoDB's rules that concern more than one field of a table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Table;
use super::types::{
    Capacity, GlobalIndex, Key, KeyType, MaximumThroughput, Projection, StreamView, Units,
    WarmThroughput,
};
use crate::kind::Findings;
use crate::value::unknown;

/// Attributes that all indexes together may include by name.
const INCLUDED: usize = 100;
/// The largest resource policy, in bytes.
const POLICY: usize = 20 * 1024;
/// What everything on demand can serve from the start.
const WARM_FROM_THE_START: WarmThroughput = WarmThroughput {
    read: 12_000,
    write: 4_000,
};

pub fn check(table: &Table, findings: &mut Findings) {
    check_keys(table, findings);
    check_index_names(table, findings);
    check_local_indexes(table, findings);
    check_projections(table, findings);
    let throughput = Throughput {
        path: String::new(),
        capacity: table.capacity.as_ref(),
        maximum: table.maximum_throughput.as_ref(),
        warm: table.warm_throughput.as_ref(),
    };
    throughput.check(table.capacity.is_none(), findings);
    for (name, index) in &table.global_secondary_indexes {
        check_index_throughput(table, name, index, findings);
    }
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
                &format!("`{name}` is of two types: {first:?} and {kind:?}"),
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
    let local = table
        .local_secondary_indexes
        .values()
        .map(|index| &index.projection);
    let global = table
        .global_secondary_indexes
        .values()
        .map(|index| &index.projection);
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

fn check_index_throughput(table: &Table, name: &str, index: &GlobalIndex, findings: &mut Findings) {
    let path = format!("global_secondary_indexes[\"{name}\"].");
    match (&table.capacity, &index.capacity) {
        (Some(_), None) => findings.add(
            path.trim_end_matches('.'),
            &format!("the index `{name}` has no capacity"),
            "the indexes of a table with provisioned capacity have one of their own",
            "add `capacity: { read: …, write: … }` to the index",
        ),
        (None, Some(_)) => findings.add(
            &format!("{path}capacity"),
            &format!("the index `{name}` has capacity, and the table is on demand"),
            "a table and its indexes are provisioned together, or on demand together",
            "leave `capacity` away, or give the table one too",
        ),
        _ => {}
    }
    let throughput = Throughput {
        path,
        capacity: index.capacity.as_ref(),
        maximum: index.maximum_throughput.as_ref(),
        warm: index.warm_throughput.as_ref(),
    };
    throughput.check(table.capacity.is_none(), findings);
}

/// The throughputs of the table or of an index.
struct Throughput<'a> {
    /// What the paths of the fields start with.
    path: String,
    capacity: Option<&'a Capacity>,
    maximum: Option<&'a MaximumThroughput>,
    warm: Option<&'a WarmThroughput>,
}

impl Throughput<'_> {
    fn check(&self, on_demand: bool, findings: &mut Findings) {
        if let Some(capacity) = self.capacity {
            self.check_scaling("read", &capacity.read, findings);
            self.check_scaling("write", &capacity.write, findings);
        }
        if let Some(maximum) = self.maximum {
            self.check_maximum(maximum, on_demand, findings);
        }
        if let Some(warm) = self.warm {
            let least = self.least_warm();
            self.check_warm("read", warm.read, least.read, findings);
            self.check_warm("write", warm.write, least.write, findings);
        }
    }

    fn check_scaling(&self, field: &str, units: &Units, findings: &mut Findings) {
        if let Units::Scaled(scaling) = units
            && scaling.minimum > scaling.maximum
        {
            findings.add(
                &format!("{}capacity.{field}.maximum", self.path),
                "the maximum is less than the minimum",
                &format!(
                    "{} to {} leaves nothing to scale",
                    scaling.minimum, scaling.maximum
                ),
                "exchange them",
            );
        }
    }

    fn check_maximum(&self, maximum: &MaximumThroughput, on_demand: bool, findings: &mut Findings) {
        let path = format!("{}maximum_throughput", self.path);
        if !on_demand {
            findings.add(
                &path,
                "provisioned capacity takes no maximum",
                "a maximum limits what is on demand; provisioned capacity is its own limit",
                "leave `maximum_throughput` away, or take `capacity` away",
            );
        }
        if maximum.read.is_none() && maximum.write.is_none() {
            findings.add(
                &path,
                "this limits nothing",
                "neither `read` nor `write` is given",
                "give one, or leave `maximum_throughput` away",
            );
        }
    }

    /// What is warm by itself.
    fn least_warm(&self) -> WarmThroughput {
        match self.capacity {
            None => WARM_FROM_THE_START,
            Some(capacity) => WarmThroughput {
                read: capacity.read.number(None),
                write: capacity.write.number(None),
            },
        }
    }

    fn check_warm(&self, field: &str, units: i64, least: i64, findings: &mut Findings) {
        if units < least {
            findings.add(
                &format!("{}warm_throughput.{field}", self.path),
                &format!("{units} is less than what is warm by itself"),
                &format!("AWS takes {least} or more here"),
                "raise it, or leave `warm_throughput` away",
            );
        }
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
    let size = table
        .resource_policy
        .as_ref()
        .map_or(0, |policy| policy.to_string().len());
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
        findings.add(
            "replicas",
            "a table with replicas needs a stream of new and old images",
            "DynamoDB replicates through it",
            "add `stream: NEW_AND_OLD_IMAGES`",
        );
    }
    let indexes = table
        .global_secondary_indexes
        .values()
        .map(|index| &index.capacity);
    let mut capacities = std::iter::once(&table.capacity).chain(indexes).flatten();
    if capacities.any(|capacity| capacity.write.scaling().is_none()) {
        findings.add(
            "replicas",
            "a table with replicas cannot have a fixed write capacity",
            "AWS wants it on demand, or scaled: `capacity: { write: { minimum: …, maximum: …, \
             target_utilization: … } }`, on the table and on each index",
            "leave `capacity` away, or let `write` scale",
        );
    }
    let key = table
        .encryption
        .as_ref()
        .and_then(|encryption| encryption.kms_key.as_ref());
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::kind::{AnyKind, Typed};

    use super::*;

    /// The messages for a table with an id as its key and these fields.
    fn messages(fields: Value) -> Vec<String> {
        let mut spec = json!({ "name": "users", "partition_key": { "name": "id", "type": "S" } });
        if let (Value::Object(spec), Value::Object(fields)) = (&mut spec, fields) {
            spec.extend(fields);
        }
        let findings = Typed::<Table>::new().check(&spec);
        findings
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    fn key(name: &str, kind: &str) -> Value {
        json!({ "name": name, "type": kind })
    }

    fn indexes(index: Value) -> Value {
        json!({ "global_secondary_indexes": { "ByEmail": index } })
    }

    #[test]
    fn a_table_of_nothing_but_a_key_is_valid() {
        assert_eq!(messages(json!({})), Vec::<String>::new());
    }

    #[test]
    fn an_attribute_has_one_type() {
        let found = messages(indexes(json!({ "partition_key": key("id", "N") })));
        assert_eq!(found, ["`id` is of two types: S and N"]);
    }

    #[test]
    fn an_attribute_of_an_unknown_name_may_be_any() {
        let name = unknown::mark("cognito.user_pool.main.id");
        let found =
            messages(json!({ "sort_key": key(&name, "N"), "partition_key": key(&name, "S") }));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn a_key_has_different_attributes() {
        assert_eq!(
            messages(json!({ "sort_key": key("id", "S") })),
            ["`id` stands twice in one key"]
        );
        let several = json!([key("a", "S"), key("b", "S")]);
        let found = messages(indexes(
            json!({ "partition_key": several, "sort_key": key("b", "S") }),
        ));
        assert_eq!(found, ["`b` stands twice in one key"]);
    }

    #[test]
    fn index_names_are_checked() {
        let index = json!({ "partition_key": key("email", "S") });
        let found = messages(json!({ "global_secondary_indexes": { "a b": index } }));
        assert_eq!(found, ["`a b` is no name of an index"]);
        let local = json!({ "sort_key": key("email", "S") });
        let found = messages(json!({
            "sort_key": key("at", "N"),
            "global_secondary_indexes": { "ByEmail": index },
            "local_secondary_indexes": { "ByEmail": local },
        }));
        assert_eq!(found, ["two indexes are named `ByEmail`"]);
    }

    #[test]
    fn a_local_index_needs_a_sort_key() {
        let local =
            json!({ "local_secondary_indexes": { "ByAge": { "sort_key": key("age", "N") } } });
        assert_eq!(
            messages(local),
            ["a table without a sort key has no local indexes"]
        );
    }

    #[test]
    fn a_table_and_its_indexes_are_provisioned_together() {
        let capacity = json!({ "read": 5, "write": 5 });
        let mut spec = indexes(json!({ "partition_key": key("email", "S") }));
        spec["capacity"] = capacity.clone();
        assert_eq!(messages(spec), ["the index `ByEmail` has no capacity"]);
        let index = json!({ "partition_key": key("email", "S"), "capacity": capacity });
        assert_eq!(
            messages(indexes(index)),
            ["the index `ByEmail` has capacity, and the table is on demand"]
        );
    }

    #[test]
    fn provisioned_capacity_takes_no_maximum() {
        let found = messages(json!({
            "capacity": { "read": 5, "write": 5 },
            "maximum_throughput": { "read": 10 },
        }));
        assert_eq!(found, ["provisioned capacity takes no maximum"]);
        assert_eq!(
            messages(json!({ "maximum_throughput": {} })),
            ["this limits nothing"]
        );
    }

    #[test]
    fn warm_is_more_than_the_start() {
        let found = messages(json!({ "warm_throughput": { "read": 100, "write": 5000 } }));
        assert_eq!(found, ["100 is less than what is warm by itself"]);
        let capacity = json!({ "read": 50, "write": 50 });
        let warm = json!({ "read": 100, "write": 100 });
        let found = messages(json!({ "capacity": capacity, "warm_throughput": warm }));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn scaling_goes_up() {
        let scaled = json!({ "minimum": 9, "maximum": 5, "target_utilization": 70 });
        let found = messages(json!({ "capacity": { "read": scaled, "write": 5 } }));
        assert_eq!(found, ["the maximum is less than the minimum"]);
    }

    #[test]
    fn a_recovery_period_needs_recovery() {
        let found = messages(json!({ "recovery_period_days": 7 }));
        assert_eq!(found, ["a recovery period without point-in-time recovery"]);
    }

    #[test]
    fn replicas_need_a_stream_and_writes_that_scale() {
        let found = messages(json!({
            "replicas": { "eu-west-1": {} },
            "capacity": { "read": 5, "write": 5 },
        }));
        assert_eq!(
            found,
            [
                "a table with replicas needs a stream of new and old images",
                "a table with replicas cannot have a fixed write capacity",
            ]
        );
    }

    #[test]
    fn each_replica_needs_a_key_where_the_table_has_one() {
        let found = messages(json!({
            "replicas": { "eu-west-1": {} },
            "stream": "NEW_AND_OLD_IMAGES",
            "encryption": { "kms_key": "arn:aws:kms:us-east-2:123456789012:key/1" },
        }));
        assert_eq!(found, ["the replica in eu-west-1 has no key"]);
    }

    #[test]
    fn the_schema_knows_the_limits_of_single_fields() {
        let one = json!([key("a", "S")]);
        for wrong in [
            json!({ "name": "ab" }),
            json!({ "name": "with space" }),
            json!({ "partition_key": { "name": "id", "type": "X" } }),
            json!({ "recovery_period_days": 36, "point_in_time_recovery": true }),
            json!({ "capacity": { "read": 0, "write": 1 } }),
            json!({ "capacity": { "read": { "minimum": 1, "maximum": 2, "target_utilization": 95 }, "write": 1 } }),
            json!({ "encryption": { "kms_key": "alias/mine" } }),
            json!({ "stream": "OLD" }),
            json!({ "table_class": "GLACIER" }),
            indexes(json!({ "partition_key": one })),
            indexes(json!({ "partition_key": key("a", "S"), "projection": { "include": [] } })),
            indexes(json!({ "partition_key": key("a", "S"), "projection": "SOME" })),
        ] {
            assert_eq!(messages(wrong.clone()).len(), 1, "{wrong}");
        }
        let many: Value = (0..21)
            .map(|number| {
                (
                    format!("index-{number}"),
                    json!({ "partition_key": key("a", "S") }),
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        assert_eq!(
            messages(json!({ "global_secondary_indexes": many })).len(),
            1
        );
    }
}
