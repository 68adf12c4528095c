use serde_json::{Value, json};

use kind::{AnyKind, Typed};

use super::*;

/// The messages for a table with an id as its key and these fields.
fn messages(fields: Value) -> Vec<String> {
    let mut spec = json!({ "name": "users", "partition_key": { "name": "id", "type": "S" } });
    if let (Value::Object(spec), Value::Object(fields)) = (&mut spec, fields) {
        spec.extend(fields);
    }
    let findings = Typed::<Table>::new().check(&spec);
    findings.into_iter().map(|finding| finding.message).collect()
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
    let found = messages(json!({ "sort_key": key(&name, "N"), "partition_key": key(&name, "S") }));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_key_has_different_attributes() {
    assert_eq!(messages(json!({ "sort_key": key("id", "S") })), ["`id` stands twice in one key"]);
    let several = json!([key("a", "S"), key("b", "S")]);
    let found = messages(indexes(json!({ "partition_key": several, "sort_key": key("b", "S") })));
    assert_eq!(found, ["`b` stands twice in one key"]);
}

#[test]
fn index_names_are_checked() {
    let index = json!({ "partition_key": key("email", "S") });
    let found = messages(json!({ "global_secondary_indexes": { "a b": index } }));
    assert_eq!(found, ["`a b` is not a name of an index"]);
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
    let local = json!({ "local_secondary_indexes": { "ByAge": { "sort_key": key("age", "N") } } });
    assert_eq!(messages(local), ["a table without a sort key has no local indexes"]);
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
    assert_eq!(messages(json!({ "maximum_throughput": {} })), ["this limits nothing"]);
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
        .map(|number| (format!("index-{number}"), json!({ "partition_key": key("a", "S") })))
        .collect::<serde_json::Map<_, _>>()
        .into();
    assert_eq!(messages(json!({ "global_secondary_indexes": many })).len(), 1);
}
