//! How an alias moves to a new version: the trial call, the share, the alarms and the errors, and the way back.

use kind::{Compared, LiveObject};

use super::*;

const OLD: &str = "7";

fn rollout(fields: Value) -> Value {
    let mut rollout = json!({ "minutes": 0 });
    rollout.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    with(json!({ "aliases": { "live": { "rollout": rollout } } }))
}

/// A function whose alias stands at an old version.
async fn left_behind(spec: &Value) -> Value {
    let mut before = live(spec.clone()).await;
    before["aliases"]["live"]["version"] = json!(OLD);
    before["aliases"]["live"]["newest"] = json!(false);
    before
}

/// A cloud in which version 8 is published, and aliases can be changed.
fn published() -> ScriptedCloud {
    ScriptedCloud::default()
        .answer("PublishVersion", 201, configuration(json!({ "Version": "8" })).to_string())
        .answer("GetFunction", 200, function(json!({})))
        .answer("UpdateAlias", 200, json!({ "RevisionId": "shared" }).to_string())
        .answer("UpdateAlias", 200, json!({ "RevisionId": "moved" }).to_string())
}

fn alarms(script: ScriptedCloud, state: &str) -> ScriptedCloud {
    let alarm = json!({ "AlarmName": "shop-5xx", "StateValue": state });
    script.cbor("DescribeAlarms", 200, &json!({ "MetricAlarms": [alarm], "CompositeAlarms": [] }))
}

fn errors(script: ScriptedCloud, count: u32) -> ScriptedCloud {
    let datapoints = json!([{ "Sum": f64::from(count) + 0.0 }]);
    script.cbor("GetMetricStatistics", 200, &json!({ "Label": "Errors", "Datapoints": datapoints }))
}

async fn roll_out(script: &ScriptedCloud, spec: Value) -> Result<(), String> {
    let before = left_behind(&spec).await;
    let update = kind().update(&script.aws().await, &workspace(), "api", spec, before).await;
    update.map_err(|error| error.to_string())
}

/// The shares and versions that aliases were given, in order.
fn routes(script: &ScriptedCloud) -> Vec<(Value, Value)> {
    let requests = script.requests_of("UpdateAlias");
    let bodies = requests.iter().map(|request| serde_json::from_str(&request.body).unwrap());
    let route = |body: Value| {
        let weights = body["RoutingConfig"]["AdditionalVersionWeights"].clone();
        (body["FunctionVersion"].clone(), weights)
    };
    bodies.map(route).collect()
}

const SHARED: [&str; 3] = ["PublishVersion", "GetFunction", "UpdateAlias"];

#[tokio::test]
async fn a_good_version_gets_a_share_and_then_all() {
    let script = errors(alarms(published(), "OK"), 0);
    let spec = rollout(json!({ "share": 0.25, "minutes": 0.001, "alarms": ["shop-5xx"] }));
    roll_out(&script, spec).await.unwrap();
    let operations = operations(&script);
    assert_eq!(operations[..3], ["PublishVersion", "GetFunction", "DescribeAlarms"]);
    assert_eq!(
        script.requests_of("GetMetricStatistics").len(),
        2,
        "when it begins and when it is over"
    );
    assert_eq!(routes(&script), [(Value::Null, json!({ "8": 0.25 })), (json!("8"), json!({})),]);
    let moved: Value = serde_json::from_str(&script.requests_of("UpdateAlias")[1].body).unwrap();
    assert_eq!(moved["RevisionId"], "shared", "whoever has changed it meanwhile is not overruled");
    let asked: Value =
        serde_json::from_str(&script.requests_of("GetMetricStatistics")[0].body).unwrap();
    assert_eq!(
        asked["Dimensions"],
        json!([
            { "Name": "FunctionName", "Value": "api" },
            { "Name": "Resource", "Value": "api:live" },
            { "Name": "ExecutedVersion", "Value": "8" },
        ])
    );
}

