//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::Value;
use testing::Executable;

use crate::platform::{LOGS, PROFILES, Platform, REGION, SESSIONS, event};

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_post-authentication");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE)
        .env_clear()
        .env("USER_PROFILES_TABLE", "profiles")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["level"], "ERROR");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("USER_SESSIONS_TABLE"), "{error}");
}

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let platform = Platform::new().await;
    platform.put_profile(None).await;
    let executable = Executable {
        name: "post-authentication",
        path: EXECUTABLE,
        timeout: 10,
        memory: 128,
        variables: &[
            ("USER_PROFILES_TABLE", PROFILES),
            ("USER_SESSIONS_TABLE", SESSIONS),
            ("SYSTEM_LOGS_TABLE", LOGS),
            ("ENVIRONMENT", "test"),
        ],
    };
    let answer = executable.invoke(&platform.account, REGION, &event());

    assert_eq!(answer, event());
    assert_eq!(platform.items(SESSIONS).await.len(), 1);
    assert_eq!(platform.items(LOGS).await.len(), 1);
    assert_eq!(platform.profile().await["metadata"]["login_count"], 1);
}
