//! `lambda.layer`: every field, its versions, and who may use them.

use kind::{AnyKind, registry};
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

fn base() -> Value {
    json!({ "content": { "folder": "{repository}/tests/kinds/lambda/functions/echo" } })
}

macro_rules! layers {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "lambda.layer", base: base(), prepare: &[];
            $($test: $change => concat!("max(client('lambda').list_layer_versions(LayerName=name)['LayerVersions'], key=lambda v: v['Version'])", $answer), $expect, $on;)*
        }
    };
}

layers! {
    description: json!({ "description": "Helpers" }) => "['Description']", json!("Helpers"), On::Both;
    license: json!({ "license": "MIT" }) => "['LicenseInfo']", json!("MIT"), On::Both;
    compatible_runtimes: json!({ "compatible_runtimes": ["python3.13", "nodejs24.x"] }) =>
        "['CompatibleRuntimes'] and sorted(client('lambda').get_layer_version(LayerName=name, VersionNumber=2)['CompatibleRuntimes'])",
        json!(["nodejs24.x", "python3.13"]), On::Both;
    compatible_architectures: json!({ "compatible_architectures": ["arm64"] }) => "['CompatibleArchitectures']", json!(["arm64"]), On::Both;
    content: json!({ "content": { "folder": "{repository}/tests/kinds/lambda/functions/other" } }) => "['Version']", json!(2), On::Both;
    permissions: json!({ "permissions": {
            "analytics": { "principal": "210987654321" },
            "company": { "principal": "*", "organization": "o-a1b2c3d4e5" },
        } }) =>
        "and sorted(s['Sid'] for s in json.loads(client('lambda').get_layer_version_policy(LayerName=name, VersionNumber=1)['Policy'])['Statement'])",
        json!(["analytics", "company"]), On::Ministack("moto drops the organization of a permission");
}

fn kind() -> &'static dyn AnyKind {
    registry::find("lambda.layer").expect("the kind is registered")
}

fn workspace() -> Workspace {
    Workspace::new(env!("CARGO_MANIFEST_DIR"))
}

const LAYER: &str = "arn:aws:lambda:us-east-2:123456789012:layer:helpers";

fn spec(fields: Value) -> Value {
    let mut spec =
        json!({ "name": "helpers", "content": { "folder": "tests/kinds/lambda/functions/echo" } });
    spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    spec
}

fn versions(numbers: &[u32]) -> String {
    let version =
        |number: &u32| json!({ "Version": number, "LayerVersionArn": format!("{LAYER}:{number}") });
    json!({ "LayerVersions": numbers.iter().map(version).collect::<Vec<_>>() }).to_string()
}

