//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::Value;
use shared::data::USER_CONTENT;
use testing::{Account, Executable};

use crate::emulator::{Platform, ROLE, key};
use crate::world::{PDF, s3};

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_uploads-processor");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE).env_clear().env("TABLE_PREFIX", "p").output().unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("TENANT_DATA_ROLE"), "{error}");
}

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let platform = Platform::new().await;
    let ticket = platform.ticket("application/pdf", PDF.len()).await;
    assert_eq!(platform.put(&ticket, "application/pdf", PDF), 200);
    let account = &platform.account;
    let executable = Executable {
        name: "uploads-processor",
        path: EXECUTABLE,
        timeout: 60,
        memory: 256,
        variables: &[
            ("TABLE_PREFIX", account.prefix),
            ("TENANT_DATA_ROLE", &format!("arn:aws:iam::{}:{ROLE}", account.number)),
            ("CONTENT_BUCKET", &platform.bucket),
        ],
    };
    let answer = executable.invoke(&account.number, Account::REGION, &s3(&key(&ticket)));
    assert_eq!(answer, Value::Null);
    assert_eq!(account.items(&USER_CONTENT).await[0]["status"], "ready");
}
