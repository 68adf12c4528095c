//! Creation and updates: roles that cannot be assumed yet, code, and what is sent empty.

use super::*;

#[tokio::test]
async fn a_new_role_is_waited_for() {
    let script = ScriptedCloud::default();
    let script = refused(
        script,
        "CreateFunction",
        "The role defined for the function cannot be assumed by Lambda.",
    )
    .answer("CreateFunction", 201, configuration(json!({})).to_string())
    .answer("GetFunction", 200, function(json!({ "State": "Pending" })))
    .answer("GetFunction", 200, function(json!({})));
    let aws = script.aws().await;
    let id = kind().create(&aws, &workspace(), spec()).await;
    assert_eq!(id.as_deref(), Ok("api"));
    kind().until_usable(&aws, "api").await.unwrap();
    let expected = ["CreateFunction", "CreateFunction", "GetFunction", "GetFunction"];
    assert_eq!(operations(&script), expected);
}

#[tokio::test]
async fn no_other_refusal_is_repeated() {
    let script =
        refused(ScriptedCloud::default(), "CreateFunction", "Layer version does not exist");
    let refusal = kind().create(&script.aws().await, &workspace(), spec()).await.unwrap_err();
    assert_eq!(refusal.message, "Layer version does not exist");
    assert_eq!(operations(&script), ["CreateFunction"]);
}

#[tokio::test]
async fn a_function_is_created_in_one_call_with_its_tags_and_no_defaults() {
    let script = ScriptedCloud::default().answer(
        "CreateFunction",
        201,
        configuration(json!({})).to_string(),
    );
    let spec = with(json!({ "memory": 256, "tags": { "Team": "ai" } }));
    kind().create(&script.aws().await, &workspace(), spec).await.unwrap();
    let mut body = sent(&script, "CreateFunction");
    assert!(body["Code"]["ZipFile"].take().is_string());
    assert_eq!(
        body,
        json!({
            "FunctionName": "api", "PackageType": "Zip", "Runtime": "provided.al2023", "Handler": "bootstrap",
            "Role": "arn:aws:iam::123456789012:role/api", "Architectures": ["x86_64"], "MemorySize": 256,
            "Tags": { "Team": "ai" }, "Code": { "ZipFile": null },
        })
    );
}

#[tokio::test]
async fn code_waits_for_the_settings() {
    let done = configuration(json!({})).to_string();
    let busy = || function(json!({ "LastUpdateStatus": "InProgress" }));
    let script = ScriptedCloud::default()
        .answer("UpdateFunctionConfiguration", 200, &*done)
        .answer("GetFunction", 200, busy())
        .answer("GetFunction", 200, function(json!({})))
        .answer("GetFunction", 200, busy())
        .answer("GetFunction", 200, function(json!({})))
        .answer("UpdateFunctionCode", 200, done);
    let before =
        live(with(json!({ "code": { "folder": "tests/kinds/lambda/functions/other" } }))).await;
    let spec = with(json!({ "timeout": 30 }));
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(
        operations(&script),
        [
            "GetFunction", "GetFunction", "UpdateFunctionConfiguration", "GetFunction",
            "GetFunction", "UpdateFunctionCode", "GetFunction"
        ]
    );
    assert_eq!(sent(&script, "UpdateFunctionConfiguration"), json!({ "Timeout": 30 }));
}

#[tokio::test]
async fn an_update_that_fails_says_why() {
    let failure = json!({
        "LastUpdateStatus": "Failed",
        "LastUpdateStatusReason": "The subnet has no free addresses",
    });
    let script = ScriptedCloud::default().answer("UpdateFunctionConfiguration", 200, "{}").answer(
        "GetFunction",
        200,
        function(failure),
    );
    let spec = with(json!({ "timeout": 30 }));
    let before = live(self::spec()).await;
    let error = kind().update(&script.aws().await, &workspace(), "api", spec, before).await;
    assert!(error.unwrap_err().message.contains("The subnet has no free addresses"));
}

