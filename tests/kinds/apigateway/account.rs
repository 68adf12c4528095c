use kind::registry;
use serde_json::json;
use workspace::Workspace;

use super::{operations, patch, refused};
use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const ROLE: &str = "arn:aws:iam::123456789012:role/logs";

round_trips! {
    kind: "apigateway.account", base: json!({ "cloudwatch_role": ROLE }), prepare: &[];
    cloudwatch_role: json!({ "cloudwatch_role": "arn:aws:iam::123456789012:role/other" }) =>
        "client('apigateway').get_account()['cloudwatchRoleArn']",
        json!("arn:aws:iam::123456789012:role/other"), On::Ministack("moto cannot remove the role again");
}

fn account() -> &'static dyn kind::AnyKind {
    registry::find("apigateway.account").unwrap()
}

fn described(role: Option<&str>) -> String {
    json!({
        "cloudwatchRoleArn": role,
        "throttleSettings": { "burstLimit": 5000, "rateLimit": 10000.0 },
        "features": ["UsagePlans"], "apiKeyVersion": "4",
    })
    .to_string()
}

#[tokio::test]
async fn without_a_role_it_is_absent() {
    let none = ScriptedCloud::default().answer("GetAccount", 200, described(None));
    assert_eq!(account().read(&none.aws().await, "account").await.unwrap(), None);
    let some = ScriptedCloud::default().answer("GetAccount", 200, described(Some(ROLE)));
    let live = account().read(&some.aws().await, "account").await.unwrap().unwrap();
    assert_eq!(live.spec, json!({ "cloudwatch_role": ROLE }));
    assert_eq!(live.outputs["throttle_rate_limit"].as_deref(), Some("10000"));
    let forbidden =
        refused(ScriptedCloud::default(), "GetAccount", 403, "AccessDeniedException", "no");
    assert!(account().read(&forbidden.aws().await, "account").await.is_err());
}

#[tokio::test]
async fn a_new_role_is_tried_until_it_can_be_taken_on() {
    let refusal = "The role ARN does not have required permissions configured. Please grant trust permission \
        for API Gateway and add the required role policy.";
    let script =
        refused(ScriptedCloud::default(), "UpdateAccount", 400, "BadRequestException", refusal)
            .answer("UpdateAccount", 200, described(Some(ROLE)));
    let aws = script.aws().await;
    let spec = json!({ "cloudwatch_role": ROLE });
    let id = account().create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, "account");
    assert_eq!(operations(&script), ["UpdateAccount", "UpdateAccount"]);
    assert_eq!(patch(&script.requests()[1]), [format!("replace /cloudwatchRoleArn={ROLE}")]);
}

#[tokio::test]
async fn another_refusal_stands() {
    let why = "The role ARN is not well formed";
    let script =
        refused(ScriptedCloud::default(), "UpdateAccount", 400, "BadRequestException", why);
    let aws = script.aws().await;
    let spec = json!({ "cloudwatch_role": ROLE });
    let error = account().create(&aws, &Workspace::new("."), spec).await.unwrap_err();
    assert_eq!(error.message, why);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn deleting_takes_the_role_away_once() {
    let script = ScriptedCloud::default()
        .answer("GetAccount", 200, described(Some(ROLE)))
        .answer("GetAccount", 200, described(None))
        .answer("UpdateAccount", 200, described(None));
    let aws = script.aws().await;
    account().delete(&aws, "account").await.unwrap();
    account().delete(&aws, "account").await.unwrap();
    assert_eq!(operations(&script), ["GetAccount", "UpdateAccount", "GetAccount"]);
    assert_eq!(patch(&script.requests()[1]), ["replace /cloudwatchRoleArn=(nothing)"]);
}
