//! Policies, wherever kinds have them.

use kind::policy_check::check_fields;
use kind::registry;
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
