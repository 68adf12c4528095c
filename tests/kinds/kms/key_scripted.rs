//! Keys, where AWS does what no emulator does.

use aws::tags::{ADDRESS, STACK};
use aws::{Aws, AwsError};
use kind::registry;
use kind::{AnyKind, LiveObject};
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

fn key() -> &'static dyn AnyKind {
    registry::find("kms.key").unwrap()
}

fn described(state: &str, more: &str) -> String {
    format!(
        r#"{{"KeyMetadata":{{"KeyId":"{ID}","Arn":"arn:aws:kms:us-east-2:123456789012:key/{ID}","Enabled":false,
            "Description":"","KeyUsage":"ENCRYPT_DECRYPT","KeyState":"{state}","Origin":"AWS_KMS",
            "KeyManager":"CUSTOMER","KeySpec":"SYMMETRIC_DEFAULT","MultiRegion":false{more}}}}}"#
    )
}

/// A key with AWS's own policy, and nothing else.
fn plain(state: &str, more: &str) -> ScriptedCloud {
    let policy = json!({ "Version": "2012-10-17", "Id": "key-consolepolicy-3", "Statement": [{
        "Sid": "Enable IAM User Permissions", "Effect": "Allow",
        "Principal": { "AWS": "arn:aws:iam::123456789012:root" }, "Action": "kms:*", "Resource": "*",
    }] });
    ScriptedCloud::default()
        .answer("DescribeKey", 200, described(state, more))
        .answer("GetKeyPolicy", 200, json!({ "Policy": policy.to_string() }).to_string())
        .answer("GetKeyRotationStatus", 200, r#"{"KeyRotationEnabled":false}"#)
        .answer("ListAliases", 200, r#"{"Aliases":[],"Truncated":false}"#)
        .answer("ListResourceTags", 200, r#"{"Tags":[],"Truncated":false}"#)
}

async fn read(script: &ScriptedCloud) -> Result<Option<LiveObject>, AwsError> {
    key().read(&script.aws().await, ID).await
}

async fn update(aws: &Aws, spec: Value, live: Value) -> Result<(), AwsError> {
    key().update(aws, &Workspace::new("."), ID, spec, live).await
}

#[tokio::test]
async fn the_policy_of_aws_itself_is_none() {
    let live = read(&plain("Enabled", "")).await.unwrap().unwrap();
    assert_eq!(live.spec.get("policy"), None);
    assert_eq!(live.spec["disabled"], false);
    assert_eq!(live.outputs["id"].as_deref(), Some(ID));
}

#[tokio::test]
async fn a_key_that_is_on_its_way_out_is_gone() {
    for state in ["PendingDeletion", "PendingReplicaDeletion"] {
        assert_eq!(read(&plain(state, "")).await.unwrap(), None, "{state}");
    }
    assert_eq!(read(&plain("Disabled", "")).await.unwrap().unwrap().spec["disabled"], true);
}

/// AWS does not rotate such a key, and refuses to say whether it does.
#[tokio::test]
async fn a_key_without_its_material_is_not_disabled() {
    let script = ScriptedCloud::default()
        .answer("DescribeKey", 200, described("PendingImport", "").replace("AWS_KMS", "EXTERNAL"))
        .answer("GetKeyPolicy", 200, r#"{"Policy":"{\"Statement\":[]}"}"#)
        .answer("ListAliases", 200, r#"{"Aliases":[],"Truncated":false}"#)
        .answer("ListResourceTags", 200, r#"{"Tags":[],"Truncated":false}"#);
    let live = read(&script).await.unwrap().unwrap();
    assert_eq!((&live.spec["disabled"], &live.spec["origin"]), (&json!(false), &json!("EXTERNAL")));
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (code, is_absent) in [("AccessDeniedException", false), ("NotFoundException", true)] {
        let refusal = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let script = ScriptedCloud::default().answer("DescribeKey", 400, refusal);
        assert_eq!(read(&script).await.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

/// The aliases go first: another key may have them before this one is gone.
#[tokio::test]
async fn a_deletion_is_scheduled_once_and_with_the_window_of_the_spec() {
    let alias = r#"{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"k"}],"Truncated":false}"#;
    let script = ScriptedCloud::default()
        .answer("DescribeKey", 200, described("Enabled", ""))
        .answer("DescribeKey", 200, described("PendingDeletion", ""))
        .answer("ListAliases", 200, alias)
        .answer("DeleteAlias", 200, "{}")
        .answer("ScheduleKeyDeletion", 200, "{}");
    let aws = script.aws().await;
    key().before_delete(&aws, ID, json!({ "deletion_window_days": 7 })).await.unwrap();
    key().delete(&aws, ID).await.unwrap();
    let scheduled = script.requests_of("ScheduleKeyDeletion");
    let bodies: Vec<&str> = scheduled.iter().map(|request| request.body.as_str()).collect();
    assert_eq!(bodies, [format!(r#"{{"KeyId":"{ID}","PendingWindowInDays":7}}"#)]);
    let order: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    assert_eq!(
        order,
        ["DescribeKey", "ListAliases", "DeleteAlias", "ScheduleKeyDeletion", "DescribeKey"]
    );
}

/// A key whose state nobody has left is found by what it is called, and by its tags.
#[tokio::test]
async fn keys_are_found_by_their_aliases_and_by_our_tags() {
    let tags = |stack: &str| {
        json!({ "Tags": [{ "TagKey": STACK, "TagValue": stack }, { "TagKey": ADDRESS, "TagValue": "kms.key.k" }],
                "Truncated": false })
        .to_string()
    };
    let keys =
        r#"{"Keys":[{"KeyId":"closed"},{"KeyId":"ours"},{"KeyId":"theirs"}],"Truncated":false}"#;
    let alias = r#"{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"named"},{"AliasName":"alias/b","TargetKeyId":"x"}],
                    "Truncated":false}"#;
    let script = ScriptedCloud::default()
        .answer("ListAliases", 200, alias)
        .answer("ListKeys", 200, keys)
        .answer("ListResourceTags", 400, r#"{"__type":"AccessDeniedException","message":"no"}"#)
        .answer("ListResourceTags", 200, tags("shop/dev"))
        .answer("ListResourceTags", 200, tags("shop/prod"));
    let ownership = [(STACK, "shop/dev"), (ADDRESS, "kms.key.k")];
    let ownership = ownership.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
    let identity = json!({ "aliases": ["alias/a"] });
    let found = key().find(&script.aws().await, identity, &ownership).await.unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&"named".to_owned()));
}

fn with_alias() -> (Value, Value) {
    let tags = json!({ STACK: "shop/dev", ADDRESS: "kms.key.k" });
    let live = json!({ "tags": tags });
    (json!({ "tags": tags, "aliases": ["alias/a"] }), live)
}

fn taken(stack: &str) -> ScriptedCloud {
    let tags = json!({ "Tags": [{ "TagKey": STACK, "TagValue": stack }, { "TagKey": ADDRESS, "TagValue": "kms.key.k" }],
                       "Truncated": false });
    ScriptedCloud::default()
        .answer(
            "CreateAlias",
            400,
            r#"{"__type":"AlreadyExistsException","message":"there is one"}"#,
        )
        .answer(
            "ListAliases",
            200,
            r#"{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"old"}],"Truncated":false}"#,
        )
        .answer("ListResourceTags", 200, tags.to_string())
        .answer("UpdateAlias", 200, "{}")
}

/// While a key takes the place of another one, both are there.
#[tokio::test]
async fn an_alias_moves_from_the_key_that_is_replaced() {
    let script = taken("shop/dev");
    let (spec, live) = with_alias();
    update(&script.aws().await, spec, live).await.unwrap();
    assert_eq!(
        script.requests_of("UpdateAlias")[0].body,
        format!(r#"{{"AliasName":"alias/a","TargetKeyId":"{ID}"}}"#)
    );
}

#[tokio::test]
async fn an_alias_of_somebody_else_stays() {
    let script = taken("billing/dev");
    let (spec, live) = with_alias();
    let error = update(&script.aws().await, spec, live).await.unwrap_err();
    assert_eq!(error.message, "`alias/a` is an alias of another key, `old`");
    assert_eq!(script.requests_of("UpdateAlias").len(), 0);
}

/// AWS turns rotation on only while the key is enabled, and a policy that is removed is AWS's own again.
#[tokio::test]
async fn a_key_is_enabled_before_anything_else() {
    let script = ScriptedCloud::default()
        .answer("EnableKey", 200, "{}")
        .answer("EnableKeyRotation", 200, "{}")
        .answer("PutKeyPolicy", 200, "{}");
    let policy = json!({ "Statement": [] });
    let aws = script.aws().await;
    update(&aws, json!({ "rotation_days": 90 }), json!({ "disabled": true, "policy": policy }))
        .await
        .unwrap();
    let order: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    assert_eq!(order, ["EnableKey", "EnableKeyRotation", "PutKeyPolicy"]);
    let body = &script.requests_of("PutKeyPolicy")[0].body;
    assert!(body.contains(r#"{\"AWS\":\"123456789012\"}"#), "{body}");
}
