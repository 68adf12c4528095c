//! The executable itself, as a user pool calls it.

use std::process::Command;

use serde_json::{Value, json};
use shared::profiles::USER_PROFILES;
use testing::Account;

use crate::platform::Platform;

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_post-confirmation");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE).env_clear().env("ENVIRONMENT", "test").output().unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["level"], "ERROR");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("USER_PROFILES_TABLE"), "{error}");
}

#[tokio::test]
async fn whoever_signs_up_and_confirms_signs_in_as_a_user_of_the_platform() {
    let platform = Platform::new().await;
    let variable = |name: &str| platform.variable(name).unwrap();
    let variables = json!({
        "USER_PROFILES_TABLE": variable("USER_PROFILES_TABLE"),
        "SYSTEM_LOGS_TABLE": variable("SYSTEM_LOGS_TABLE"),
        "ENVIRONMENT": "test",
    });
    let printed = emulators::python(
        include_str!("journey.py"),
        &[EXECUTABLE, &variables.to_string()],
        &emulators::client_environment(
            emulators::shared_ministack().endpoint(),
            &platform.account.number,
            Account::REGION,
        ),
    );
    let claims: Value = serde_json::from_str(&printed.unwrap()).unwrap();
    assert_eq!(claims["custom:user_id"], claims["sub"]);
    assert_eq!(claims["custom:organization_id"], "individual");
    assert_eq!(claims["custom:role"], "basic");
    assert_eq!(claims["cognito:groups"], json!(["BasicUsers"]));
    assert_eq!(claims["email_verified"], true);
    let profiles = platform.account.items(&USER_PROFILES).await;
    assert_eq!(profiles.len(), 1);
    assert_eq!(
        (&profiles[0]["user_id"], &profiles[0]["full_name"]),
        (&claims["sub"], &json!("ada"))
    );
}
