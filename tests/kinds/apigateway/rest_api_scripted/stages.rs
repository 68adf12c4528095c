//! Stages: settings of methods, caches and access logs.

use super::*;

/// A stage with a cache.
fn cached(status: &str) -> Value {
    let mut stage = stage("d1");
    stage["cacheClusterEnabled"] = json!(true);
    stage["cacheClusterSize"] = json!("0.5");
    stage["cacheClusterStatus"] = json!(status);
    stage["methodSettings"] = json!({});
    stage
}

/// It is there for minutes after it was removed.
#[tokio::test]
async fn a_cache_that_is_going_is_gone() {
    for (status, expected) in
        [("DELETE_IN_PROGRESS", vec![]), ("AVAILABLE", vec!["stages.dev.cache_cluster_size"])]
    {
        let description = format!("diatonic:{}", hash(base()).await);
        let deployments = json!({ "item": [{ "id": "d1", "description": description }] });
        let script = live(&[
            ("GetStages", json!({ "item": [cached(status)] })),
            ("GetDeployments", deployments),
        ]);
        let wanted = spec(json!({ "stages": { "dev": {} } }));
        assert_eq!(differences(&script, wanted).await, expected, "{status}");
    }
}

#[tokio::test]
async fn a_stage_is_changed_no_further_before_its_cache_is_there() {
    let wanted = || {
        spec(json!({ "stages": { "dev": {
            "cache_cluster_size": "0.5", "methods": { "POST /users": { "caching": true } },
        } } }))
    };
    let created = live(&[("CreateStage", cached("CREATE_IN_PROGRESS"))]);
    // An earlier run was interrupted.
    let coming = live(&[("GetStages", json!({ "item": [cached("CREATE_IN_PROGRESS")] }))]);
    for script in [created, coming] {
        let script = script
            .answer("GetStage", 200, cached("CREATE_IN_PROGRESS").to_string())
            .answer("GetStage", 200, cached("AVAILABLE").to_string());
        update(&script, wanted()).await;
        let operations = operations(&script);
        let waited = operations.iter().rposition(|name| name == "GetStage");
        let written = operations.iter().position(|name| name == "UpdateStage");
        assert_eq!(script.requests_of("GetStage").len(), 2);
        assert!(waited < written, "{operations:?}");
    }
}

/// Stages keep settings under the path by which somebody once wrote them.
#[tokio::test]
async fn settings_are_changed_where_they_are() {
    let settings = stage("d1")["methodSettings"]["~1users/POST"].clone();
    for (key, path) in [
        ("users/POST", "users/POST"),
        ("/users/POST", "~1users/POST"),
        ("~1users/POST", "~1users/POST"),
    ] {
        let mut stage = stage("d1");
        stage["methodSettings"] = json!({ key: settings });
        let live = || live(&[("GetStages", json!({ "item": [stage.clone()] }))]);
        let script = live();
        let wanted = spec(json!({ "stages": { "dev": { "methods": { "POST /users": {
            "throttling_rate_limit": 10_000, "throttling_burst_limit": 5,
        } } } } }));
        update(&script, wanted).await;
        let updated = script.requests_of("UpdateStage");
        let change = format!("replace /{path}/throttling/burstLimit 5");
        assert_eq!(patches(&updated[0])[1..], [change]);
        let script = live();
        update(&script, spec(json!({ "stages": { "dev": {} } }))).await;
        let updated = script.requests_of("UpdateStage");
        assert_eq!(patches(&updated[0])[1..], [format!("remove /{path}")]);
    }
}

/// A line break at its end is the one that AWS accepts.
#[tokio::test]
async fn the_end_of_a_log_format_is_no_difference() {
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    let mut live_stage = stage("d1");
    live_stage["methodSettings"] = json!({});
    live_stage["accessLogSettings"] =
        json!({ "destinationArn": group, "format": "$context.requestId\n" });
    let script = live(&[("GetStages", json!({ "item": [live_stage] }))]);
    let wanted = spec(json!({ "stages": { "dev": { "access_log": {
        "destination": format!("{group}:*"), "format": "$context.requestId",
    } } } }));
    assert_eq!(differences(&script, wanted).await, ["stages.dev.deployment"]);
}

#[tokio::test]
async fn settings_of_a_new_method_are_written_as_a_whole() {
    let script =
        live(&[("GetStages", json!({ "item": [{ "stageName": "dev", "deploymentId": "d1" }] }))]);
    let wanted =
        spec(json!({ "stages": { "dev": { "methods": { "POST /users": { "metrics": true } } } } }));
    update(&script, wanted).await;
    let updated = script.requests_of("UpdateStage");
    assert_eq!(
        patches(&updated[0]),
        [
            "replace /deploymentId new",
            "replace /~1users/POST/throttling/rateLimit -1",
            "replace /~1users/POST/throttling/burstLimit -1",
            "replace /~1users/POST/logging/loglevel OFF",
            "replace /~1users/POST/logging/dataTrace false",
            "replace /~1users/POST/metrics/enabled true",
            "replace /~1users/POST/caching/enabled false",
            "replace /~1users/POST/caching/ttlInSeconds 300",
            "replace /~1users/POST/caching/dataEncrypted false",
            "replace /~1users/POST/caching/requireAuthorizationForCacheControl true",
            "replace /~1users/POST/caching/unauthorizedCacheControlHeaderStrategy SUCCEED_WITH_RESPONSE_HEADER",
        ]
    );
}
