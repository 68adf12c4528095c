//! What a state says against what is live.

use serde_json::json;

use super::*;
use crate::take_inventory;
use terraform::Selection;
use terraform::source::Source;
use terraform::source::StateFile;
use terraform::testing::state;

pub(super) fn found(
    instances: &[(&str, Value)],
    sensitive: &[&[&str]],
    live: Value,
) -> Vec<(String, Option<(Value, Value)>)> {
    let mut state = state(instances.iter().cloned());
    let marked = |names: &&[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    state.instances[0].sensitive = sensitive.iter().map(marked).collect();
    let file = StateFile { source: Source::StandardInput, bytes: Vec::new(), state };
    let inventory = take_inventory(vec![file], &Selection::default());
    let found = differences(&inventory, &inventory.candidates[0], &live);
    let told = |difference: Difference| match difference.values {
        Values::Hidden => (difference.attribute, None),
        Values::Shown { said, live } => (difference.attribute, Some((said, live))),
    };
    found.into_iter().map(told).collect()
}

#[test]
fn a_function_and_its_parts() {
    let function = json!({
        "function_name": "f",
        "memory_size": 128,
        "timeout": 30,
        "runtime": "nodejs18.x",
        "environment": [{ "variables": { "STAGE": "dev", "TOKEN": "a" } }],
        "tags_all": { "Project": "shop", "aws:x": "y" },
    });
    let permission = |id: &str, principal: &str| json!({ "function_name": "f", "statement_id": id, "principal": principal });
    let instances = [
        ("aws_lambda_function.f", function),
        ("aws_lambda_permission.api", permission("api", "apigateway.amazonaws.com")),
        ("aws_lambda_permission.gone", permission("gone", "s3.amazonaws.com")),
    ];
    let live = json!({
        "name": "f",
        "code": { "sha256": "a" },
        "role": "arn:aws:iam::123456789012:role/f",
        "memory": 256,
        "timeout": 30,
        "runtime": "nodejs18.x",
        "environment": { "STAGE": "dev", "TOKEN": "b" },
        "permissions": { "api": { "principal": "apigateway.amazonaws.com" } },
        "tags": { "Project": "shop", "Team": "web", "diatonic:stack": "shop-dev" },
    });
    assert_eq!(
        found(&instances, &[], live),
        [
            ("tags_all.Team".to_owned(), Some((json!(null), json!("web")))),
            ("memory_size".to_owned(), Some((json!(128), json!(256)))),
            ("environment.variables.TOKEN".to_owned(), None),
            ("statement_id".to_owned(), Some((json!("gone"), json!(null)))),
        ]
    );
}

#[test]
fn what_no_resource_says_is_an_addition() {
    let instances = [
        ("aws_iam_role.api", json!({ "name": "api" })),
        (
            "aws_iam_role_policy_attachment.read",
            json!({ "role": "api", "policy_arn": "arn:aws:iam::aws:policy/Read" }),
        ),
    ];
    let policy = json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] });
    let live = json!({
        "name": "api",
        "trust_policy": policy,
        "managed_policies": ["arn:aws:iam::aws:policy/Admin", "arn:aws:iam::aws:policy/Read"],
        "inline_policies": { "by-hand": policy },
    });
    let found = found(&instances, &[], live);
    let attributes: Vec<&str> = found.iter().map(|(attribute, _)| attribute.as_str()).collect();
    assert_eq!(attributes, ["managed_policies", "inline_policies.by-hand"]);
    let admin = json!("arn:aws:iam::aws:policy/Admin");
    assert_eq!(found[0].1, Some((json!(null), admin)));
}

#[test]
fn a_default_is_what_is_not_written() {
    let table =
        json!({ "name": "users", "table_class": null, "deletion_protection_enabled": true });
    let live = json!({
        "name": "users",
        "partition_key": { "name": "id", "type": "S" },
        "table_class": "STANDARD",
        "deletion_protection": false,
    });
    let found = found(&[("aws_dynamodb_table.users", table)], &[], live);
    assert_eq!(
        found,
        [("deletion_protection_enabled".to_owned(), Some((json!(true), json!(null))))]
    );
}

#[test]
fn what_is_marked_as_sensitive_is_not_shown() {
    let role = json!({ "name": "api", "description": "hunter2", "path": "/a/" });
    let instances = [("aws_iam_role.api", role)];
    let live = json!({ "name": "api", "description": "hunter3", "path": "/" });
    assert_eq!(
        found(&instances, &[&["description"]], live),
        [("description".to_owned(), None), ("path".to_owned(), Some((json!("/a/"), json!("/")))),]
    );
}

#[test]
fn a_document_tells_which_part_of_it() {
    let policy = |action: &str| json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
    let arn = "arn:aws:iam::123456789012:policy/read";
    let said = json!({ "arn": arn, "policy": policy("s3:GetObject").to_string() });
    let found = found(
        &[("aws_iam_policy.read", said)],
        &[],
        json!({ "name": "read", "document": policy("s3:*") }),
    );
    let attributes: Vec<&str> = found.iter().map(|(attribute, _)| attribute.as_str()).collect();
    assert_eq!(attributes, ["policy.Statement[0].Action"]);
}

