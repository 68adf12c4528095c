//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::{Value, json};
use testing::{Account, Executable};

use crate::emulator::Platform;

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_organizations-api");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE).env_clear().env("USER_POOL_ID", "pool").output().unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["level"], "ERROR");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("TABLE_PREFIX"), "{error}");
}

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let platform = Platform::new().await;
    platform.register("ada").await;
    let caller = platform.token("ada").await;
    let event = platform.event(&caller, "POST", "/organizations", json!({ "name": "Acme" }));
    let account = &platform.account;
    let role = format!("arn:aws:iam::{}:role/aws-devops-test-tenant-data", account.number);
    let executable = Executable {
        name: "organizations-api",
        path: EXECUTABLE,
        timeout: 29,
        memory: 256,
        variables: &[
            ("USER_POOL_ID", &platform.pool_id),
            ("TABLE_PREFIX", account.prefix),
            ("TENANT_DATA_ROLE", &role),
            ("ENVIRONMENT", "test"),
            ("CORS_ORIGINS", "https://app.example.com"),
        ],
    };
    let answer = executable.invoke(&account.number, Account::REGION, &event);
    assert_eq!(answer["statusCode"], 201, "{answer}");
    assert_eq!(platform.token("ada").await.claims()["custom:role"], "owner");
}
