use kind::registry;
use language::diagnostic::Severity;
use serde_json::{Value, json};

use super::API;
use crate::harness::{On, round_trips};

const STAGES_AS_TEXT: &str = "ministack keeps a change of the stages as text";

round_trips! {
    kind: "apigateway.usage_plan", base: json!({}), prepare: API;
    name: json!({ "name": "other" }) =>
        "client('apigateway').get_usage_plan(usagePlanId=id)['name']", json!("other"), On::Both;
    description: json!({ "description": "For partners" }) =>
        "client('apigateway').get_usage_plan(usagePlanId=id)['description']", json!("For partners"), On::Both;
    throttle: json!({ "throttle": { "rate_limit": 50, "burst_limit": 100 } }) =>
        "{k: float(v) for k, v in client('apigateway').get_usage_plan(usagePlanId=id)['throttle'].items()}",
        json!({ "rateLimit": 50.0, "burstLimit": 100.0 }), On::Moto("ministack gives a throttle that was changed as text");
    stages: json!({ "stages": [{ "api": "{prepared.0}", "stage": "prod" }] }) =>
        "[s['apiId'] == '{prepared.0}' and s['stage'] for s in client('apigateway').get_usage_plan(usagePlanId=id)['apiStages']]",
        json!(["prod"]), On::Moto(STAGES_AS_TEXT);
    keys: json!({ "keys": ["{prepared.5}", "{prepared.6}"] }) =>
        "sorted(k['id'] for k in client('apigateway').get_usage_plan_keys(usagePlanId=id)['items']) \
         == sorted(['{prepared.5}', '{prepared.6}'])", json!(true), On::Both;
    product_code: json!({ "product_code": "abc123" }) =>
        "client('apigateway').get_usage_plan(usagePlanId=id)['productCode']", json!("abc123"), On::Both;
}

mod whole {
    use super::*;

    round_trips! {
        kind: "apigateway.usage_plan",
        base: json!({
            "description": "For partners",
            "throttle": { "rate_limit": 0.5, "burst_limit": 1 },
            "quota": { "limit": 10, "period": "DAY" },
            "stages": [{
                "api": "{prepared.0}", "stage": "prod",
                "methods": { "GET /": { "rate_limit": 2, "burst_limit": 3 } },
            }],
            "keys": ["{prepared.5}"],
            "tags": { "Team": "ai" },
        }),
        prepare: API;
        as_created: json!({}) =>
            "(lambda p: [p['description'], p['throttle']['rateLimit'], p['quota']['period'], \
              p['apiStages'][0]['throttle'], p['tags']['Team']])(client('apigateway').get_usage_plan(usagePlanId=id))",
            json!(["For partners", 0.5, "DAY", { "//GET": { "burstLimit": 3, "rateLimit": 2.0 } }, "ai"]),
            On::Ministack("moto takes a stage with throttled methods into a plan and not out of it");
        other_key: json!({ "keys": ["{prepared.6}"] }) =>
            "[k['id'] == '{prepared.6}' for k in client('apigateway').get_usage_plan_keys(usagePlanId=id)['items']]",
            json!([true]), On::Ministack("moto takes a stage with throttled methods into a plan and not out of it");
    }
}

mod without_methods {
    use super::*;

    round_trips! {
        kind: "apigateway.usage_plan",
        base: json!({ "stages": [{ "api": "{prepared.0}", "stage": "prod" }] }),
        prepare: API;
        no_stages: json!({ "stages": null }) =>
            "client('apigateway').get_usage_plan(usagePlanId=id)['apiStages']", json!([]), On::Moto(STAGES_AS_TEXT);
        description: json!({ "description": "still served" }) =>
            "[s['stage'] for s in client('apigateway').get_usage_plan(usagePlanId=id)['apiStages']]",
            json!(["prod"]), On::Both;
    }
}

pub(super) fn usage_plan() -> &'static dyn kind::AnyKind {
    registry::find("apigateway.usage_plan").unwrap()
}

/// A plan of which only this is said.
pub(super) fn spec(changes: Value) -> Value {
    let mut spec = json!({ "name": "p" });
    for (key, value) in changes.as_object().unwrap() {
        spec[key] = value.clone();
    }
    spec
}

fn found(changes: Value) -> Vec<(String, String)> {
    let found = usage_plan().check(&spec(changes));
    found
        .into_iter()
        .filter(|finding| finding.path.to_string() != "keys")
        .map(|finding| (finding.path.to_string(), finding.message))
        .collect()
}

#[test]
fn a_good_plan_is_fine() {
    let plan = json!({
        "throttle": { "rate_limit": 50, "burst_limit": 100 },
        "quota": { "limit": 1000, "period": "MONTH", "offset": 27 },
        "stages": [
            { "api": "a", "stage": "prod", "methods": { "ANY /": { "rate_limit": 0.1, "burst_limit": 1 } } },
            { "api": "a", "stage": "beta" },
        ],
    });
    assert_eq!(found(plan), []);
}

#[test]
fn periods_have_days_of_their_own() {
    for (period, offset) in [("DAY", 1), ("WEEK", 7), ("MONTH", 28)] {
        let quota = json!({ "quota": { "limit": 1, "period": period, "offset": offset } });
        let found = found(quota);
        assert_eq!(found[0].0, "quota.offset", "{period}");
    }
    for (period, offset) in [("DAY", 0), ("WEEK", 6), ("MONTH", 27)] {
        let quota = json!({ "quota": { "limit": 1, "period": period, "offset": offset } });
        assert_eq!(found(quota), [], "{period}");
    }
}

#[test]
fn a_stage_is_served_once_and_methods_have_a_form() {
    let throttle = json!({ "rate_limit": 1, "burst_limit": 1 });
    let twice = json!({ "stages": [
        { "api": "a", "stage": "prod" },
        { "api": "a", "stage": "prod", "methods": { "GET /": throttle } },
    ] });
    assert_eq!(found(twice)[0].1, "the stage `prod` stands here twice");
    for method in ["/users/GET", "get /users", "GET users", "GET"] {
        let stages =
            json!({ "stages": [{ "api": "a", "stage": "prod", "methods": { method: throttle } }] });
        let found = found(stages);
        assert_eq!(found[0].1, format!("`{method}` is not a method of an API"));
    }
}

#[test]
fn a_limit_of_nothing_is_none() {
    let nothing = json!({ "rate_limit": 0, "burst_limit": 1 });
    assert_eq!(found(json!({ "throttle": nothing }))[0].0, "throttle.rate_limit");
    let stages =
        json!({ "stages": [{ "api": "a", "stage": "prod", "methods": { "GET /": nothing } }] });
    assert_eq!(found(stages)[0].0, r#"stages[0].methods["GET /"].rate_limit"#);
}

#[test]
fn a_plan_without_keys_is_warned_of() {
    let severities = |changes: Value| -> Vec<Severity> {
        let found = usage_plan().check(&spec(changes));
        found.iter().map(|finding| finding.severity).collect()
    };
    assert_eq!(severities(json!({})), [Severity::Warning]);
    assert_eq!(severities(json!({ "keys": ["k"] })), []);
}
