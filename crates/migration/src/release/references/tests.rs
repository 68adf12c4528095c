//! What stays names what leaves.

use serde_json::json;

use super::*;
use crate::take_inventory;
use terraform::selection::Selection;
use terraform::source::Source;
use terraform::source::StateFile;
use terraform::state::TerraformState;
use terraform::testing::document;
use terraform::testing::state;

const ROLE: &str = "arn:aws:iam::123456789012:role/api";

fn told(instances: &[(&str, Value)], dependencies: &[(usize, &[&str])]) -> Vec<String> {
    told_of(state(instances.iter().cloned()), dependencies)
}

fn told_of(mut state: TerraformState, dependencies: &[(usize, &[&str])]) -> Vec<String> {
    for (instance, needed) in dependencies {
        let needed = needed.iter().filter_map(|text| TerraformAddress::parse(text));
        state.instances[*instance].dependencies = needed.collect();
    }
    let file = StateFile { source: Source::StandardInput, bytes: Vec::new(), state };
    let inventory = take_inventory(vec![file], &Selection::default());
    let leaving = inventory.candidates.iter().flat_map(|candidate| candidate.instances());
    let leaving: BTreeSet<InstanceId> = leaving.collect();
    let references = references(&inventory, &leaving).into_iter();
    let told = references.map(|reference| {
        let from = match reference.from {
            Referrer::Resource { address, attribute } => {
                format!("{address} {}", attribute.unwrap_or_default())
            }
            Referrer::Output(name) => format!("output {name}"),
        };
        let value = reference.value;
        let text = |literal: Literal| literal.text.unwrap_or_else(|| "(hidden)".to_owned());
        let value = value.map(|literal| format!("{} {}", literal.attribute.clone(), text(literal)));
        format!("{from}: {} {}", reference.to, value.unwrap_or_default())
    });
    told.collect()
}

#[test]
fn each_attribute_is_told_with_what_to_write() {
    let role = json!({ "id": "api", "name": "api", "arn": ROLE });
    let policy = json!({ "Principal": { "AWS": ROLE } }).to_string();
    let queue = json!({ "id": "https://sqs/jobs", "policy": policy, "tags": { "Role": "api" } });
    let alarm = json!({ "id": "a", "dimensions": [{ "role": "api" }], "name": "apis" });
    let found = told(
        &[
            ("aws_iam_role.api", role),
            ("aws_kinesis_stream.jobs", queue),
            ("aws_cloudwatch_metric_stream.errors", alarm),
            ("aws_ecs_cluster.other", json!({ "policy": ROLE })),
        ],
        &[(1, &["aws_iam_role.api"]), (2, &["aws_iam_role.api"])],
    );
    assert_eq!(
        found,
        [
            "aws_cloudwatch_metric_stream.errors dimensions.role: aws_iam_role.api name api"
                .to_owned(),
            format!("aws_kinesis_stream.jobs policy: aws_iam_role.api arn {ROLE}"),
            "aws_kinesis_stream.jobs tags.Role: aws_iam_role.api name api".to_owned(),
        ]
    );
}

#[test]
fn what_no_attribute_shows_is_told_once() {
    let role = || json!({ "id": "api", "name": "api", "arn": ROLE });
    let found = told(
        &[
            ("aws_iam_role.api", role()),
            ("aws_kinesis_stream.near", json!({ "role": ROLE })),
            ("aws_kinesis_stream.far", json!({})),
            ("aws_kinesis_stream.ordered", json!({})),
        ],
        &[
            (1, &["aws_iam_role.api"]),
            (2, &["aws_iam_role.api", "aws_kinesis_stream.near"]),
            (3, &["aws_iam_role.api"]),
        ],
    );
    assert_eq!(
        found,
        [
            format!("aws_kinesis_stream.near role: aws_iam_role.api arn {ROLE}"),
            "aws_kinesis_stream.ordered : aws_iam_role.api ".to_owned(),
        ]
    );
}

#[test]
fn only_what_identifies_an_object_is_referred_to() {
    let function = "arn:aws:lambda:us-east-2:123456789012:function:orders-api";
    let found = told(
        &[
            ("aws_iam_role.api", json!({ "id": "api", "name": "api", "arn": ROLE })),
            (
                "aws_lambda_function.f",
                json!({
                    "id": "orders-api",
                    "function_name": "orders-api",
                    "arn": function,
                    "role": ROLE,
                    "region": "us-east-2",
                }),
            ),
            (
                "aws_lambda_permission.f",
                json!({ "id": "allow-1", "function_name": "orders-api", "statement_id": "allow-1" }),
            ),
            (
                "aws_cloudwatch_metric_stream.errors",
                json!({ "region": "us-east-2", "dimensions": { "FunctionName": "orders-api" }, "role": ROLE }),
            ),
            (
                "data.aws_iam_policy_document.call",
                json!({ "statement": [{ "resources": [function] }] }),
            ),
        ],
        &[(3, &["aws_iam_role.api", "aws_lambda_function.f", "aws_lambda_permission.f"])],
    );
    assert_eq!(
        found,
        [
            "aws_cloudwatch_metric_stream.errors : aws_lambda_permission.f ".to_owned(),
            "aws_cloudwatch_metric_stream.errors dimensions.FunctionName: aws_lambda_function.f function_name orders-api".to_owned(),
            format!("aws_cloudwatch_metric_stream.errors role: aws_iam_role.api arn {ROLE}"),
            format!("data.aws_iam_policy_document.call statement.resources: aws_lambda_function.f arn {function}"),
        ]
    );
}

#[test]
fn each_of_several_in_one_text_is_told() {
    let table = |name: &str| format!("arn:aws:dynamodb:us-east-2:123456789012:table/{name}");
    let of = |name: &str| json!({ "id": name, "name": name, "arn": table(name) });
    let policy = json!({ "Resource": [table("orders"), table("orders-old")] }).to_string();
    let found = told(
        &[
            ("aws_dynamodb_table.t[\"orders\"]", of("orders")),
            ("aws_dynamodb_table.t[\"old\"]", of("orders-old")),
            ("aws_kinesis_stream.jobs", json!({ "policy": policy })),
        ],
        &[(2, &["aws_dynamodb_table.t"])],
    );
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn what_is_sensitive_is_told_without_what_it_is() {
    let mut document = document([
        ("aws_iam_role.api", json!({ "id": "api", "name": "api", "arn": ROLE })),
        ("aws_secretsmanager_secret_version.role", json!({ "name": "/role", "value": ROLE })),
    ]);
    document["resources"][1]["instances"][0]["sensitive_attributes"] =
        json!([[{ "type": "get_attr", "value": "value" }]]);
    document["outputs"] = json!({ "role": { "value": ROLE, "type": "string", "sensitive": true } });
    let state = TerraformState::parse(document.to_string().as_bytes()).unwrap();
    let found = told_of(state, &[(1, &["aws_iam_role.api"])]);
    assert_eq!(
        found,
        [
            "aws_secretsmanager_secret_version.role value: aws_iam_role.api arn (hidden)",
            "output role: aws_iam_role.api arn (hidden)",
        ]
    );
}
