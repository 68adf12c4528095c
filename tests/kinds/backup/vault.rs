use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

round_trips! {
    kind: "backup.vault", base: json!({}), prepare: &[];
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "client('backup').list_tags(ResourceArn=client('backup').describe_backup_vault(BackupVaultName=name)['BackupVaultArn'])['Tags'].get('Team')",
        json!("ai"), On::Ministack("moto has no policies and notifications of vaults, which every read asks for");
}

fn vault() -> &'static dyn AnyKind {
    registry::find("backup.vault").unwrap()
}

const ARN: &str = "arn:aws:backup:us-east-2:123456789012:backup-vault:main";
const TOPIC: &str = "arn:aws:sns:us-east-2:123456789012:alerts";

fn refusal(code: &str, message: &str) -> String {
    json!({ "__type": code, "Code": code, "Message": message }).to_string()
}

fn described(more: Value) -> String {
    let mut answer = json!({ "BackupVaultName": "main", "BackupVaultArn": ARN,
        "EncryptionKeyArn": "arn:aws:kms:us-east-2:123456789012:key/k", "NumberOfRecoveryPoints": 0, "Locked": false });
    answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    answer.to_string()
}

/// AWS says "not found" of a policy and of notifications that are not there, and that is not the vault.
#[tokio::test]
async fn a_vault_alone() {
    let none = refusal("ResourceNotFoundException", "none");
    let script = ScriptedCloud::default()
        .answer("DescribeBackupVault", 200, described(json!({})))
        .answer("GetBackupVaultAccessPolicy", 400, none.clone())
        .answer("GetBackupVaultNotifications", 400, none)
        .answer("ListTags", 200, r#"{"Tags":{}}"#);
    let live = vault().read(&script.aws().await, "main").await.unwrap().unwrap();
    for absent in ["lock", "notifications", "policy"] {
        assert_eq!(live.spec.get(absent), None, "{absent}");
    }
    assert_eq!(live.outputs["arn"].as_deref(), Some(ARN));
}

#[tokio::test]
async fn a_vault_with_everything() {
    let policy = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Principal": "*",
        "Action": "backup:DeleteRecoveryPoint", "Resource": "*" }] });
    let lock = json!({ "Locked": true, "MinRetentionDays": 7, "LockDate": 1_790_000_000 });
    let told = json!({ "SNSTopicArn": TOPIC, "BackupVaultEvents": ["COPY_JOB_FAILED"] });
    let script = ScriptedCloud::default()
        .answer("DescribeBackupVault", 200, described(lock))
        .answer(
            "GetBackupVaultAccessPolicy",
            200,
            json!({ "Policy": policy.to_string() }).to_string(),
        )
        .answer("GetBackupVaultNotifications", 200, told.to_string())
        .answer("ListTags", 200, r#"{"Tags":{"Team":"ai"}}"#);
    let live = vault().read(&script.aws().await, "main").await.unwrap().unwrap();
    assert_eq!(live.spec["lock"]["min_retention_days"], 7);
    assert!(live.spec["lock"].get("compliance").is_some());
    assert_eq!(live.spec["notifications"]["events"], json!(["COPY_JOB_FAILED"]));
    assert_eq!(live.spec["tags"]["Team"], "ai");
}

/// AWS denies access to a vault that does not exist; the list says which it is.
#[tokio::test]
async fn a_vault_that_is_not_there_is_told_from_one_that_may_not_be_read() {
    let denied =
        refusal("AccessDeniedException", "Insufficient privileges to perform this action.");
    for (listed, is_absent) in [("[]", true), (r#"[{"BackupVaultName":"main"}]"#, false)] {
        let script = ScriptedCloud::default()
            .answer("DescribeBackupVault", 403, denied.clone())
            .answer("ListBackupVaults", 200, format!(r#"{{"BackupVaultList":{listed}}}"#));
        let read = vault().read(&script.aws().await, "main").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{listed}");
    }
    let script = ScriptedCloud::default()
        .answer("DescribeBackupVault", 403, denied.clone())
        .answer("ListBackupVaults", 403, denied);
    assert!(vault().read(&script.aws().await, "main").await.is_err());
}

#[tokio::test]
async fn settings_are_made_and_taken_back() {
    let operations = [
        "PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy",
        "PutBackupVaultNotifications", "DeleteBackupVaultNotifications",
        "PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration",
    ];
    let answered = |script: ScriptedCloud, operation: &&str| script.answer(operation, 200, "{}");
    let script = operations.iter().fold(ScriptedCloud::default(), answered);
    let aws = script.aws().await;
    let plain = json!({ "name": "main" });
    let full = json!({
        "name": "main",
        "policy": { "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "backup:*", "Resource": "*" }] },
        "notifications": { "topic": TOPIC, "events": ["BACKUP_JOB_COMPLETED"] },
        "lock": { "min_retention_days": 7, "max_retention_days": 400, "compliance": { "changeable_for_days": 10 } },
    });
    let workspace = Workspace::new(".");
    vault().update(&aws, &workspace, "main", full.clone(), plain.clone()).await.unwrap();
    vault().update(&aws, &workspace, "main", plain, full.clone()).await.unwrap();
    for operation in operations {
        assert_eq!(script.requests_of(operation).len(), 1, "{operation}");
    }
    assert_eq!(
        script.requests_of("PutBackupVaultLockConfiguration")[0].body,
        r#"{"ChangeableForDays":10,"MaxRetentionDays":400,"MinRetentionDays":7}"#
    );
    // Out of compliance mode leads by way of no lock.
    let mut governance = full.clone();
    governance["lock"] = json!({ "min_retention_days": 7 });
    vault().update(&aws, &workspace, "main", governance, full).await.unwrap();
    assert_eq!(script.requests_of("DeleteBackupVaultLockConfiguration").len(), 2);
    assert_eq!(
        script.requests_of("PutBackupVaultLockConfiguration")[1].body,
        r#"{"MinRetentionDays":7}"#
    );
}

#[tokio::test]
async fn a_vault_with_recovery_points_is_not_deleted() {
    let message = "Backup vault cannot be deleted because it contains recovery points.";
    let script = ScriptedCloud::default()
        .answer("DescribeBackupVault", 200, described(json!({ "NumberOfRecoveryPoints": 3 })))
        .answer("DeleteBackupVault", 400, refusal("InvalidRequestException", message));
    let error = vault().delete(&script.aws().await, "main").await.unwrap_err();
    assert!(error.message.starts_with("the vault has recovery points"), "{error}");
}

#[test]
fn locks_are_looked_at() {
    let messages = |lock: Value| -> Vec<String> {
        let spec = json!({ "name": "main", "lock": lock });
        vault().check(&spec).into_iter().map(|it| it.message).collect()
    };
    assert_eq!(messages(json!({ "min_retention_days": 7 })), [""; 0]);
    assert_eq!(
        messages(json!({ "min_retention_days": 8, "max_retention_days": 7 })),
        ["no recovery point could be kept"]
    );
    assert_eq!(messages(json!({})), ["the lock bounds nothing but who may delete"]);
    assert_eq!(
        messages(json!({ "min_retention_days": 7, "compliance": {} })),
        ["compliance mode cannot be undone"]
    );
    assert_eq!(messages(json!({ "compliance": { "changeable_for_days": 2 } })).len(), 1);
}
