//! Code that runs: packages are built, uploaded and called.

use std::time::Duration;

use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{aws, unique_name};

fn kind() -> &'static dyn AnyKind {
    registry::find("lambda.function").expect("the kind is registered")
}

fn workspace() -> Workspace {
    Workspace::new(env!("CARGO_MANIFEST_DIR"))
}

/// Creates a function on ministack, which runs it, and calls it.
async fn called(mut spec: Value, payload: &str) -> Value {
    let endpoint = emulators::shared_ministack().endpoint();
    let account = emulators::fresh_account();
    let name = unique_name();
    spec["name"] = json!(name);
    spec["role"] = json!(format!("arn:aws:iam::{account}:role/any"));
    assert_eq!(kind().check(&spec), vec![]);
    let aws = aws(endpoint, &account).await;
    kind().create(&aws, &workspace(), spec).await.expect("create succeeds");
    let expression = format!(
        "json.loads(client('lambda').invoke(FunctionName=name, Payload='{payload}')['Payload'].read())"
    );
    let answer = tokio::task::spawn_blocking(move || {
        crate::boto::ask(endpoint, &account, &name, "", &expression)
    });
    answer.await.unwrap().expect("the function answers")
}

#[tokio::test]
async fn a_folder_is_deployed_and_answers() {
    let spec = json!({
        "code": { "folder": "tests/kinds/lambda/functions/echo" },
        "runtime": "provided.al2023",
        "timeout": 10,
        "environment": { "GREETING": "hello" },
    });
    let answer = called(spec, r#"{"name": "world"}"#).await;
    assert_eq!(answer, json!({ "event": { "name": "world" }, "greeting": "hello" }));
}

#[tokio::test]
async fn a_cargo_package_is_built_and_deployed() {
    let spec = json!({
        "code": { "cargo": "post-authentication", "profile": "dev" },
        "timeout": 30,
        "memory": 256,
        "environment": {
            "USER_PROFILES_TABLE": "profiles",
            "USER_SESSIONS_TABLE": "sessions",
            "SYSTEM_LOGS_TABLE": "logs",
            "ENVIRONMENT": "test",
        },
    });
    // The trigger gives Cognito its event back, whatever becomes of its records.
    let event = r#"{"version":"1","triggerSource":"PostAuthentication_Authentication","region":"us-east-2","userPoolId":"p","userName":"u","callerContext":{"awsSdkVersion":"1","clientId":"c"},"request":{"userAttributes":{"sub":"s"}},"response":{}}"#;
    let answer = tokio::time::timeout(Duration::from_secs(300), called(spec, event)).await.unwrap();
    assert_eq!(answer["userName"], "u", "{answer}");
}

#[tokio::test]
async fn a_package_is_built_the_same_twice() {
    let spec = json!({
        "name": "api", "role": "arn:aws:iam::123456789012:role/api", "runtime": "provided.al2023",
        "code": { "folder": "tests/kinds/lambda/functions" },
    });
    let one = kind().prepare(spec.clone(), &workspace()).await.unwrap();
    let other = kind().prepare(spec, &workspace()).await.unwrap();
    assert_eq!(one["code"], other["code"]);
    assert_eq!(one["code"]["sha256"].as_str().map(str::len), Some(44));
}

#[tokio::test]
async fn what_cannot_be_packed_points_at_the_code() {
    let prepared = |code: Value| async move {
        let spec =
            json!({ "name": "api", "role": "r", "code": code, "runtime": "provided.al2023" });
        kind().prepare(spec, &workspace()).await.unwrap_err()
    };
    let finding = prepared(json!({ "folder": "dist" })).await;
    assert_eq!(finding.path.to_string(), "code.folder");
    let finding = prepared(json!({ "zip": "build/api.zip" })).await;
    assert_eq!(finding.path.to_string(), "code.zip");
    let finding = prepared(json!({ "cargo": "no-such-package", "profile": "dev" })).await;
    assert_eq!(finding.path.to_string(), "code.cargo");
    assert!(finding.why.contains("no-such-package"), "{}", finding.why);
}

#[test]
fn missing_files_are_found_without_building() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = |code: Value| {
        let spec = json!({ "name": "api", "role": "r", "code": code });
        let findings = kind().check_files(&spec, root);
        findings.into_iter().map(|finding| finding.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(json!({ "folder": "dist" })), ["code.folder"]);
    assert_eq!(found(json!({ "zip": "build/api.zip" })), ["code.zip"]);
    assert_eq!(found(json!({ "folder": "tests" })), Vec::<String>::new());
    assert_eq!(found(json!({ "cargo": "post-authentication" })), Vec::<String>::new());
}
