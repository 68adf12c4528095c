//! Policies, wherever kinds have them.

use kind::policy_check::check_fields;
use kind::{Caller, Grantee, registry};
use language::value::unknown;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A policy that no schema tells of would be checked by nobody.
#[test]
fn every_policy_of_every_kind_is_checked() {
    fn search(schema: &Value, is_told: bool, wanted: &str, untold: &mut usize) {
        match schema {
            Value::Object(object) => {
                let is_told = is_told || object.contains_key("x-policy");
                let is_one = object.get("$ref").is_some_and(|name| name == wanted);
                *untold += usize::from(is_one && !is_told);
                for inner in object.values() {
                    search(inner, is_told, wanted, untold);
                }
            }
            Value::Array(list) => {
                for inner in list {
                    search(inner, is_told, wanted, untold);
                }
            }
            _ => {}
        }
    }
    for kind in registry::all() {
        let mut untold = 0;
        let schema = kind.published_schema();
        search(&schema, false, "#/$defs/PolicyDocument", &mut untold);
        assert_eq!(untold, 0, "{}", kind.name());
    }
}

#[test]
fn policies_are_checked_wherever_they_stand() {
    let statement = |action: &str| {
        json!({ "Statement": { "Effect": "Allow", "Principal": { "Service": ["lamda.amazonaws.com"] },
                "Action": action, "Resource": "*" } })
    };
    for (kind, spec, told) in [
        (
            "s3.bucket",
            json!({ "policy": statement("s3:GetObjekt") }),
            [
                "policy.Statement.Action: there may be no action `s3:GetObjekt`",
                "policy.Statement.Principal.Service[0]: there may be no service `lamda.amazonaws.com`",
            ],
        ),
        (
            "dynamodb.table",
            json!({ "resource_policy": statement("dynamodb:Qeury") }),
            [
                "resource_policy.Statement.Action: there may be no action `dynamodb:Qeury`",
                "resource_policy.Statement.Principal.Service[0]: there may be no service `lamda.amazonaws.com`",
            ],
        ),
        (
            "lambda.function",
            json!({ "permissions": { "api": { "principal": "apigatway.amazonaws.com",
                    "action": "lambda:InvokFunction" } } }),
            [
                "permissions.api.action: there may be no action `lambda:InvokFunction`",
                "permissions.api.principal: there may be no service `apigatway.amazonaws.com`",
            ],
        ),
    ] {
        let kind = registry::find(kind).unwrap();
        let found = check_fields(kind.schema(), &spec).into_iter();
        let found = found.map(|finding| format!("{}: {}", finding.path, finding.message));
        assert_eq!(found.collect::<Vec<_>>(), told, "{spec}");
    }
}

/// A pattern of actions, resources and what is left out of them.
fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("*".to_owned()),
        "(sqs|SQS|s3):(\\*|Send\\*|SendMessage|Receive\\?essage)",
        "arn:aws:sqs:us-east-2:123456789012:(jobs|j\\*|other)",
        Just(unknown::mark("sqs.queue.jobs.arn")),
    ]
}

proptest! {
    /// What a statement allows is read in one way, whether a role or a queue has it.
    #[test]
    fn a_statement_allows_the_same_wherever_it_stands(
        effect in prop_oneof![Just("Allow"), Just("Deny")],
        action in prop_oneof![Just("Action"), Just("NotAction")],
        actions in prop::collection::vec(pattern(), 1..3),
        resource in prop_oneof![Just("Resource"), Just("NotResource")],
        resources in prop::collection::vec(pattern(), 1..3),
        is_known in any::<bool>(),
    ) {
        let queue = match is_known {
            true => "arn:aws:sqs:us-east-2:123456789012:jobs".to_owned(),
            false => unknown::mark("sqs.queue.jobs.arn"),
        };
        let fill = |kind: &str, spec: Value| registry::find(kind).unwrap().fill(&spec).unwrap();
        let mut statement = json!({ "Effect": effect, action: actions, resource: resources });
        let role = fill("iam.role", json!({
            "name": "sender", "trust_policy": { "Statement": [] },
            "inline_policies": { "own": { "Statement": statement } },
        }));
        statement["Principal"] = json!({ "Service": "sns.amazonaws.com" });
        let receiver = fill("sqs.queue", json!({ "name": "jobs", "policy": { "Statement": statement } }));
        let caller = Caller {
            service: "sns.amazonaws.com".to_owned(),
            callee: queue.clone(),
            account: "123456789012".to_owned(),
            kind: "sns.topic",
            sources: Vec::new(),
            grantee: Grantee::default(),
        };
        let permits = role.permits("sqs:SendMessage", &queue);
        prop_assert_eq!(receiver.lets_in(&caller, None), Some(permits), "{}", statement);
    }
}
