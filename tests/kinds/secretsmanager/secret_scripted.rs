//! Secrets, where AWS does what no emulator does.

use aws::AwsError;
use aws::tags::{ADDRESS, STACK};
use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

fn secret() -> &'static dyn AnyKind {
    registry::find("secretsmanager.secret").unwrap()
}

/// A secret as AWS describes it, with a current version of this id.
fn described(version: &str, more: Value) -> String {
    let mut answer = json!({
        "ARN": "arn:aws:secretsmanager:us-east-2:123456789012:secret:n-AbCdEf", "Name": "n",
        "VersionIdsToStages": { version: ["AWSCURRENT"] },
    });
    answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    answer.to_string()
}

fn script(version: &str, more: Value) -> ScriptedCloud {
    ScriptedCloud::default()
        .answer("DescribeSecret", 200, described(version, more))
        .answer("GetResourcePolicy", 200, r#"{"ARN":"a","Name":"n"}"#)
}

fn refusal(code: &str, message: &str) -> String {
    json!({ "__type": code, "Message": message }).to_string()
}

fn ours() -> Value {
    json!([{ "Key": STACK, "Value": "shop/dev" }, { "Key": ADDRESS, "Value": "secretsmanager.secret.n" }])
}

fn spec(more: Value) -> Value {
    let mut spec = json!({
        "name": "n", "tags": { STACK: "shop/dev", ADDRESS: "secretsmanager.secret.n" },
    });
    spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    spec
}

async fn create(script: &ScriptedCloud, more: Value) -> Result<String, AwsError> {
    secret().create(&script.aws().await, &Workspace::new("."), spec(more)).await
}

/// The script has no answer to GetSecretValue, so asking for it would be noticed.
#[tokio::test]
async fn what_somebody_else_has_written_is_never_read() {
    for version in
        ["11111111-2222-3333-4444-555555555555", "diatonic-generation-1-0123456789abcdef"]
    {
        let script = script(version, json!({}));
        let live = secret().read(&script.aws().await, "n").await.unwrap().unwrap();
        let operations: Vec<String> =
            script.requests().into_iter().map(|it| it.operation).collect();
        assert_eq!(operations, ["DescribeSecret", "GetResourcePolicy"], "{version}");
        assert_eq!(live.outputs["name"].as_deref(), Some("n"));
    }
}

#[tokio::test]
async fn what_a_spec_has_written_is_read_and_never_printed() {
    let version = "diatonic-value-0123456789abcdef0123456789abcdef";
    let value = json!({ "ARN": "a", "Name": "n", "VersionId": version, "SecretString": "hush" });
    let script = script(version, json!({})).answer("GetSecretValue", 200, value.to_string());
    let live = secret().read(&script.aws().await, "n").await.unwrap().unwrap();
    assert_eq!(live.spec["value"], "hush");
    assert!(script.requests_of("GetSecretValue")[0].body.contains(version));
}

/// The value may not be read: that is an error, and no other value.
#[tokio::test]
async fn a_value_that_may_not_be_read_is_an_error() {
    let version = "diatonic-values-0123456789abcdef0123456789abcdef";
    let script = script(version, json!({})).answer(
        "GetSecretValue",
        400,
        refusal("AccessDeniedException", "no"),
    );
    let read = secret().read(&script.aws().await, "n").await;
    assert_eq!(read.unwrap_err().code.as_deref(), Some("AccessDeniedException"));
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (code, is_absent) in [("AccessDeniedException", false), ("ResourceNotFoundException", true)]
    {
        let script = ScriptedCloud::default().answer("DescribeSecret", 400, refusal(code, "no"));
        let read = secret().read(&script.aws().await, "n").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
    let script = script("v", json!({ "DeletedDate": 1_790_000_000 }));
    assert_eq!(secret().read(&script.aws().await, "n").await.unwrap(), None);
}

/// AWS says how many days a schedule comes to, which nobody has written.
#[tokio::test]
async fn a_schedule_has_no_days() {
    let rotation = json!({
        "RotationEnabled": true, "RotationLambdaARN": "f", "KmsKeyId": "alias/aws/secretsmanager",
        "RotationRules": { "AutomaticallyAfterDays": 10, "ScheduleExpression": "rate(10 days)", "Duration": "3h" },
    });
    let live = secret().read(&script("v", rotation).aws().await, "n").await.unwrap().unwrap();
    let rotation = &live.spec["rotation"];
    assert_eq!((rotation.get("days"), &rotation["schedule"]), (None, &json!("rate(10 days)")));
    assert_eq!(live.spec.get("kms_key"), None);
}

const WAITS: &str = "You can't create this secret because a secret with this name is already scheduled for deletion.";

#[tokio::test]
async fn a_secret_of_ours_is_taken_back() {
    let script = script("v", json!({ "DeletedDate": 1_790_000_000, "Tags": ours() }))
        .answer("CreateSecret", 400, refusal("InvalidRequestException", WAITS))
        .answer("RestoreSecret", 200, r#"{"ARN":"a","Name":"n"}"#);
    assert_eq!(create(&script, json!({})).await.unwrap(), "n");
    assert_eq!(script.requests_of("RestoreSecret").len(), 1);
}

#[tokio::test]
async fn a_secret_of_somebody_else_is_not() {
    let script = script("v", json!({ "DeletedDate": 1_790_000_000 })).answer(
        "CreateSecret",
        400,
        refusal("InvalidRequestException", WAITS),
    );
    let error = create(&script, json!({})).await.unwrap_err();
    assert!(error.message.starts_with("a secret that is not ours had the name `n`"), "{error}");
}

/// One that is there and not on its way out is none to take back.
#[tokio::test]
async fn a_secret_that_is_there_is_in_the_way() {
    let script = script("v", json!({ "Tags": ours() })).answer(
        "CreateSecret",
        400,
        refusal("ResourceExistsException", "it is there"),
    );
    assert_eq!(create(&script, json!({})).await.unwrap_err().message, "it is there");
}

#[tokio::test]
async fn a_made_value_is_asked_for_once_and_stands_in_its_template() {
    let script = ScriptedCloud::default()
        .answer("GetRandomPassword", 200, r#"{"RandomPassword":"r\"andom"}"#)
        .answer("CreateSecret", 200, r#"{"ARN":"a","Name":"n"}"#);
    let generated =
        json!({ "generated": { "length": 8, "template": { "user": "admin" }, "key": "password" } });
    create(&script, generated).await.unwrap();
    let sent: Value = serde_json::from_str(&script.requests_of("CreateSecret")[0].body).unwrap();
    let value: Value = serde_json::from_str(sent["SecretString"].as_str().unwrap()).unwrap();
    assert_eq!(value, json!({ "user": "admin", "password": "r\"andom" }));
}

/// Another length makes no other value.
#[tokio::test]
async fn a_change_of_how_a_value_is_made_calls_nothing() {
    let script = ScriptedCloud::default();
    let (spec, live) = (spec(json!({ "generated": { "length": 60 } })), spec(json!({})));
    secret().update(&script.aws().await, &Workspace::new("."), "n", spec, live).await.unwrap();
    assert_eq!(script.requests().len(), 0);
}

/// A secret without a window is gone only after a while, and its name with it.
#[tokio::test]
async fn a_secret_without_a_recovery_window_is_waited_for() {
    let script = script(
        "v",
        json!({ "ReplicationStatus": [{ "Region": "us-west-2", "Status": "InSync" }] }),
    )
    .answer("DescribeSecret", 200, described("v", json!({ "DeletedDate": 1_790_000_000 })))
    .answer("DescribeSecret", 400, refusal("ResourceNotFoundException", "no"))
    .answer("RemoveRegionsFromReplication", 200, r#"{"ARN":"a"}"#)
    .answer("DeleteSecret", 200, r#"{"ARN":"a"}"#);
    let aws = script.aws().await;
    secret()
        .before_delete(&aws, "n", json!({ "name": "n", "recovery_window_days": 0 }))
        .await
        .unwrap();
    secret().delete(&aws, "n").await.unwrap();
    let deleted = script.requests_of("DeleteSecret");
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].body, r#"{"SecretId":"n","ForceDeleteWithoutRecovery":true}"#);
    assert_eq!(script.requests_of("RemoveRegionsFromReplication").len(), 1);
}

#[tokio::test]
async fn a_replica_that_cannot_be_made_is_an_error() {
    let failed = json!({ "ReplicationStatus": [{
        "Region": "us-west-2", "Status": "Failed", "StatusMessage": "there is one of this name",
    }] });
    let script = script("v", failed).answer("ReplicateSecretToRegions", 200, r#"{"ARN":"a"}"#);
    let (wanted, live) = (spec(json!({ "replicas": { "us-west-2": {} } })), spec(json!({})));
    let update =
        secret().update(&script.aws().await, &Workspace::new("."), "n", wanted, live).await;
    assert_eq!(
        update.unwrap_err().message,
        "the replica in us-west-2 could not be made: there is one of this name"
    );
}

#[tokio::test]
async fn rotation_is_set_up_and_ended() {
    let script = ScriptedCloud::default()
        .answer("RotateSecret", 200, r#"{"ARN":"a"}"#)
        .answer("CancelRotateSecret", 200, r#"{"ARN":"a"}"#);
    let aws = script.aws().await;
    let rotation = json!({ "rotation": { "function": "f", "schedule": "rate(10 days)", "rotate_immediately": false } });
    let (with, without) = (spec(rotation), spec(json!({})));
    let workspace = Workspace::new(".");
    secret().update(&aws, &workspace, "n", with.clone(), without.clone()).await.unwrap();
    secret().update(&aws, &workspace, "n", without, with).await.unwrap();
    let sent: Value = serde_json::from_str(&script.requests_of("RotateSecret")[0].body).unwrap();
    assert_eq!(sent["RotateImmediately"], false);
    assert_eq!(sent["RotationRules"], json!({ "ScheduleExpression": "rate(10 days)" }));
    assert_eq!(script.requests_of("CancelRotateSecret")[0].body, r#"{"SecretId":"n"}"#);
}
