//! What neither emulator does: new roles that cannot be assumed yet, updates that take a while,
//! provisioned instances, aliases with URLs of their own, and answers that hide something.

use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ARN: &str = "arn:aws:lambda:us-east-2:123456789012:function:api";
const SIGNING: &str =
    "arn:aws:lambda:us-east-2:123456789012:code-signing-config:csc-0123456789abcdef0";

fn kind() -> &'static dyn AnyKind {
    registry::find("lambda.function").expect("the kind is registered")
}

fn workspace() -> Workspace {
    Workspace::new(env!("CARGO_MANIFEST_DIR"))
}

fn spec() -> Value {
    json!({
        "name": "api",
        "code": { "folder": "tests/kinds/lambda/functions/echo" },
        "runtime": "provided.al2023",
        "role": "arn:aws:iam::123456789012:role/api",
    })
}

/// A spec with other fields, as people write it.
fn with(fields: Value) -> Value {
    let mut spec = spec();
    spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    spec
}

/// What `read` finds where a spec has been applied.
async fn live(spec: Value) -> Value {
    kind().prepare(spec, &workspace()).await.unwrap()
}

fn configuration(fields: Value) -> Value {
    let mut configuration = json!({
        "FunctionName": "api", "FunctionArn": ARN, "Role": "arn:aws:iam::123456789012:role/api",
        "Runtime": "provided.al2023", "Handler": "bootstrap", "CodeSha256": "c2hh", "PackageType": "Zip",
        "State": "Active", "LastUpdateStatus": "Successful",
    });
    configuration.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    configuration
}

fn function(fields: Value) -> String {
    json!({ "Configuration": configuration(fields), "Code": {}, "Tags": {} }).to_string()
}

fn error(
    script: ScriptedCloud,
    operation: &str,
    status: u16,
    code: &str,
    message: &str,
) -> ScriptedCloud {
    let body = json!({ "message": message }).to_string();
    script.answer_with(operation, status, &[("x-amzn-errortype", code)], body)
}

fn refused(script: ScriptedCloud, operation: &str, message: &str) -> ScriptedCloud {
    error(script, operation, 400, "InvalidParameterValueException", message)
}

fn missing(script: ScriptedCloud, operation: &str) -> ScriptedCloud {
    error(script, operation, 404, "ResourceNotFoundException", "there is none")
}

