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
    let operation = "UpdateFunctionConfiguration";
    let message = "The operation cannot be performed at this time. An update is in progress for resource: api";
    let busy_at_first =
        error(ScriptedCloud::default(), operation, 409, "ResourceConflictException", message);
    let script = busy_at_first
        .answer(operation, 200, &*done)
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
            "UpdateFunctionConfiguration", "UpdateFunctionConfiguration", "GetFunction",
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
    assert_eq!(operations(&script)[..2], ["PutFunctionCodeSigningConfig", "UpdateFunctionCode"]);

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

/// Nobody but AWS's list says which layer Lambda Insights is, and nobody but us that it is `insights`.
#[tokio::test]
async fn lambda_insights_is_a_layer_of_the_region_and_the_processor() {
    let insights = "arn:aws:lambda:us-east-2:580247275435:layer:LambdaInsightsExtension:56";
    let other = "arn:aws:lambda:us-east-2:123456789012:layer:other:3";
    let script = ScriptedCloud::default().answer("GetFunction", 200, function(json!({}))).answer(
        "UpdateFunctionConfiguration",
        200,
        configuration(json!({})).to_string(),
    );
    let wanted = with(json!({ "layers": [other], "insights": true }));
    let before = live(spec()).await;
    kind().update(&script.aws().await, &workspace(), "api", wanted.clone(), before).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateFunctionConfiguration"),
        json!({ "Layers": [other, insights] })
    );

    let shown = function(json!({ "Layers": [{ "Arn": other }, { "Arn": insights }] }));
    let script = plain(ScriptedCloud::default().answer("GetFunction", 200, shown));
    let read = kind().read(&script.aws().await, "api").await.unwrap().unwrap();
    assert_eq!((&read.spec["layers"], &read.spec["insights"]), (&json!([other]), &json!(true)));
    // Named by hand, it is the same.
    let by_hand = live(with(json!({ "layers": [other, insights] }))).await;
    assert_eq!(by_hand["insights"], true);
}

#[tokio::test]
async fn the_runtime_stays_with_a_version() {
    let version = "arn:aws:lambda:us-east-2::runtime:0123456789abcdef";
    let manual = json!({ "runtime_updates": "Manual", "runtime_version": version });
    let script = ScriptedCloud::default().answer("GetFunction", 200, function(json!({}))).answer(
        "PutRuntimeManagementConfig",
        200,
        json!({ "UpdateRuntimeOn": "Manual", "FunctionArn": ARN, "RuntimeVersionArn": version })
            .to_string(),
    );
    let (before, wanted) = (live(spec()).await, with(manual.clone()));
    kind().update(&script.aws().await, &workspace(), "api", wanted, before).await.unwrap();
    assert_eq!(
        sent(&script, "PutRuntimeManagementConfig"),
        json!({ "UpdateRuntimeOn": "Manual", "RuntimeVersionArn": version })
    );
    let script = ScriptedCloud::default().answer("GetFunction", 200, function(json!({}))).answer(
        "GetRuntimeManagementConfig",
        200,
        json!({ "UpdateRuntimeOn": "Manual", "RuntimeVersionArn": version }).to_string(),
    );
    let read = kind().read(&plain(script).aws().await, "api").await.unwrap().unwrap();
    assert_eq!(read.spec["runtime_updates"], "Manual");
    assert_eq!(read.spec["runtime_version"], version);
}

/// Without the hash of an object, what is seen is that it is another.
#[tokio::test]
async fn code_of_which_nobody_tells_the_hash_is_taken_again_when_it_is_elsewhere() {
    let code = |key: &str| with(json!({ "code": { "bucket": "builds", "key": key } }));
    let script = ScriptedCloud::default()
        .answer("GetFunction", 200, function(json!({})))
        .answer("UpdateFunctionCode", 200, configuration(json!({})).to_string())
        .answer("TagResource", 204, "");
    let aws = script.aws().await;
    let before = live(code("1.zip")).await;
    kind().update(&aws, &workspace(), "api", code("1.zip"), before.clone()).await.unwrap();
    assert_eq!(script.requests_of("UpdateFunctionCode").len(), 0);
    kind().update(&aws, &workspace(), "api", code("2.zip"), before).await.unwrap();
    assert_eq!(sent(&script, "UpdateFunctionCode")["S3Key"], "2.zip");
    assert!(script.requests_of("TagResource")[0].body.contains("diatonic:code"));
}
