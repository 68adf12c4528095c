use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const WHY: &str = "moto has no selections, which every read asks for";
const ROLE: &str = "arn:aws:iam::123456789012:role/backup";

round_trips! {
    kind: "backup.plan",
    base: json!({
        "rules": { "daily": { "vault": "main", "lifecycle": { "delete_after_days": 35 } } },
        "selections": { "tables": { "role": ROLE, "any_tag": [{ "key": "Backup", "value": "true" }] } },
    }),
    prepare: &[];
    rule: json!({ "rules": { "daily": { "schedule": "cron(0 2 ? * * *)", "timezone": "Europe/Berlin" } } }) =>
        "client('backup').get_backup_plan(BackupPlanId=id)['BackupPlan']['Rules'][0]['ScheduleExpression']",
        json!("cron(0 2 ? * * *)"), On::Ministack(WHY);
    another_rule: json!({ "rules": { "monthly": {
        "vault": "main", "schedule": "cron(0 3 1 * ? *)", "start_window_minutes": 60, "completion_window_minutes": 600,
        "lifecycle": { "cold_after_days": 30, "delete_after_days": 365, "opt_in_to_archive": true },
        "recovery_point_tags": { "Sort": "monthly" }, "indexed_resource_types": ["S3"],
        "copies": [{ "vault": "arn:aws:backup:us-west-2:123456789012:backup-vault:far",
                     "lifecycle": { "delete_after_days": 120 } }] } } }) =>
        "sorted(r['RuleName'] for r in client('backup').get_backup_plan(BackupPlanId=id)['BackupPlan']['Rules'])",
        json!(["daily", "monthly"]), On::Ministack(WHY);
    continuous_backup: json!({ "rules": { "daily": { "continuous_backup": true } } }) =>
        "client('backup').get_backup_plan(BackupPlanId=id)['BackupPlan']['Rules'][0]['EnableContinuousBackup']",
        json!(true), On::Ministack(WHY);
    advanced_settings: json!({ "advanced_settings": { "EC2": { "WindowsVSS": "enabled" } } }) =>
        "client('backup').get_backup_plan(BackupPlanId=id)['BackupPlan']['AdvancedBackupSettings'][0]['BackupOptions']",
        json!({ "WindowsVSS": "enabled" }), On::Ministack(WHY);
    malware_scanners: json!({
        "malware_scanners": { "GUARDDUTY": { "resource_types": ["S3"], "role": ROLE } },
        "rules": { "daily": { "malware_scans": { "GUARDDUTY": "FULL_SCAN" } } } }) =>
        "client('backup').get_backup_plan(BackupPlanId=id)['BackupPlan']['ScanSettings'][0]['ResourceTypes']",
        json!(["S3"]), On::Ministack(WHY);
    selection: json!({ "selections": { "tables": { "any_tag": [], "resources": ["arn:aws:dynamodb:*:*:table/*"],
        "not_resources": ["arn:aws:dynamodb:*:*:table/sessions"],
        "conditions": { "equals": [{ "key": "aws:ResourceTag/Stage", "value": "prod" }] } } } }) =>
        "(lambda c, s: c.get_backup_selection(BackupPlanId=id, SelectionId=s)['BackupSelection']['Resources'])(client('backup'), client('backup').list_backup_selections(BackupPlanId=id)['BackupSelectionsList'][0]['SelectionId'])",
        json!(["arn:aws:dynamodb:*:*:table/*"]), On::Ministack(WHY);
    another_selection: json!({ "selections": { "bucket": { "role": ROLE, "resources": ["arn:aws:s3:::b"] } } }) =>
        "len(client('backup').list_backup_selections(BackupPlanId=id)['BackupSelectionsList'])", json!(2),
        On::Ministack(WHY);
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "client('backup').list_tags(ResourceArn=client('backup').get_backup_plan(BackupPlanId=id)['BackupPlanArn'])['Tags'].get('Team')",
        json!("ai"), On::Ministack(WHY);
}

fn plan() -> &'static dyn AnyKind {
    registry::find("backup.plan").unwrap()
}

