//! `dynamodb.table`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fields::*;
use super::policies::document;

pub(super) fn table() -> BoxedStrategy<Value> {
    let index = |definition: Value| any_of([definition]);
    let indexes = any_fields(vec![
        ("by-email", index(json!({ "partition_key": { "name": "email", "type": "S" } }))),
        (
            "ByDay",
            index(json!({
                "partition_key": { "name": "day", "type": "S" },
                "sort_key": { "name": "at", "type": "N" },
                "projection": "KEYS_ONLY",
            })),
        ),
        (
            "by_team",
            index(json!({
                "partition_key": { "name": "team", "type": "B" },
                "projection": { "include": ["title", "day"] },
            })),
        ),
    ]);
    let keys = any_of([
        json!({ "partition_key": { "name": "id", "type": "S" } }),
        json!({
            "partition_key": { "name": "id", "type": "S" },
            "sort_key": { "name": "at", "type": "N" },
        }),
        json!({
            "partition_key": { "name": "user", "type": "N" },
            "sort_key": { "name": "at", "type": "N" },
            "local_secondary_indexes": { "BySize": { "sort_key": { "name": "size", "type": "N" } } },
        }),
    ]);
    let settings = any_fields(vec![
        ("global_secondary_indexes", indexes),
        ("ttl", any_of([json!("expires_at"), json!("ttl")])),
        ("point_in_time_recovery", yes()),
        ("deletion_protection", yes()),
        ("stream", any_of([json!("KEYS_ONLY"), json!("NEW_AND_OLD_IMAGES")])),
        ("table_class", any_of([json!("STANDARD_INFREQUENT_ACCESS")])),
        ("encryption", any_of([json!({})])),
        ("region", any_of([json!("eu-west-1")])),
        // Of the modes, ministack knows this one alone.
        ("contributor_insights", any_of([json!("ACCESSED_AND_THROTTLED_KEYS")])),
        (
            "resource_policy",
            document(vec![
                ("Principal", all_of(vec![("AWS", to("iam.role.arn"))])),
                ("Action", some_of(["dynamodb:GetItem", "dynamodb:Query"])),
                ("Resource", any_of([json!("*")])),
            ]),
        ),
        ("tags", tags()),
    ]);
    merged(keys, settings)
}
