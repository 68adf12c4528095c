//! What `validate` finds, for programs.

use serde_json::{Value, json};

use crate::project::{DEV, TestProject};

const WRONG: &str = "logs.log_group:\n  a: { retention_dayz: 7 }\n  b: { retention_days: 8 }\n";

/// What a validation prints as JSON, and how it ends.
fn found(project: &TestProject, options: &[&str]) -> (Value, Option<i32>) {
    let run = project.run(&[&["validate", "-e", "dev"], options].concat());
    assert_eq!(run.stderr, "");
    (serde_json::from_str(&run.stdout).expect("JSON"), run.code)
}

#[test]
fn errors_have_their_places() {
    let project = TestProject::with_spec(WRONG);
    let (json, code) = found(&project, &["--json"]);
    assert_eq!(code, Some(1));
    assert_eq!((&json["version"], &json["is_valid"]), (&json!(1), &json!(false)));
    assert_eq!(json["resources"], Value::Null);
    let first = &json["diagnostics"][0];
    assert_eq!(first["severity"], "error");
    assert!(first["message"].as_str().is_some_and(|it| it.contains("retention_dayz")), "{first}");
    assert!(first["help"].as_str().is_some_and(|it| it.contains("retention_days")), "{first}");
    let label = &first["labels"][0];
    let place =
        ["file", "line", "column", "end_line", "end_column"].map(|name| label[name].clone());
    assert_eq!(json!(place), json!(["specs/app.yaml", 2, 8, 2, 22]), "{label}");
    assert_eq!(found(&project, &["--format", "json"]).0, json);
}

#[test]
fn what_is_valid_has_no_errors_and_may_have_warnings() {
    let project = TestProject::with_spec("logs.log_group: { a: { retention_days: 7 } }");
    let (json, code) = found(&project, &["--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(json, json!({ "version": 1, "is_valid": true, "resources": 1, "diagnostics": [] }));
    let project = TestProject::with_spec(
        "iam.policy:\n  p:\n    document: { Statement: { Effect: Allow, Action: \"sqs:SendMesage\", Resource: \"*\" } }\n",
    );
    let (json, code) = found(&project, &["--json"]);
    assert_eq!((code, &json["diagnostics"][0]["severity"]), (Some(0), &json!("warning")), "{json}");
    assert_eq!(found(&project, &["--json", "--deny-warnings"]).1, Some(1));
}

#[test]
fn what_keeps_it_from_looking_is_told_as_ever() {
    let project = TestProject::new().file("environments/prod.yaml", DEV);
    let run = project.run(&["validate", "--json"]);
    assert!(run.refusal().contains("which environment?"));
}
