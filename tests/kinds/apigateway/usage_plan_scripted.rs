use crate::by_value::ByValue;
use aws::tags::Tags;
use serde_json::json;
use workspace::Workspace;

use super::usage_plan::{spec, usage_plan};
use super::{operations, patch, refused};
use crate::scripted::ScriptedCloud;

/// A plan as AWS describes it, with a method written as in a JSON pointer.
fn described() -> String {
    json!({
        "id": "u1", "name": "p",
        "apiStages": [{
            "apiId": "api1", "stage": "prod",
            "throttle": { "~1users~1{id}/GET": { "rateLimit": 1.5, "burstLimit": 2 }, "//POST": { "rateLimit": 1, "burstLimit": 1 } },
        }],
        "quota": { "limit": 5, "offset": 0, "period": "MONTH" },
        "throttle": { "rateLimit": 0.0, "burstLimit": 0 },
        "tags": { "aws:cloudformation:stack-name": "s", "Team": "ai" },
    })
    .to_string()
}

fn keys(ids: &[&str], position: Option<&str>) -> String {
    let items: Vec<_> = ids
        .iter()
        .map(|id| json!({ "id": id, "type": "API_KEY", "value": "a-very-secret-value", "name": "k" }))
        .collect();
    json!({ "item": items, "position": position }).to_string()
}

#[tokio::test]
async fn every_page_of_the_keys_is_read_and_no_value_is_kept() {
    let script = ScriptedCloud::default()
        .answer("GetUsagePlan", 200, described())
        .answer("GetUsagePlanKeys", 200, keys(&["k1"], Some("next")))
        .answer("GetUsagePlanKeys", 200, keys(&["k2"], None));
    let aws = script.aws().await;
    let live = usage_plan().read(&aws, "u1").await.unwrap().unwrap();
    let written = spec(json!({
        "stages": [{ "api": "api1", "stage": "prod", "methods": {
            "GET /users/{id}": { "rate_limit": 1.5, "burst_limit": 2 },
            "POST /": { "rate_limit": 1, "burst_limit": 1 },
        } }],
        "quota": { "limit": 5, "period": "MONTH" },
        "keys": ["k2", "k1"],
        "tags": { "Team": "ai" },
    }));
    let written = usage_plan().prepare(written, &Workspace::new(".")).await.unwrap();
    assert_eq!(live.spec, written);
    assert_eq!(
        live.outputs["arn"].as_deref(),
        Some("arn:aws:apigateway:us-east-2::/usageplans/u1")
    );
    assert!(!format!("{live:?}").contains("secret"));
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    let gone = refused(
        ScriptedCloud::default(),
        "GetUsagePlan",
        404,
        "NotFoundException",
        "Invalid Usage Plan identifier specified",
    )
    .answer("GetUsagePlanKeys", 200, keys(&[], None));
    assert_eq!(usage_plan().read(&gone.aws().await, "u1").await.unwrap(), None);
    let forbidden =
        refused(ScriptedCloud::default(), "GetUsagePlan", 403, "AccessDeniedException", "no")
            .answer("GetUsagePlanKeys", 200, keys(&[], None));
    let error = usage_plan().read(&forbidden.aws().await, "u1").await.unwrap_err();
    assert!(error.has_code("AccessDeniedException"), "{error}");
}

