use aws::tags::Tags;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use super::{operations, patch, refused};
use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

round_trips! {
    kind: "apigateway.api_key", base: json!({}), prepare: &[];
    name: json!({ "name": "other" }) =>
        "client('apigateway').get_api_key(apiKey=id)['name']", json!("other"), On::Both;
    description: json!({ "description": "Partner A" }) =>
        "client('apigateway').get_api_key(apiKey=id)['description']", json!("Partner A"), On::Both;
    disabled: json!({ "disabled": true }) =>
        "client('apigateway').get_api_key(apiKey=id)['enabled']", json!(false),
        On::Moto("ministack gives as text whether a key is enabled, once it was changed");
    customer_id: json!({ "customer_id": "c-1" }) =>
        "client('apigateway').get_api_key(apiKey=id)['customerId']", json!("c-1"), On::Both;
    enabled_from_the_start: json!({}) =>
        "client('apigateway').get_api_key(apiKey=id)['enabled']", json!(true), On::Both;
}

mod with_a_value {
    use super::*;

    round_trips! {
        kind: "apigateway.api_key",
        base: json!({ "value": "value-of-{name}-and-more", "description": "d", "customer_id": "c", "disabled": true, "tags": { "Team": "ai" } }),
        prepare: &[];
        as_created: json!({}) =>
            "(lambda k: [k['value'] == 'value-of-' + name + '-and-more', k['enabled'], k['customerId'], k['tags']['Team']])\
             (client('apigateway').get_api_key(apiKey=id, includeValue=True))",
            json!([true, false, "c", "ai"]), On::Both;
        description: json!({ "description": "other" }) =>
            "client('apigateway').get_api_key(apiKey=id)['description']", json!("other"), On::Both;
    }
}

fn api_key() -> &'static dyn kind::AnyKind {
    registry::find("apigateway.api_key").unwrap()
}

const INVENTED: &str = "invented-by-aws-and-secret";

fn described() -> String {
    json!({
        "id": "k1", "name": "key", "description": "", "enabled": true, "value": INVENTED,
        "stageKeys": [], "tags": { "Team": "ai" },
    })
    .to_string()
}

async fn comparable(spec: Value) -> Value {
    let workspace = Workspace::new(".");
    api_key().prepare(spec, &workspace).await.unwrap()
}

#[tokio::test]
async fn a_value_is_compared_where_one_is_written_and_hidden_everywhere() {
    let script = ScriptedCloud::default().answer("GetApiKey", 200, described());
    let live = api_key().read(&script.aws().await, "k1").await.unwrap().unwrap();
    let changes = async |value: Value| {
        let spec = json!({ "name": "key", "value": value, "tags": { "Team": "ai" } });
        language::diff::changes(&comparable(spec).await, &live.spec).len()
    };
    assert_eq!(changes(Value::Null).await, 0);
    assert_eq!(changes(json!(INVENTED)).await, 0);
    assert_eq!(changes(json!("another-one-of-20-characters")).await, 1);
    let facts = |field: &str| api_key().schema().facts_of(&language::value::Path::field(field));
    assert!(facts("value").sensitive && facts("value").create_only);
    assert!(!live.outputs.values().flatten().any(|output| output.contains(INVENTED)));
}

#[tokio::test]
async fn a_key_opens_something_unless_it_says_otherwise() {
    let script = ScriptedCloud::default().answer("CreateApiKey", 201, r#"{ "id": "k1" }"#);
    let aws = script.aws().await;
    let spec = json!({ "name": "key", "tags": { "diatonic:stack": "s" } });
    let id = api_key().create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, "k1");
    let body: Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(body, json!({ "name": "key", "enabled": true, "tags": { "diatonic:stack": "s" } }));
}

#[tokio::test]
async fn a_change_is_one_call_and_tags_go_by_the_arn() {
    let script = ScriptedCloud::default()
        .answer("UpdateApiKey", 200, described())
        .answer("UntagResource", 204, "");
    let aws = script.aws().await;
    let live =
        json!({ "name": "key", "description": "d", "customer_id": "c", "tags": { "a": "b" } });
    let wanted = json!({ "name": "other", "disabled": true });
    api_key().update(&aws, &Workspace::new("."), "k1", wanted, live).await.unwrap();
    assert_eq!(operations(&script), ["UpdateApiKey", "UntagResource"]);
    assert_eq!(
        patch(&script.requests()[0]),
        [
            "replace /name=other", "replace /description=", "replace /enabled=false",
            "replace /customerId="
        ]
    );
    let untagged = &script.requests()[1].uri;
    assert!(
        untagged.contains("arn%3Aaws%3Aapigateway%3Aus-east-2%3A%3A%2Fapikeys%2Fk1"),
        "{untagged}"
    );
    assert!(untagged.contains("tagKeys=a"), "{untagged}");
}

#[tokio::test]
async fn a_key_is_found_by_its_whole_name_and_without_its_value() {
    let key = |id: &str, name: &str| json!({ "id": id, "name": name, "enabled": true });
    let first = json!({ "item": [key("k1", "key-2")], "position": "next" });
    let second = json!({ "item": [key("k2", "key")] });
    let script = ScriptedCloud::default().answer("GetApiKeys", 200, first.to_string()).answer(
        "GetApiKeys",
        200,
        second.to_string(),
    );
    let aws = script.aws().await;
    let found = api_key().find(&aws, json!({ "name": "key" }), &Tags::new()).await;
    assert_eq!(found.unwrap(), ["k2"]);
    let asked = &script.requests()[0].uri;
    assert!(asked.contains("name=key") && asked.contains("includeValues=false"), "{asked}");
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    let gone = refused(
        ScriptedCloud::default(),
        "GetApiKey",
        404,
        "NotFoundException",
        "Invalid API Key identifier specified",
    );
    assert_eq!(api_key().read(&gone.aws().await, "k1").await.unwrap(), None);
    let busy = refused(
        ScriptedCloud::default(),
        "GetApiKey",
        429,
        "TooManyRequestsException",
        "Too Many Requests",
    );
    let busy = refused(busy, "GetApiKey", 403, "AccessDeniedException", "no");
    let error = api_key().read(&busy.aws().await, "k1").await.unwrap_err();
    assert!(error.has_code("AccessDeniedException"), "{error}");
    assert_eq!(busy.requests().len(), 2);
}

#[test]
fn a_value_has_its_length() {
    for (value, fits) in [("x".repeat(19), false), ("x".repeat(20), true), ("x".repeat(129), false)]
    {
        let found = api_key().check(&json!({ "name": "key", "value": value }));
        assert_eq!(found.is_empty(), fits);
    }
}
