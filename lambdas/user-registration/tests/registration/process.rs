//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::Value;
use testing::Executable;

use crate::calls::{EMAIL, PASSWORD, event};
use crate::platform::{LOGS, PROFILES, Platform, REGION};

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_user-registration");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE).env_clear().env("USER_POOL_ID", "pool").output().unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["level"], "ERROR");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("USER_PROFILES_TABLE"), "{error}");
}

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let platform = Platform::new().await;
    let executable = Executable {
        name: "user-registration",
        path: EXECUTABLE,
        timeout: 29,
        memory: 256,
        variables: &[
            ("USER_POOL_ID", &platform.pool_id),
            ("USER_PROFILES_TABLE", PROFILES),
            ("SYSTEM_LOGS_TABLE", LOGS),
            ("ENVIRONMENT", "test"),
            ("CORS_ORIGINS", "https://app.example.com"),
        ],
    };
    let answer = executable.invoke(&platform.account, REGION, &event());

    assert_eq!(answer["statusCode"], 201, "{answer}");
    assert_eq!(answer["headers"]["Access-Control-Allow-Origin"], "https://app.example.com");
    assert!(platform.can_sign_in(EMAIL, PASSWORD).await);
}