#[tokio::test]
async fn a_version_that_fails_its_trial_call_gets_no_call() {
    let failure = json!({ "errorType": "Runtime.ExitError", "errorMessage": "secret" }).to_string();
    let script =
        published().answer_with("Invoke", 200, &[("x-amz-function-error", "Unhandled")], failure);
    let spec = rollout(json!({ "minutes": 5, "check": { "event": { "path": "/health" } } }));
    let error = roll_out(&script, spec).await.unwrap_err();
    assert!(error.contains("version 8 of api fails when it is called"), "{error}");
    assert!(error.contains("Runtime.ExitError") && !error.contains("secret"), "{error}");
    assert_eq!(routes(&script), [(Value::Null, json!({}))]);
    let call = &script.requests_of("Invoke")[0];
    assert!(call.uri.contains("Qualifier=8"), "{}", call.uri);
    assert_eq!(call.body, r#"{"path":"/health"}"#);
}

#[tokio::test]
async fn without_minutes_the_alias_moves_once_the_trial_call_has_gone_well() {
    let script = published().answer("Invoke", 200, "{}");
    roll_out(&script, rollout(json!({ "check": { "event": {} } }))).await.unwrap();
    assert_eq!(operations(&script), ["PublishVersion", "GetFunction", "Invoke", "UpdateAlias"]);
    assert_eq!(routes(&script), [(json!("8"), json!({}))]);
}

#[tokio::test]
async fn an_alarm_that_goes_off_meanwhile_sends_all_calls_back() {
    let script = errors(alarms(alarms(published(), "OK"), "ALARM"), 0);
    let arn = "arn:aws:cloudwatch:us-east-2:123456789012:alarm:shop-5xx";
    let spec = rollout(json!({ "minutes": 5, "alarms": [arn] }));
    let error = roll_out(&script, spec).await.unwrap_err();
    assert!(error.contains("the alarm `shop-5xx` goes off"), "{error}");
    assert!(error.contains("all calls of api:live go to the old version"), "{error}");
    assert_eq!(routes(&script), [(Value::Null, json!({ "8": 0.1 })), (Value::Null, json!({}))]);
}

#[tokio::test]
async fn an_alarm_that_goes_off_before_or_is_not_there_lets_no_call_through() {
    let alarmed = alarms(published(), "ALARM");
    let absent = published().cbor(
        "DescribeAlarms",
        200,
        &json!({ "MetricAlarms": [], "CompositeAlarms": [] }),
    );
    for (script, says) in [(alarmed, "goes off"), (absent, "there is no alarm `shop-5xx`")] {
        let spec = rollout(json!({ "minutes": 5, "alarms": ["shop-5xx"] }));
        let error = roll_out(&script, spec).await.unwrap_err();
        assert!(error.contains(says), "{error}");
        assert_eq!(routes(&script), [(Value::Null, json!({}))]);
    }
}

#[tokio::test]
async fn more_errors_than_may_be_send_all_calls_back() {
    for (most, is_good) in [(2, false), (3, true)] {
        let script = errors(published(), 3);
        let spec = rollout(json!({ "minutes": 0.001, "max_errors": most }));
        let outcome = roll_out(&script, spec).await;
        match outcome {
            Ok(()) => assert!(is_good),
            Err(error) => {
                assert!(!is_good, "{error}");
                assert!(
                    error.contains("version 8 of api has failed 3 times, and 2 is the most"),
                    "{error}"
                );
            }
        }
        let last = routes(&script).pop().unwrap();
        assert_eq!(last, (if is_good { json!("8") } else { Value::Null }, json!({})));
    }
}

#[tokio::test]
async fn a_refused_way_back_is_told_beside_what_was_wrong() {
    let script = ScriptedCloud::default()
        .answer("PublishVersion", 201, configuration(json!({ "Version": "8" })).to_string())
        .answer("GetFunction", 200, function(json!({})))
        .answer("UpdateAlias", 200, json!({ "RevisionId": "shared" }).to_string());
    let script =
        error(script, "UpdateAlias", 412, "PreconditionFailedException", "changed by somebody");
    let script = errors(script, 1);
    let told = roll_out(&script, rollout(json!({ "minutes": 5 }))).await.unwrap_err();
    assert!(told.contains("has failed 1 times"), "{told}");
    assert!(
        told.contains("could not be sent back") && told.contains("changed by somebody"),
        "{told}"
    );
}

#[tokio::test]
async fn what_was_cut_off_starts_over() {
    let script = errors(published(), 0);
    let spec = rollout(json!({ "minutes": 0.001 }));
    let mut before = left_behind(&spec).await;
    before["aliases"]["live"]["weights"] = json!({ "8": 0.1 });
    let told = kind().ready(&spec, &workspace()).await.unwrap();
    let live = LiveObject::from(before.clone());
    let says: Vec<String> = told.consequences(&live).into_iter().map(|one| one.says).collect();
    assert!(says[0].contains("10 % of the calls go to version 8 by now"), "{says:?}");
    kind().update(&script.aws().await, &workspace(), "api", spec, before).await.unwrap();
    assert_eq!(routes(&script), [(Value::Null, json!({ "8": 0.1 })), (json!("8"), json!({}))]);
    assert_eq!(operations(&script)[..3], SHARED);
}

#[tokio::test]
async fn the_first_version_and_one_that_replaces_no_other_are_not_rolled_out() {
    let spec = rollout(json!({ "minutes": 5, "check": { "event": {} } }));
    for version in [None, Some("$LATEST"), Some("8")] {
        let script = published().answer("CreateAlias", 201, "{}");
        let mut before = left_behind(&spec).await;
        match version {
            Some(version) => before["aliases"]["live"]["version"] = json!(version),
            None => before["aliases"] = json!({}),
        }
        kind()
            .update(&script.aws().await, &workspace(), "api", spec.clone(), before)
            .await
            .unwrap();
        assert!(script.requests_of("Invoke").is_empty(), "{version:?}");
    }
}

/// A rollout says nothing that AWS knows, so it differs from no spec.
#[tokio::test]
async fn a_rollout_alone_is_no_change() {
    let desired = live(rollout(json!({ "minutes": 5 }))).await;
    let mut found = desired.clone();
    found["aliases"]["live"].as_object_mut().unwrap().remove("rollout");
    let compared = kind()
        .compared(&found, Compared { desired: &desired, applied: None, is_applied: &|_, _| false });
    assert_eq!(compared["aliases"]["live"]["rollout"], desired["aliases"]["live"]["rollout"]);
}
