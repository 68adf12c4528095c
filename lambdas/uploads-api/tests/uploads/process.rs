//! The executable itself.

use std::process::Command;

use serde_json::Value;

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(env!("CARGO_BIN_EXE_uploads-api"))
        .env_clear()
        .envs([("TABLE_PREFIX", "p"), ("TENANT_DATA_ROLE", "r")])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("CONTENT_BUCKET"), "{error}");
}
