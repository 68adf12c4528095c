//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::Value;

use crate::emulator::{LOGS, PROFILES, Platform, REGION};

const EXECUTABLE: &str = env!("CARGO_BIN_EXE_user-profile");

#[test]
fn it_ends_at_once_and_names_the_variable_that_is_missing() {
    let output = Command::new(EXECUTABLE)
        .env_clear()
        .env("USER_POOL_ID", "pool")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["level"], "ERROR");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("USER_PROFILES_TABLE"), "{error}");
}

/// Uploads the executable as `bootstrap` and invokes it.
const INVOKE: &str = r#"
    import boto3, io, json, os, sys, zipfile
    executable, event, pool, profiles, logs = sys.argv[1:]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, open(executable, "rb").read())
    functions = boto3.client("lambda")
    functions.create_function(
        FunctionName="user-profile", Runtime="provided.al2023", Handler="bootstrap",
        Role="arn:aws:iam::123456789012:role/any", Code={"ZipFile": archive.getvalue()},
        Timeout=29, MemorySize=256, Environment={"Variables": {
            "USER_POOL_ID": pool, "USER_PROFILES_TABLE": profiles, "SYSTEM_LOGS_TABLE": logs,
            "ENVIRONMENT": "test", "CORS_ORIGINS": "https://app.example.com"}})
    functions.get_waiter("function_active_v2").wait(FunctionName="user-profile")
    answer = functions.invoke(FunctionName="user-profile", Payload=event)
    print(answer["Payload"].read().decode())
"#;

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let platform = Platform::new().await;
    let endpoint = emulators::shared_ministack().endpoint();
    let event = platform.event("PUT").await.to_string();
    let arguments = [EXECUTABLE, &event, &platform.pool_id, PROFILES, LOGS];
    let environment = emulators::client_environment(endpoint, &platform.account, REGION);
    let answer = emulators::python(INVOKE, &arguments, &environment).unwrap();

    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["statusCode"], 200, "{answer}");
    assert_eq!(platform.items(PROFILES).await[0]["full_name"], "Ada King");
}
