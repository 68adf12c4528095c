//! The executable itself, as Lambda starts it.

use std::process::Command;

use serde_json::Value;

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

/// Uploads the executable as `bootstrap` and invokes it.
const INVOKE: &str = r#"
    import boto3, io, json, os, sys, zipfile
    executable, event, profiles, sessions, logs = sys.argv[1:]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, open(executable, "rb").read())
    functions = boto3.client("lambda")
    functions.create_function(
        FunctionName="post-authentication", Runtime="provided.al2023", Handler="bootstrap",
        Role="arn:aws:iam::123456789012:role/any", Code={"ZipFile": archive.getvalue()},
        Timeout=10, MemorySize=128, Environment={"Variables": {
            "USER_PROFILES_TABLE": profiles, "USER_SESSIONS_TABLE": sessions,
            "SYSTEM_LOGS_TABLE": logs, "ENVIRONMENT": "test"}})
    functions.get_waiter("function_active_v2").wait(FunctionName="post-authentication")
    answer = functions.invoke(FunctionName="post-authentication", Payload=event)
    print(answer["Payload"].read().decode())
"#;

#[tokio::test]
async fn it_runs_on_lambda_as_bootstrap() {
    let platform = Platform::new().await;
    platform.put_profile(None).await;
    let endpoint = emulators::shared_ministack().endpoint();
    let arguments = [EXECUTABLE, &event().to_string(), PROFILES, SESSIONS, LOGS];
    let environment = emulators::client_environment(endpoint, &platform.account, REGION);
    let answer = emulators::python(INVOKE, &arguments, &environment).unwrap();

    assert_eq!(serde_json::from_str::<Value>(&answer).unwrap(), event());
    assert_eq!(platform.items(SESSIONS).await.len(), 1);
    assert_eq!(platform.items(LOGS).await.len(), 1);
    assert_eq!(platform.profile().await["metadata"]["login_count"], 1);
}
