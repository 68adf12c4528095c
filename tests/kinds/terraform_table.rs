//! The table of Terraform's types.

use std::collections::BTreeSet;

use serde_json::json;

use kind::registry;
use language::value::{Path, Segment};
use terraform::mapping::{Meaning, mapping, types};
use terraform::state::Attributes;

fn kinds_of_the_table(owned: bool) -> BTreeSet<&'static str> {
    let kinds = types().filter_map(|(_, mapping)| match mapping.meaning {
        Meaning::Own { kind } => Some(kind),
        Meaning::Part { kind } if !owned => Some(kind),
        _ => None,
    });
    kinds.collect()
}

#[test]
fn every_kind_of_the_table_exists() {
    for kind in kinds_of_the_table(false) {
        assert!(registry::find(kind).is_some(), "there is no kind {kind}");
    }
}

/// The kinds whose objects Terraform has as parts of what another owns, so that nothing in a state leads to them.
const WITHOUT_A_TYPE: [&str; 1] = ["apigateway.rest_api_routes"];

/// A new kind is a line in the table of its service.
#[test]
fn every_kind_is_in_the_table() {
    let reachable = kinds_of_the_table(true);
    for kind in registry::all() {
        let name = kind.name();
        let is_there = reachable.contains(name);
        assert_eq!(is_there, !WITHOUT_A_TYPE.contains(&name), "{name}");
    }
}

#[test]
fn every_part_is_of_a_kind_that_can_be_owned() {
    let owned = kinds_of_the_table(true);
    assert_eq!(kinds_of_the_table(false), owned);
}

#[test]
fn no_type_is_in_the_table_twice() {
    let names: BTreeSet<&str> = types().map(|(name, _)| name).collect();
    assert_eq!(names.len(), types().count());
}

/// The page that tells people what folds into what.
#[test]
fn every_type_of_the_guide_is_in_the_table() {
    let guide = include_str!("../../docs/terraform.md");
    let of_data_sources = ["aws_iam_policy_document"];
    let rows = guide.lines().filter(|line| line.starts_with("| "));
    let types = rows
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|cell| cell.split('`'))
        .filter(|word| word.starts_with("aws_") && !word.contains('.'))
        .filter(|word| !of_data_sources.contains(word));
    for type_name in types {
        let known = terraform::mapping::types().any(|(name, _)| name == type_name);
        assert!(known, "{type_name} is in docs/terraform.md and not in the table");
    }
}

#[test]
fn every_pair_names_a_field_of_its_kind() {
    for (name, mapping) in types() {
        let (Meaning::Own { kind } | Meaning::Part { kind }) = mapping.meaning else {
            continue;
        };
        let schema = registry::find(kind).unwrap().schema();
        for pair in mapping.pairs {
            let field: Path = pair.pattern().map(step).collect();
            assert!(schema.knows(&field), "{name}: {kind} has no {field}");
        }
    }
}

/// A step to a field; in the place of braces, a key.
fn step(name: &str) -> Segment {
    Segment::Key(if name.contains('{') { "Example" } else { name }.to_owned())
}

fn id(type_name: &str, attributes: serde_json::Value) -> Option<String> {
    let attributes = Attributes::from(attributes.as_object().unwrap().clone());
    mapping(type_name, &attributes)?.id(&attributes)
}

#[test]
fn ids_are_ours() {
    let is = |type_name: &str, attributes: serde_json::Value, expected: &str| {
        assert_eq!(id(type_name, attributes).as_deref(), Some(expected), "{type_name}");
    };
    is("aws_api_gateway_account", json!({ "id": "api-gateway-account" }), "account");
    is(
        "aws_cognito_user_pool_client",
        json!({ "id": "1h57kf5cpq17m0eml12EXAMPLE", "user_pool_id": "us-east-2_AbCdEfGhI" }),
        "us-east-2_AbCdEfGhI/1h57kf5cpq17m0eml12EXAMPLE",
    );
    let arn = "arn:aws:lambda:us-east-2:123456789012:function:api:live";
    is("aws_lambda_permission", json!({ "function_name": arn }), "api");
    is("aws_lambda_permission", json!({ "function_name": "api" }), "api");
    is("aws_lambda_alias", json!({ "function_name": "api:live" }), "api");
    is(
        "aws_appautoscaling_target",
        json!({ "service_namespace": "dynamodb", "resource_id": "table/users/index/email" }),
        "users",
    );
    is(
        "aws_dynamodb_resource_policy",
        json!({ "resource_arn": "arn:aws:dynamodb:us-east-2:123456789012:table/users" }),
        "users",
    );
    let url = "https://sqs.us-east-2.amazonaws.com/123456789012/orders.fifo";
    is("aws_sqs_queue", json!({ "id": url, "name": "orders.fifo" }), "orders.fifo");
    is("aws_sqs_queue_redrive_allow_policy", json!({ "queue_url": url }), "orders.fifo");
    let topic = "arn:aws:sns:us-east-2:123456789012:alerts";
    is("aws_sns_topic", json!({ "arn": topic }), "alerts");
    is("aws_sns_topic_policy", json!({ "arn": topic }), "alerts");
    let subscription = json!({ "arn": format!("{topic}:1"), "topic_arn": topic });
    is("aws_sns_topic_subscription", subscription, "alerts");
    is("aws_iam_policy_attachment", json!({ "roles": ["api"], "users": [] }), "api");
    let bus = "arn:aws:events:us-east-2:123456789012:event-bus/orders";
    is("aws_cloudwatch_event_archive", json!({ "name": "a", "event_source_arn": bus }), "orders");
    is("aws_cloudwatch_event_permission", json!({ "statement_id": "s" }), "default");
    is("aws_cloudwatch_event_rule", json!({ "name": "r", "event_bus_name": "default" }), "r");
    is("aws_cloudwatch_event_target", json!({ "rule": "r", "event_bus_name": bus }), "orders/r");
    is("aws_scheduler_schedule", json!({ "name": "s", "group_name": "g" }), "g/s");
    is("aws_scheduler_schedule", json!({ "name": "s" }), "default/s");
    is(
        "aws_route53_record",
        json!({ "zone_id": "Z1", "name": "www", "fqdn": "WWW.example.com", "type": "A", "set_identifier": "blue" }),
        "Z1/www.example.com/A/blue",
    );
}

#[test]
fn some_types_serve_others_too() {
    let ecs = json!({ "service_namespace": "ecs", "resource_id": "service/a/b" });
    assert_eq!(id("aws_appautoscaling_target", ecs), None);
    let two = json!({ "roles": ["a", "b"] });
    assert_eq!(id("aws_iam_policy_attachment", two), None);
    let client = json!({ "user_pool_id": "p", "client_id": "c" });
    assert_eq!(id("aws_cognito_risk_configuration", client), None);
    assert_eq!(id("aws_mq_broker", json!({})), None);
}