fn missing(script: ScriptedCloud, operation: &str) -> ScriptedCloud {
    let code = [("x-amzn-errortype", "ResourceNotFoundException")];
    script.answer_with(operation, 404, &code, r#"{"Message":"there is none"}"#)
}

/// A layer of three versions, of which functions name the second.
async fn updated(fields: Value) -> ScriptedCloud {
    let functions = json!({ "Functions": [
        { "FunctionArn": "a", "Layers": [{ "Arn": format!("{LAYER}:2") }] },
        { "FunctionArn": "b" },
    ] });
    let published = json!({ "Version": 4, "LayerVersionArn": format!("{LAYER}:4") });
    let script = ScriptedCloud::default()
        .answer("PublishLayerVersion", 201, published.to_string())
        .answer("AddLayerVersionPermission", 201, "{}")
        .answer("ListLayerVersions", 200, versions(&[4, 3, 2, 1]))
        .answer("ListFunctions", 200, functions.to_string())
        .answer("DeleteLayerVersion", 204, "");
    let before = kind().prepare(spec(json!({})), &workspace()).await.unwrap();
    kind()
        .update(&script.aws().await, &workspace(), "helpers", spec(fields), before)
        .await
        .unwrap();
    script
}

#[tokio::test]
async fn older_versions_go_unless_a_function_names_them_or_they_are_kept() {
    let change = json!({ "description": "new", "permissions": { "all": { "principal": "*" } } });
    let script = updated(change.clone()).await;
    let deleted = script.requests_of("DeleteLayerVersion");
    let uris: Vec<&str> =
        deleted.iter().map(|request| request.uri.rsplit('/').next().unwrap()).collect();
    assert_eq!(uris, ["3", "1"]);
    assert!(script.requests_of("ListFunctions")[0].uri.contains("FunctionVersion=ALL"));
    let allowed = &script.requests_of("AddLayerVersionPermission")[0];
    assert!(allowed.uri.contains("/versions/4/policy"), "{}", allowed.uri);

    let mut kept = change;
    kept["keep_versions"] = json!(true);
    let script = updated(kept).await;
    assert_eq!(script.requests_of("DeleteLayerVersion").len(), 0);
}

#[tokio::test]
async fn the_newest_version_is_read_with_three_calls() {
    let sha256 = "SnD+mqZDbgLC3qNA+9HjUuTvLYzmylKtJdS5VHH8i/I=";
    let statement = |id: &str, principal: Value, condition: Value| {
        json!({ "Sid": id, "Effect": "Allow", "Action": "lambda:GetLayerVersion",
            "Principal": principal, "Resource": format!("{LAYER}:3"), "Condition": condition })
    };
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        statement("one", json!({ "AWS": "arn:aws:iam::210987654321:root" }), Value::Null),
        statement("all", json!("*"), json!({ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })),
    ] });
    let script = ScriptedCloud::default()
        .answer("ListLayerVersions", 200, versions(&[3, 1]))
        .answer(
            "GetLayerVersion",
            200,
            json!({
                "LayerVersionArn": format!("{LAYER}:3"), "Version": 3, "LicenseInfo": "MIT",
                "Content": { "CodeSha256": sha256 }, "CompatibleRuntimes": ["python3.13"],
            })
            .to_string(),
        )
        .answer("GetLayerVersionPolicy", 200, json!({ "Policy": policy.to_string() }).to_string());
    let live = kind().read(&script.aws().await, "helpers").await.unwrap().unwrap();
    assert_eq!(live.outputs["version_arn"], Some(format!("{LAYER}:3")));
    assert_eq!(live.spec["content"], json!({ "sha256": sha256 }));
    assert_eq!(live.spec["license"], "MIT");
    assert_eq!(
        live.spec["permissions"],
        json!({ "one": { "principal": "210987654321" }, "all": { "principal": "*", "organization": "o-a1b2c3d4e5" } })
    );
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let none = ScriptedCloud::default().answer("ListLayerVersions", 200, versions(&[]));
    assert_eq!(kind().read(&none.aws().await, "helpers").await, Ok(None));
    let none = missing(ScriptedCloud::default(), "ListLayerVersions");
    assert_eq!(kind().read(&none.aws().await, "helpers").await, Ok(None));
    let code = [("x-amzn-errortype", "AccessDeniedException")];
    let refused = ScriptedCloud::default().answer_with("ListLayerVersions", 403, &code, "{}");
    assert!(kind().read(&refused.aws().await, "helpers").await.is_err());
}

#[test]
fn what_aws_refuses_is_found_without_it() {
    let found = |fields: Value| -> Vec<String> {
        kind().check(&spec(fields)).iter().map(|finding| finding.path.to_string()).collect()
    };
    assert_eq!(found(json!({})), [""; 0]);
    assert_eq!(found(json!({ "content": { "bucket": "b", "key": "k" } })), ["content"]);
    assert_eq!(found(json!({ "compatible_runtimes": ["python3.99"] })), ["compatible_runtimes"]);
    let permission =
        json!({ "all": { "principal": "210987654321", "organization": "o-a1b2c3d4e5" } });
    assert_eq!(found(json!({ "permissions": permission })), ["permissions.all.organization"]);
}