/// Everything that a read asks, of a function that has nothing but code and settings.
fn plain(script: ScriptedCloud) -> ScriptedCloud {
    missing(script, "GetPolicy")
        .answer("ListAliases", 200, r#"{"Aliases":[]}"#)
        .answer("ListFunctionUrlConfigs", 200, r#"{"FunctionUrlConfigs":[]}"#)
        .answer("ListFunctionEventInvokeConfigs", 200, r#"{"FunctionEventInvokeConfigs":[]}"#)
        .answer("GetFunctionRecursionConfig", 200, r#"{"RecursiveLoop":"Terminate"}"#)
        .answer("ListEventSourceMappings", 200, r#"{"EventSourceMappings":[]}"#)
        .answer("ListCodeSigningConfigs", 200, r#"{"CodeSigningConfigs":[]}"#)
}

fn operations(script: &ScriptedCloud) -> Vec<String> {
    script.requests().into_iter().map(|request| request.operation).collect()
}

fn sent(script: &ScriptedCloud, operation: &str) -> Value {
    let requests = script.requests_of(operation);
    serde_json::from_str(&requests.first().expect("it was called").body).unwrap()
}

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
            "GetFunction",
            "GetFunction",
            "UpdateFunctionConfiguration",
            "GetFunction",
            "GetFunction",
            "UpdateFunctionCode",
            "GetFunction"
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
async fn a_plain_function_is_read_with_six_calls_and_those_made_once_a_run() {
    let script = plain(ScriptedCloud::default().answer("GetFunction", 200, function(json!({}))));
    let aws = script.aws().await;
    let live = kind().read(&aws, "api").await.unwrap().unwrap();
    assert_eq!(live.outputs["arn"].as_deref(), Some(ARN));
    assert_eq!(live.outputs["version"].as_deref(), Some("$LATEST"));
    assert_eq!(operations(&script).len(), 8);
    kind().read(&aws, "api").await.unwrap().unwrap();
    assert_eq!(operations(&script).len(), 14);
}

#[tokio::test]
async fn nothing_more_is_asked_of_a_function_that_does_not_exist() {
    let script = missing(ScriptedCloud::default(), "GetFunction");
    assert_eq!(kind().read(&script.aws().await, "api").await, Ok(None));
    assert_eq!(operations(&script), ["GetFunction"]);
}

#[tokio::test]
async fn what_aws_does_not_show_is_not_taken_for_absent() {
    let hidden = [
        json!({ "Configuration": configuration(json!({})), "TagsError": { "ErrorCode": "AccessDenied", "Message": "no" } }),
        json!({ "Configuration": configuration(json!({ "Environment": { "Error": { "ErrorCode": "AccessDenied", "Message": "no" } } })) }),
    ];
    for answer in hidden {
        let script = plain(ScriptedCloud::default().answer("GetFunction", 200, answer.to_string()));
        let error = kind().read(&script.aws().await, "api").await.unwrap_err();
        assert!(error.message.starts_with("AWS does not show"), "{error}");
    }
    let script = ScriptedCloud::default().answer("GetFunction", 200, function(json!({})));
    let script = plain(error(script, "GetPolicy", 403, "AccessDeniedException", "no"));
    assert!(kind().read(&script.aws().await, "api").await.is_err());
}

#[tokio::test]
async fn aliases_have_urls_instances_and_versions_of_their_own() {
    let alias = format!("{ARN}:live");
    let url = |arn: &str, host: &str| {
        json!({
            "FunctionArn": arn, "FunctionUrl": format!("https://{host}/"), "AuthType": "AWS_IAM",
            "CreationTime": "", "LastModifiedTime": "",
        })
    };
    let script = ScriptedCloud::default()
        .answer("GetFunction", 200, function(json!({})))
        // Version 7, which is a copy of an older state.
        .answer("GetFunction", 200, function(json!({ "Version": "7", "MemorySize": 512 })))
        .answer("ListAliases", 200, json!({ "Aliases": [{
            "Name": "live", "FunctionVersion": "7", "RoutingConfig": { "AdditionalVersionWeights": { "6": 0.1 } },
        }] }).to_string())
        .answer("ListProvisionedConcurrencyConfigs", 200, json!({ "ProvisionedConcurrencyConfigs": [
            { "FunctionArn": alias, "RequestedProvisionedConcurrentExecutions": 2 },
        ] }).to_string())
        .answer("ListFunctionUrlConfigs", 200, json!({ "FunctionUrlConfigs": [
            url(ARN, "own"), url(&alias, "live"),
        ] }).to_string())
        .answer("ListFunctionEventInvokeConfigs", 200, json!({ "FunctionEventInvokeConfigs": [
            { "FunctionArn": format!("{ARN}:$LATEST"), "MaximumRetryAttempts": 0 },
            { "FunctionArn": alias, "MaximumRetryAttempts": 1 },
        ] }).to_string())
        .answer("ListCodeSigningConfigs", 200, json!({ "CodeSigningConfigs": [{
            "CodeSigningConfigId": "csc-0123456789abcdef0", "CodeSigningConfigArn": SIGNING,
            "AllowedPublishers": { "SigningProfileVersionArns": [] },
            "CodeSigningPolicies": { "UntrustedArtifactOnDeployment": "Warn" }, "LastModified": "",
        }] }).to_string())
        .answer("ListFunctionsByCodeSigningConfig", 200, json!({ "FunctionArns": [ARN] }).to_string());
    let script = plain(script);
    let live = kind().read(&script.aws().await, "api").await.unwrap().unwrap();
    let spec = &live.spec;
    assert_eq!(spec["code_signing_config"], SIGNING);
    assert_eq!(spec["async_invocation"]["retries"], 0);
    let alias = &spec["aliases"]["live"];
    assert_eq!(alias["async_invocation"]["retries"], 1);
    assert_eq!(alias["function_url"]["authentication"], "AWS_IAM");
    assert_eq!(alias["provisioned_concurrency"], 2);
    assert_eq!(alias["weights"], json!({ "6": 0.1 }));
    assert_eq!(alias["newest"], false);
    assert_eq!(live.outputs["function_url"].as_deref(), Some("https://own/"));
    assert_eq!(live.outputs["qualified_arn"], Some(format!("{ARN}:7")));
}

#[tokio::test]
async fn an_alias_left_behind_moves_to_a_new_version() {
    let script = ScriptedCloud::default()
        .answer("PublishVersion", 201, configuration(json!({ "Version": "8" })).to_string())
        .answer("GetFunction", 200, function(json!({ "State": "Pending" })))
        .answer("GetFunction", 200, function(json!({})))
        .answer("UpdateAlias", 200, "{}")
        .answer("PutProvisionedConcurrencyConfig", 202, r#"{"Status":"IN_PROGRESS"}"#)
        .answer("GetProvisionedConcurrencyConfig", 200, r#"{"Status":"IN_PROGRESS"}"#)
        .answer("GetProvisionedConcurrencyConfig", 200, r#"{"Status":"READY"}"#);
    let spec = with(json!({ "aliases": { "live": { "provisioned_concurrency": 2 } } }));
    let mut before = live(with(json!({ "aliases": { "live": {} } }))).await;
    before["aliases"]["live"]["version"] = json!("7");
    before["aliases"]["live"]["newest"] = json!(false);
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(
        operations(&script),
        [
            "PublishVersion",
            "GetFunction",
            "GetFunction",
            "UpdateAlias",
            "PutProvisionedConcurrencyConfig",
            "GetProvisionedConcurrencyConfig",
            "GetProvisionedConcurrencyConfig",
        ]
    );
    assert_eq!(sent(&script, "UpdateAlias")["FunctionVersion"], "8");
}

#[tokio::test]
async fn an_alias_that_goes_takes_what_belongs_to_it_along() {
    let script = ScriptedCloud::default()
        .answer("RemovePermission", 204, "")
        .answer("DeleteFunctionEventInvokeConfig", 204, "")
        .answer("DeleteFunctionUrlConfig", 204, "")
        .answer("DeleteProvisionedConcurrencyConfig", 204, "")
        .answer("DeleteAlias", 204, "");
    let before = live(with(json!({ "aliases": { "live": {
        "provisioned_concurrency": 2, "permissions": { "all": { "principal": "*" } },
        "async_invocation": { "retries": 0 }, "function_url": { "authentication": "AWS_IAM" },
    } } })))
    .await;
    kind().update(&script.aws().await, &workspace(), "api", spec(), before).await.unwrap();
    let operations = operations(&script);
    assert_eq!(operations.len(), 5);
    assert_eq!(operations.last().map(String::as_str), Some("DeleteAlias"));
    assert!(script.requests_of("RemovePermission")[0].uri.contains("Qualifier=live"));
}

#[tokio::test]
async fn a_permission_that_differs_is_removed_and_added() {
    let permissions = |account: &str| {
        with(json!({ "permissions": {
            "same": { "principal": "sns.amazonaws.com" },
            "bucket": { "principal": "s3.amazonaws.com", "source_account": account },
        } }))
    };
    let script = ScriptedCloud::default().answer("RemovePermission", 204, "").answer(
        "AddPermission",
        201,
        "{}",
    );
    let before = live(permissions("123456789012")).await;
    let spec = permissions("210987654321");
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(operations(&script), ["RemovePermission", "AddPermission"]);
    assert_eq!(sent(&script, "AddPermission")["SourceAccount"], "210987654321");
}

const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:orders";

fn mapping(fields: Value) -> Value {
    let mut mapping =
        json!({ "UUID": "u-1", "FunctionArn": ARN, "EventSourceArn": QUEUE, "State": "Enabled" });
    mapping.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    mapping
}

fn mappings(list: &[Value]) -> String {
    json!({ "EventSourceMappings": list }).to_string()
}

#[tokio::test]
async fn a_mapping_is_found_by_its_source_and_changed_when_it_has_settled() {
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[
            mapping(json!({ "State": "Updating" })),
            mapping(json!({ "UUID": "u-2", "EventSourceArn": "arn:aws:sqs:us-east-2:123456789012:old" })),
            mapping(json!({ "UUID": "u-3", "EventSourceArn": "arn:aws:kafka:us-east-2:123456789012:cluster/c/1" })),
            mapping(json!({ "UUID": "u-4", "FunctionArn": format!("{ARN}-other") })),
        ]))
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Updating" })).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string())
        .answer("UpdateEventSourceMapping", 202, mapping(json!({})).to_string())
        .answer("GetEventSourceMapping", 200, mapping(json!({})).to_string())
        .answer("DeleteEventSourceMapping", 202, "{}")
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Deleting" })).to_string());
    let script = missing(script, "GetEventSourceMapping");
    let source = |batch: Value| json!({ "event_sources": { "orders": { "source": QUEUE, "batch_size": batch } } });
    let before = live(with(source(Value::Null))).await;
    let spec = with(source(json!(5)));
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(sent(&script, "UpdateEventSourceMapping"), json!({ "BatchSize": 5 }));
    let deleted = script.requests_of("DeleteEventSourceMapping");
    assert_eq!(
        deleted.len(),
        1,
        "neither the mapping of another function nor that of another service"
    );
    assert!(deleted[0].uri.ends_with("/u-2"));
    let order = operations(&script);
    assert_eq!(
        order[..4],
        [
            "ListEventSourceMappings",
            "GetEventSourceMapping",
            "GetEventSourceMapping",
            "UpdateEventSourceMapping"
        ]
    );
}

#[tokio::test]
async fn a_function_goes_with_all_its_mappings() {
    let script = ScriptedCloud::default()
        .answer("ListEventSourceMappings", 200, mappings(&[
            mapping(json!({})),
            mapping(json!({ "UUID": "u-3", "EventSourceArn": "arn:aws:kafka:us-east-2:123456789012:cluster/c/1" })),
        ]))
        .answer("DeleteEventSourceMapping", 202, "{}")
        .answer("GetEventSourceMapping", 200, mapping(json!({ "State": "Deleting" })).to_string())
        .answer("DeleteFunction", 204, "")
        .answer("GetFunction", 200, function(json!({ "State": "Deleting" })));
    let script = missing(script, "GetEventSourceMapping");
    let script = missing(script, "GetFunction");
    kind().delete(&script.aws().await, "api").await.unwrap();
    assert_eq!(script.requests_of("DeleteEventSourceMapping").len(), 2);
    assert_eq!(script.requests_of("GetFunction").len(), 2, "until its name is free");
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