#[tokio::test]
async fn a_change_of_everything_is_one_call_between_the_keys() {
    let script = ScriptedCloud::default()
        .answer("DeleteUsagePlanKey", 202, "")
        .answer("UpdateUsagePlan", 200, described())
        .answer("CreateUsagePlanKey", 201, "{}")
        .answer("UntagResource", 204, "")
        .answer("TagResource", 204, "");
    let aws = script.aws().await;
    let live = spec(json!({
        "description": "old",
        "throttle": { "rate_limit": 1, "burst_limit": 1 },
        "stages": [
            { "api": "a", "stage": "prod" },
            { "api": "b", "stage": "prod" },
            { "api": "c", "stage": "prod", "methods": { "GET /": { "rate_limit": 1, "burst_limit": 1 } } },
        ],
        "keys": ["k1", "k2"],
        "product_code": "x",
        "tags": { "Old": "1" },
    }));
    let wanted = spec(json!({
        "name": "q",
        "quota": { "limit": 7, "period": "WEEK", "offset": 1 },
        "stages": [
            { "api": "a", "stage": "prod" },
            { "api": "c", "stage": "prod", "methods": { "GET /users": { "rate_limit": 0.5, "burst_limit": 2 } } },
        ],
        "keys": ["k2", "k3"],
        "tags": { "New": "2" },
    }));
    usage_plan().update(&aws, &Workspace::new("."), "u1", wanted, live).await.unwrap();
    assert_eq!(
        operations(&script),
        [
            "DeleteUsagePlanKey", "UpdateUsagePlan", "CreateUsagePlanKey", "UntagResource",
            "TagResource"
        ]
    );
    assert_eq!(
        patch(&script.requests()[1]),
        [
            "replace /name=q",
            "replace /description=",
            "remove /throttle=(nothing)",
            "replace /quota/limit=7",
            "replace /quota/period=WEEK",
            "replace /quota/offset=1",
            "remove /apiStages=b:prod",
            "remove /apiStages=c:prod",
            "add /apiStages=c:prod",
            "replace /apiStages/c:prod/throttle//users/GET/rateLimit=0.5",
            "replace /apiStages/c:prod/throttle//users/GET/burstLimit=2",
            "remove /productCode=(nothing)",
        ]
    );
    let tagged = &script.requests_of("TagResource")[0];
    assert!(tagged.uri.contains("%2Fusageplans%2Fu1"), "{}", tagged.uri);
    assert_eq!(tagged.body, r#"{"tags":{"New":"2"}}"#);
}

#[tokio::test]
async fn a_creation_carries_everything_but_the_keys() {
    let script = ScriptedCloud::default().answer("CreateUsagePlan", 201, r#"{ "id": "u1" }"#);
    let aws = script.aws().await;
    let wanted = spec(json!({
        "description": "d",
        "throttle": { "rate_limit": 50, "burst_limit": 100 },
        "quota": { "limit": 7, "period": "DAY" },
        "stages": [{ "api": "a", "stage": "prod", "methods": { "GET /users": { "rate_limit": 1, "burst_limit": 2 } } }],
        "tags": { "diatonic:stack": "s" },
    }));
    let id = usage_plan().create(&aws, &Workspace::new("."), wanted).await.unwrap();
    assert_eq!(id, "u1");
    let body: serde_json::Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(
        body,
        json!({
            "name": "p", "description": "d",
            "throttle": { "rateLimit": 50.0, "burstLimit": 100 },
            "quota": { "limit": 7, "period": "DAY" },
            "apiStages": [{ "apiId": "a", "stage": "prod", "throttle": { "/users/GET": { "rateLimit": 1.0, "burstLimit": 2 } } }],
            "tags": { "diatonic:stack": "s" },
        })
    );
}

#[tokio::test]
async fn a_plan_serves_nothing_when_it_is_deleted() {
    let script = ScriptedCloud::default()
        .answer("GetUsagePlan", 200, described())
        .answer("UpdateUsagePlan", 200, "{}")
        .answer("DeleteUsagePlan", 202, "");
    let aws = script.aws().await;
    usage_plan().delete(&aws, "u1").await.unwrap();
    assert_eq!(operations(&script), ["GetUsagePlan", "UpdateUsagePlan", "DeleteUsagePlan"]);
    assert_eq!(patch(&script.requests()[1]), ["remove /apiStages=api1:prod"]);
}

#[tokio::test]
async fn plans_are_listed_once_and_ours_is_chosen_among_those_of_one_name() {
    let plan = |id: &str, name: &str, stack: &str| json!({ "id": id, "name": name, "tags": { "diatonic:stack": stack } });
    let first =
        json!({ "item": [plan("u1", "p", "other"), plan("u2", "q", "ours")], "position": "next" });
    let second = json!({ "item": [plan("u3", "p", "ours")] });
    let script = ScriptedCloud::default().answer("GetUsagePlans", 200, first.to_string()).answer(
        "GetUsagePlans",
        200,
        second.to_string(),
    );
    let aws = script.aws().await;
    let ownership = |stack: &str| Tags::from([("diatonic:stack".to_owned(), stack.to_owned())]);
    let find = async |name: &str, stack: &str| {
        usage_plan().find(&aws, json!({ "name": name }), &ownership(stack)).await.unwrap()
    };
    assert_eq!(find("p", "ours").await, ["u3"]);
    assert_eq!(find("p", "third").await, ["u1", "u3"]);
    assert!(find("r", "ours").await.is_empty());
    assert_eq!(script.requests().len(), 2);
    assert!(script.requests()[0].uri.contains("limit=500"));
}