/// AWS spells its defaults out, which emulators omit.
#[tokio::test]
async fn the_defaults_of_aws_are_those_of_a_spec() {
    let rule = json!({
        "RuleName": "daily", "TargetBackupVaultName": "main", "ScheduleExpression": "cron(0 5 ? * * *)",
        "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowMinutes": 480, "CompletionWindowMinutes": 10080,
        "RuleId": "r", "EnableContinuousBackup": false, "Lifecycle": {}, "CopyActions": [],
        "RecoveryPointTags": {}, "IndexActions": [],
    });
    let answer = json!({ "BackupPlanId": "p", "BackupPlanArn": "arn:p", "BackupPlan": {
        "BackupPlanName": "n", "Rules": [rule], "AdvancedBackupSettings": [] } });
    let script = ScriptedCloud::default()
        .answer("GetBackupPlan", 200, answer.to_string())
        .answer("ListTags", 200, r#"{"Tags":{}}"#)
        .answer("ListBackupSelections", 200, r#"{"BackupSelectionsList":[]}"#);
    let live = plan().read(&script.aws().await, "p").await.unwrap().unwrap();
    let written = json!({ "name": "n", "rules": { "daily": { "vault": "main" } } });
    let written = plan().prepare(written, &Workspace::new(".")).await.unwrap();
    assert_eq!(live.spec, written);
}

#[tokio::test]
async fn a_plan_that_was_deleted_is_gone_and_a_refused_read_is_not_an_absence() {
    let gone = json!({ "BackupPlanId": "p", "DeletionDate": 1_790_000_000,
                       "BackupPlan": { "BackupPlanName": "n", "Rules": [] } });
    let script = ScriptedCloud::default().answer("GetBackupPlan", 200, gone.to_string());
    let aws = script.aws().await;
    assert_eq!(plan().read(&aws, "p").await.unwrap(), None);
    plan().delete(&aws, "p").await.unwrap();
    for (code, is_absent) in [("AccessDeniedException", false), ("ResourceNotFoundException", true)]
    {
        let refusal = json!({ "__type": code, "Message": "no" }).to_string();
        let script = ScriptedCloud::default().answer("GetBackupPlan", 400, refusal);
        let read = plan().read(&script.aws().await, "p").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

/// Names of plans are not unique: ours is known by its tags.
#[tokio::test]
async fn of_plans_with_one_name_ours_is_found() {
    let plans = json!({ "BackupPlansList": [
        { "BackupPlanId": "a", "BackupPlanArn": "arn:a", "BackupPlanName": "n" },
        { "BackupPlanId": "b", "BackupPlanArn": "arn:b", "BackupPlanName": "n" },
        { "BackupPlanId": "c", "BackupPlanArn": "arn:c", "BackupPlanName": "other" },
    ] });
    let script = ScriptedCloud::default()
        .answer("ListBackupPlans", 200, plans.to_string())
        .answer("ListTags", 200, r#"{"Tags":{}}"#)
        .answer("ListTags", 200, r#"{"Tags":{"diatonic:stack":"shop/dev"}}"#);
    let ownership = [("diatonic:stack".to_owned(), "shop/dev".to_owned())].into();
    let aws = script.aws().await;
    let found = plan().find(&aws, json!({ "name": "n" }), &ownership).await.unwrap();
    assert_eq!((found.len(), script.requests_of("ListTags").len()), (1, 2));
}

#[test]
fn rules_that_contradict_themselves_are_told() {
    let messages = |rules: Value| -> Vec<String> {
        let spec = json!({ "name": "n", "rules": rules });
        plan().check(&spec).into_iter().map(|it| it.message).collect()
    };
    let one = |more: Value| {
        let mut rule = json!({ "vault": "main" });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        messages(json!({ "r": rule }))
    };
    assert_eq!(one(json!({})), [""; 0]);
    for (rule, message) in [
        (
            json!({ "lifecycle": { "cold_after_days": 90, "delete_after_days": 30 } }),
            "the recovery point is deleted too soon after it has moved to cold storage",
        ),
        (
            json!({ "continuous_backup": true, "lifecycle": { "delete_after_days": 36 } }),
            "continuous backups are not kept so long",
        ),
        (json!({ "continuous_backup": true }), "continuous backups are not kept so long"),
        (
            json!({ "start_window_minutes": 600, "completion_window_minutes": 600 }),
            "a backup may be cancelled before it has begun",
        ),
        (json!({ "schedule": "cron(0 25 ? * * *)" }), "the schedule cannot be read"),
        (
            json!({ "schedule": "cron(0/10 * ? * * *)" }),
            "AWS Backup starts a rule once an hour at most",
        ),
        (
            json!({ "lifecycle": { "opt_in_to_archive": true } }),
            "nothing moves to the archive tier",
        ),
        (
            json!({ "lifecycle": { "delete_after_event": "DELETE_AFTER_COPY" } }),
            "nothing is copied",
        ),
        (
            json!({ "malware_scans": { "GUARDDUTY": "FULL_SCAN" } }),
            "nothing is set up to look for malware",
        ),
    ] {
        assert_eq!(one(rule.clone()), [message], "{rule}");
    }
    assert_eq!(
        messages(json!({ "a": { "vault": "main" }, "b": { "vault": "main" } })),
        ["two rules make the same backups"]
    );
    assert_eq!(one(json!({ "start_window_minutes": 30 })).len(), 1);
}

#[test]
fn selections_are_of_something() {
    let messages = |selection: Value| -> Vec<String> {
        let spec = json!({ "name": "n", "rules": { "r": { "vault": "main" } }, "selections": { "s": selection } });
        plan().check(&spec).into_iter().map(|it| it.message).collect()
    };
    let conditions = json!({ "equals": [{ "key": "aws:ResourceTag/a", "value": "b" }] });
    assert_eq!(
        messages(json!({ "role": ROLE, "resources": ["*"], "conditions": conditions })),
        [""; 0]
    );
    assert_eq!(messages(json!({ "role": ROLE })), ["everything is backed up"]);
    assert_eq!(
        messages(json!({ "role": ROLE, "conditions": conditions })),
        ["conditions are of nothing"]
    );
}