/// What is told of one state and one live object, weightiest first.
pub(super) fn weighed(instances: &[(&str, Value)], live: Value) -> Vec<(Weight, String)> {
    let file = StateFile {
        source: Source::StandardInput,
        bytes: Vec::new(),
        state: state(instances.iter().cloned()),
    };
    let inventory = take_inventory(vec![file], &Selection::default());
    let found = differences(&inventory, &inventory.candidates[0], &live);
    let told = found.into_iter().map(|it| (it.weight, it.attribute));
    told.collect()
}

fn weights(found: &[(Weight, String)]) -> Vec<(Weight, &str)> {
    let found = found.iter();
    found.map(|(weight, attribute)| (*weight, attribute.as_str())).collect()
}

#[test]
fn what_the_state_has_nothing_of_is_an_addition() {
    let pool = json!({
        "id": "us-east-2_AbCdEfGhI",
        "name": "users",
        "lambda_config": [{ "pre_token_generation": "" }],
        "tags_all": {},
    });
    let live = json!({
        "name": "users",
        "triggers": { "pre_token_generation": { "function": "arn:aws:lambda:us-east-2:123456789012:function:f" } },
        "tags": { "Team": "web" },
    });
    let found = weighed(&[("aws_cognito_user_pool.users", pool)], live);
    assert_eq!(
        weights(&found),
        [(Weight::Addition, "tags_all"), (Weight::Addition, "lambda_config.pre_token_generation")]
    );
}

#[test]
fn what_grants_something_is_access_wherever_it_stands() {
    let pool = json!({ "id": "us-east-2_AbCdEfGhI", "name": "users" });
    let live = json!({
        "name": "users",
        "groups": {
            "admins": { "role": "arn:aws:iam::123456789012:role/admin" },
            "readers": { "description": "Those who read" },
        },
    });
    let found = weighed(&[("aws_cognito_user_pool.users", pool)], live);
    assert_eq!(
        weights(&found),
        [(Weight::Access, "groups.admins"), (Weight::Addition, "groups.readers")]
    );
    let plan = json!({ "id": "abc123", "name": "basic" });
    let live = json!({ "name": "basic", "keys": ["k1"] });
    let found = weighed(&[("aws_api_gateway_usage_plan.basic", plan)], live);
    assert_eq!(weights(&found), [(Weight::Access, "keys")]);
}

#[test]
fn inline_policies_of_a_role_are_compared_with_what_they_say() {
    let policy = |action: &str| json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
    let role = json!({
        "name": "api",
        "inline_policy": [
            { "name": "logs", "policy": policy("logs:*").to_string() },
            { "name": "same", "policy": policy("s3:GetObject").to_string() },
        ],
    });
    let live = json!({
        "name": "api",
        "trust_policy": policy("sts:AssumeRole"),
        "inline_policies": {
            "logs": policy("*"),
            "same": policy("s3:GetObject"),
            "by-hand": policy("iam:*"),
        },
    });
    let found = weighed(&[("aws_iam_role.api", role)], live);
    assert_eq!(
        weights(&found),
        [
            (Weight::Access, "inline_policies.by-hand"),
            (Weight::Access, "inline_policy.logs.Statement[0].Action"),
        ],
        "each is told once"
    );
}

#[test]
fn what_an_addition_tells_is_not_told_again() {
    let bucket = json!({ "id": "b", "bucket": "b", "policy": "", "cors_rule": [], "logging": [], "website": [] });
    let policy = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }] });
    let live = json!({
        "name": "b",
        "policy": policy,
        "cors_rules": [{ "allowed_methods": ["GET"], "allowed_origins": ["*"] }],
        "logging": { "target_bucket": "logs" },
        "website": { "index_document": "index.html" },
    });
    let found = weighed(&[("aws_s3_bucket.b", bucket)], live);
    let mut told: Vec<&str> = found.iter().map(|(_, attribute)| attribute.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["cors_rules", "logging", "policy", "website"]);
}

#[test]
fn of_a_document_what_was_added_is_told_alone() {
    let statement = |sid: &str| json!({ "Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" });
    let document = |statements: Value| json!({ "Version": "2012-10-17", "Statement": statements });
    let said = document(json!([statement("a"), statement("b")]));
    let bucket = json!({ "id": "b", "bucket": "b", "policy": said.to_string() });
    let live = document(json!([statement("a"), statement("b"), statement("by-hand")]));
    let found = found(&[("aws_s3_bucket.b", bucket)], &[], json!({ "name": "b", "policy": live }));
    let [(attribute, Some((said, live)))] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(attribute, "policy.Statement");
    assert_eq!((said, &live["Sid"]), (&json!(null), &json!("by-hand")));
}
