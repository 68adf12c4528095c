//! Blocks, and what is gathered of several resources.

use std::collections::BTreeSet;

use serde_json::json;

use super::tests::found;
use super::*;
use crate::take_inventory;
use terraform::Selection;
use terraform::source::Source;
use terraform::source::StateFile;
use terraform::testing::state;

#[test]
fn a_web_acl_is_held_against_its_rules() {
    let rule = |name: &str, priority: i64, limit: i64, action: &str| {
        let rate =
            json!({ "limit": limit, "evaluation_window_sec": 300, "aggregate_key_type": "IP" });
        let actions = ["allow", "block", "captcha", "challenge", "count"];
        let action = actions.map(|it| (it, if it == action { json!([{}]) } else { json!([]) }));
        json!({
            "name": name, "priority": priority,
            "action": [action.into_iter().collect::<std::collections::BTreeMap<_, _>>()],
            "override_action": [], "statement": [{ "rate_based_statement": [rate] }],
            "visibility_config": [{ "cloudwatch_metrics_enabled": true, "sampled_requests_enabled": true }],
        })
    };
    let instances = [(
        "aws_wafv2_web_acl.main",
        json!({
            "arn": "arn:aws:wafv2:us-east-2:123456789012:regional/webacl/main/1",
            "name": "main", "scope": "REGIONAL",
            "default_action": [{ "allow": [{}], "block": [] }],
            "rule": [rule("rate", 1, 2000, "block"), rule("gone", 2, 100, "count")],
        }),
    )];
    let live = |limit: i64, action: &str| {
        json!({
            "name": "main", "scope": "REGIONAL", "default_action": "block",
            "rules": {
                "rate": {
                    "priority": 1, "action": action, "metrics": true, "sampled_requests": true,
                    "rate": { "limit": limit, "aggregate_by": "IP", "window": 300 },
                },
                "added": { "priority": 3, "action": "count", "rate": { "limit": 500 } },
            },
        })
    };
    let told = found(&instances, &[], live(10000, "count"));
    let attributes: BTreeSet<&str> = told.iter().map(|(attribute, _)| attribute.as_str()).collect();
    assert_eq!(
        attributes,
        BTreeSet::from([
            "default_action", "rule.added", "rule.gone", "rule.rate.action",
            "rule.rate.rate.limit",
        ]),
        "{told:?}"
    );
    let told = found(&instances, &[], live(2000, "block"));
    assert!(!told.iter().any(|(attribute, _)| attribute.contains("rate.")), "{told:?}");
}

#[test]
fn a_backup_plan_and_a_budget_are_held_against_their_blocks() {
    let plan = [
        (
            "aws_backup_plan.main",
            json!({ "id": "1", "name": "main", "rule": [{
                "rule_name": "daily", "target_vault_name": "main", "schedule": "cron(0 5 ? * * *)",
                "start_window": 480, "completion_window": 10080, "recovery_point_tags": null,
                "lifecycle": [{ "cold_storage_after": 0, "delete_after": 30 }], "copy_action": [],
            }] }),
        ),
        (
            "aws_backup_selection.all",
            json!({ "plan_id": "1", "name": "all", "iam_role_arn": "arn:aws:iam::123456789012:role/b",
                "selection_tag": [{ "key": "Backup", "type": "STRINGEQUALS", "value": "yes" }] }),
        ),
    ];
    let live = |days: i64, value: &str| {
        json!({
            "name": "main",
            "rules": { "daily": {
                "vault": "main", "schedule": "cron(0 5 ? * * *)", "start_window_minutes": 480,
                "completion_window_minutes": 10080, "lifecycle": { "delete_after_days": days },
            } },
            "selections": { "all": {
                "role": "arn:aws:iam::123456789012:role/b",
                "any_tag": [{ "key": "Backup", "value": value }],
            } },
        })
    };
    assert_eq!(found(&plan, &[], live(30, "yes")), []);
    let told = found(&plan, &[], live(7, "no"));
    let attributes: BTreeSet<&str> = told.iter().map(|(attribute, _)| attribute.as_str()).collect();
    assert_eq!(
        attributes,
        BTreeSet::from(["rule.daily.lifecycle.delete_after_days", "selection_tag[0].value"]),
        "{told:?}"
    );

    let notification = |threshold: i64| {
        json!({
            "comparison_operator": "GREATER_THAN", "notification_type": "ACTUAL", "threshold": threshold,
            "threshold_type": "PERCENTAGE", "subscriber_email_addresses": ["a@example.com"],
            "subscriber_sns_topic_arns": [],
        })
    };
    let budget = [(
        "aws_budgets_budget.main",
        json!({
            "name": "main", "budget_type": "COST", "time_unit": "MONTHLY", "limit_amount": "100.0",
            "limit_unit": "USD", "time_period_start": "2026-01-01_00:00",
            "time_period_end": "2087-06-15_00:00", "auto_adjust_data": [], "planned_limit": [],
            "notification": [notification(80), notification(100)],
        }),
    )];
    let live = |amount: f64, threshold: f64| {
        let notification = |threshold: f64| {
            json!({
                "threshold": threshold, "threshold_type": "PERCENTAGE", "type": "ACTUAL",
                "comparison": "GREATER_THAN", "emails": ["a@example.com"],
            })
        };
        json!({
            "name": "main", "type": "COST", "time_unit": "MONTHLY", "start": "2026-01-01",
            "limit": { "amount": amount, "unit": "USD" },
            "notifications": [notification(threshold), notification(100.0)],
        })
    };
    assert_eq!(found(&budget, &[], live(100.0, 80.0)), []);
    let told = found(&budget, &[], live(500.0, 90.0));
    let attributes: BTreeSet<&str> = told.iter().map(|(attribute, _)| attribute.as_str()).collect();
    assert_eq!(
        attributes,
        BTreeSet::from(["limit_amount", "notification[0].threshold"]),
        "{told:?}"
    );
}

/// What Terraform does not know of in a bucket is nobody's to take.
#[test]
fn of_what_is_gathered_only_the_entries_that_are_resources_are_taken_over() {
    let object = |key: &str| json!({ "bucket": "site", "key": key, "content_type": "text/html" });
    let state = state([
        ("aws_s3_object.index", object("index.html")),
        ("aws_s3_object.error", object("error.html")),
    ]);
    let file = StateFile { source: Source::StandardInput, bytes: Vec::new(), state };
    let inventory = take_inventory(vec![file], &Selection::default());
    let [candidate] = inventory.candidates.as_slice() else { panic!("one candidate") };
    assert_eq!((candidate.id.as_str(), candidate.instances().count()), ("site/", 2));
    let of = |keys: &[&str]| {
        let objects = keys.iter().map(|key| (*key, json!({ "content_type": "text/html" })));
        let objects: std::collections::BTreeMap<_, _> = objects.collect();
        json!({ "bucket": "site", "objects": objects })
    };
    let live = of(&["error.html", "index.html", "uploads/cat.png"]);
    assert_eq!(taken_over(&inventory, candidate, live), of(&["error.html", "index.html"]));
    assert_eq!(differences(&inventory, candidate, &of(&["error.html"])).len(), 1);
}
