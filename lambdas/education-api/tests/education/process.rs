//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::{Value, json};
use testing::{Account, Executable, Request};

use crate::emulator::{ROLE, account};
use crate::world::{World, ada};

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_education-api");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE).env_clear().env("TABLE_PREFIX", "p").output().unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["level"], "ERROR");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("TENANT_DATA_ROLE"), "{error}");
}

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let account = account().await;
    let caller = ada();
    let event = World::new().api.event(&Request {
        method: "POST",
        path: "/education/courses",
        caller: Some(&caller),
        body: Some(json!({ "title": "Engines", "description": "How they compute" })),
        ..Request::default()
    });
    let executable = Executable {
        name: "education-api",
        path: EXECUTABLE,
        timeout: 29,
        memory: 256,
        variables: &[
            ("TABLE_PREFIX", account.prefix),
            ("TENANT_DATA_ROLE", &format!("arn:aws:iam::{}:{ROLE}", account.number)),
            ("CONTENT_BUCKET", "aws-devops-test-user-content"),
            ("CORS_ORIGINS", "https://app.example.com"),
        ],
    };
    let answer = executable.invoke(&account.number, Account::REGION, &event);
    assert_eq!(answer["statusCode"], 201, "{answer}");
    assert_eq!(account.items(&education_api::tables::COURSES).await.len(), 1);
}
