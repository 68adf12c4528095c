//! Deployments: which one a stage shows, and when there is a new one.

use super::*;

#[tokio::test]
async fn a_stage_shows_what_it_shows() {
    let hash = hash(base()).await;
    let stages = json!({ "item": [stage("d1")] });
    let wanted = spec(json!({ "stages": { "dev": { "methods": { "POST /users": {
        "throttling_rate_limit": 10_000, "throttling_burst_limit": 5000,
    } } } } }));
    for (description, expected) in [
        (format!("diatonic:{hash}"), vec![]),
        ("diatonic:other".to_owned(), vec!["stages.dev.deployment"]),
        ("by hand".to_owned(), vec!["stages.dev.deployment"]),
    ] {
        let deployments = json!({ "item": [{ "id": "d1", "description": description }] });
        let script = live(&[("GetStages", stages.clone()), ("GetDeployments", deployments)]);
        assert_eq!(differences(&script, wanted.clone()).await, expected, "{description}");
    }
}

/// What is known of a deployment that is not ours.
#[tokio::test]
async fn a_deployment_of_others_is_held_against_what_the_api_is() {
    let post =
        |key: bool| json!({ "POST": { "authorizationType": "NONE", "apiKeyRequired": key } });
    for (summary, shown) in [
        (json!({ "/users": post(false) }), "deployment d1"),
        (json!({ "/users": post(true) }), "deployment d1, with other callers of POST /users"),
        (json!({}), "deployment d1, without POST /users"),
    ] {
        let script = live(&[
            ("GetStages", json!({ "item": [stage("d1")] })),
            ("GetDeployments", json!({ "item": [{ "id": "d1" }] })),
            ("GetDeployment", json!({ "id": "d1", "apiSummary": summary })),
        ]);
        let aws = script.aws().await;
        let live = kind().read(&aws, "a1").await.unwrap().unwrap();
        assert_eq!(live.spec["stages"]["dev"]["deployment"], shown);
        let asked = &script.requests_of("GetDeployment")[0].uri;
        assert!(asked.ends_with("/deployments/d1?embed=apisummary"), "{asked}");
    }
}

#[tokio::test]
async fn a_deployment_is_made_once_and_the_old_one_of_ours_goes() {
    let deployments = json!({ "item": [
        { "id": "d1", "description": "by hand" },
        { "id": "d2", "description": "diatonic:0123456789abcdef" },
    ] });
    let script = live(&[
        ("GetStages", json!({ "item": [stage("d1")] })),
        ("GetDeployments", deployments),
        ("CreateDeployment", json!({ "id": "d3" })),
    ]);
    let wanted = spec(json!({ "stages": { "dev": {}, "test": {} } }));
    let requests = update(&script, wanted).await;
    let operations: Vec<&str> = requests.iter().map(|request| request.operation.as_str()).collect();
    let hash = hash(base()).await;
    assert_eq!(operations[0], "CreateDeployment");
    assert_eq!(requests[0].body, json!({ "description": format!("diatonic:{hash}") }).to_string());
    let updated = script.requests_of("UpdateStage");
    assert_eq!(patches(&updated[0]), ["replace /deploymentId d3", "remove /~1users/POST"]);
    let created = script.requests_of("CreateStage");
    let created: Value = serde_json::from_str(&created[0].body).unwrap();
    assert_eq!(created["deploymentId"], "d3");
    let deleted = script.requests_of("DeleteDeployment");
    assert_eq!(deleted.len(), 1);
    assert!(deleted[0].uri.ends_with("/deployments/d2"));
    assert_eq!(operations.last(), Some(&"DeleteDeployment"));
}

#[tokio::test]
async fn a_deployment_that_nobody_shows_yet_is_used() {
    let hash = hash(base()).await;
    let deployments = json!({ "item": [
        { "id": "d1", "description": "diatonic:0123456789abcdef" },
        { "id": "d2", "description": format!("diatonic:{hash}") },
    ] });
    let script =
        live(&[("GetStages", json!({ "item": [stage("d1")] })), ("GetDeployments", deployments)]);
    let wanted = spec(json!({ "stages": { "dev": { "methods": { "POST /users": {
        "throttling_rate_limit": 10_000, "throttling_burst_limit": 5000,
    } } } } }));
    update(&script, wanted).await;
    assert_eq!(script.requests_of("CreateDeployment").len(), 0);
    let updated = script.requests_of("UpdateStage");
    assert_eq!(patches(&updated[0]), ["replace /deploymentId d2"]);
    let deleted = script.requests_of("DeleteDeployment");
    assert!(deleted[0].uri.ends_with("/deployments/d1"));
}