#[tokio::test]
async fn what_goes_away_is_sent_empty() {
    let script = ScriptedCloud::default().answer("UpdateFunctionConfiguration", 200, "{}").answer(
        "GetFunction",
        200,
        function(json!({})),
    );
    let before = live(with(json!({
        "description": "x", "environment": { "TABLE": "users" }, "kms_key": "arn:aws:kms:us-east-2:123456789012:key/1",
        "vpc": { "subnets": ["subnet-1"], "security_groups": ["sg-1"] },
        "layers": ["arn:aws:lambda:us-east-2:123456789012:layer:shared:1"],
        "dead_letter": "arn:aws:sqs:us-east-2:123456789012:failed",
        "logging": { "log_group": "/apps/all", "format": "JSON" },
        "tracing": "Active", "snap_start": true,
        "file_system": {
            "access_point": "arn:aws:elasticfilesystem:us-east-2:123456789012:access-point/fsap-0123456789abcdef0",
            "mount_path": "/mnt/data",
        },
    })))
    .await;
    kind().update(&script.aws().await, &workspace(), "api", spec(), before).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateFunctionConfiguration"),
        json!({
            "Description": "", "Environment": { "Variables": {} }, "KMSKeyArn": "",
            "VpcConfig": { "SubnetIds": [], "SecurityGroupIds": [] }, "Layers": [], "FileSystemConfigs": [],
            "DeadLetterConfig": { "TargetArn": "" }, "TracingConfig": { "Mode": "PassThrough" },
            "LoggingConfig": { "LogFormat": "Text", "LogGroup": "/aws/lambda/api" },
            "SnapStart": { "ApplyOn": "None" },
        })
    );
}

#[tokio::test]
async fn code_signing_is_bound_before_the_code_and_freed() {
    let done = configuration(json!({})).to_string();
    let script = ScriptedCloud::default()
        .answer("PutFunctionCodeSigningConfig", 200, "{}")
        .answer("UpdateFunctionCode", 200, done)
        .answer("GetFunction", 200, function(json!({})));
    let before =
        live(with(json!({ "code": { "folder": "tests/kinds/lambda/functions/other" } }))).await;
    let signed = with(json!({ "code_signing_config": SIGNING }));
    let aws = script.aws().await;
    kind().update(&aws, &workspace(), "api", signed.clone(), before).await.unwrap();
    assert_eq!(
        operations(&script)[..3],
        ["GetFunction", "PutFunctionCodeSigningConfig", "UpdateFunctionCode"]
    );

    let script = ScriptedCloud::default().answer("DeleteFunctionCodeSigningConfig", 204, "");
    let before = live(signed).await;
    kind().update(&script.aws().await, &workspace(), "api", spec(), before).await.unwrap();
    assert_eq!(operations(&script), ["DeleteFunctionCodeSigningConfig"]);
}

#[tokio::test]
async fn code_in_a_bucket_is_taken_when_its_hash_changes() {
    let object = |sha256: &str| {
        with(
            json!({ "code": { "bucket": "builds", "key": "api.zip", "sha256": sha256 }, "package_kms_key": "arn:aws:kms:us-east-2:123456789012:key/1" }),
        )
    };
    let script = ScriptedCloud::default().answer("UpdateFunctionCode", 200, "{}").answer(
        "GetFunction",
        200,
        function(json!({})),
    );
    let before = live(object("JSObMhRKtkuHGLHe/bKGYe5ed4UxiWjUFgZzCNN/BvE=")).await;
    let spec = object("c2hhMjU2c2hhMjU2c2hhMjU2c2hhMjU2c2hhMjU2ISE=");
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateFunctionCode"),
        json!({
            "S3Bucket": "builds", "S3Key": "api.zip", "Architectures": ["x86_64"],
            "SourceKMSKeyArn": "arn:aws:kms:us-east-2:123456789012:key/1",
        })
    );
}
