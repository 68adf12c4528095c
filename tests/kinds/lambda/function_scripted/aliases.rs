//! Aliases, their URLs, provisioned instances and permissions.

use super::*;

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
            "PublishVersion", "GetFunction", "GetFunction", "UpdateAlias",
            "PutProvisionedConcurrencyConfig", "GetProvisionedConcurrencyConfig",
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
    let script = ScriptedCloud::default()
        .answer("RemovePermission", 204, "")
        .answer("AddPermission", 201, "{}");
    let before = live(permissions("123456789012")).await;
    let spec = permissions("210987654321");
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(operations(&script), ["RemovePermission", "AddPermission"]);
    assert_eq!(sent(&script, "AddPermission")["SourceAccount"], "210987654321");
}
