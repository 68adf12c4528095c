//! `apigateway.rest_api_routes`: what its ownership record means, and how it deploys beside others.

use super::*;
use crate::apigateway::refused;

fn added() -> &'static dyn AnyKind {
    registry::find("apigateway.rest_api_routes").unwrap()
}

/// An ownership record as AWS gives it, among no other models.
fn models(ownership_records: &[Value]) -> Value {
    let models = ownership_records.iter().enumerate().map(|(number, ownership_record)| {
        json!({
            "id": format!("m{number}"), "name": format!("DiatonicRoutes{number}"), "contentType": "application/json",
            "schema": json!({ "description": ownership_record.to_string() }).to_string(),
        })
    });
    json!({ "item": models.collect::<Vec<_>>() })
}

fn ours(fields: Value) -> Value {
    let mut ownership_record =
        json!({ "name": "education", "tags": { "diatonic:stack": "education/dev" } });
    for (field, value) in fields.as_object().unwrap() {
        ownership_record[field] = value.clone();
    }
    ownership_record
}

fn wanted(fields: Value) -> Value {
    let mut spec = json!({
        "api": "a1", "name": "education", "tags": { "diatonic:stack": "education/dev" },
        "routes": { "/users": { "POST": { "authorization": "NONE", "integration": { "function": FUNCTION } } } },
    });
    for (field, value) in fields.as_object().unwrap() {
        spec[field] = value.clone();
    }
    spec
}

fn users() -> Value {
    json!({ "routes": { "/users": ["POST"] } })
}

/// An API that has a deployment of its owner's on its stage.
fn deployed(ownership_records: &[Value], others: &[(&str, Value)]) -> ScriptedCloud {
    let answers = [
        ("GetModels", models(ownership_records)),
        ("GetStages", json!({ "item": [stage("d1")] })),
        (
            "GetDeployments",
            json!({ "item": [
            { "id": "d1", "description": "diatonic:0123456789abcdef", "createdDate": 1_700_000_000 },
        ] }),
        ),
        ("CreateDeployment", json!({ "id": "d2", "createdDate": 1_700_000_100 })),
    ];
    let answers: Vec<_> = others.iter().cloned().chain(answers).collect();
    let shown = others.iter().find(|(operation, _)| *operation == "GetStage");
    let usual = json!({ "stageName": "dev", "deploymentId": "d2" });
    let shown = shown.map_or(usual, |(_, shown)| shown.clone());
    live(&answers).answer("GetStage", 200, shown.to_string())
}

async fn read(script: &ScriptedCloud) -> Result<Option<Value>, aws::AwsError> {
    let live = added().read(&script.aws().await, "a1/education").await?;
    Ok(live.map(|live| live.spec.into()))
}

/// What an update ends in, and the requests beyond reads.
async fn updated(script: &ScriptedCloud, spec: Value) -> (Result<(), aws::AwsError>, Vec<String>) {
    let aws = script.aws().await;
    let live = added().read(&aws, "a1/education").await.unwrap().unwrap();
    let workspace = Workspace::new(".");
    let spec = added().prepare(spec, &workspace).await.unwrap();
    let outcome = added().update(&aws, &workspace, "a1/education", spec, live).await;
    let mut calls = operations(script);
    calls.retain(|call| !call.starts_with("Get"));
    (outcome.map(drop), calls)
}

#[tokio::test]
async fn only_what_the_ownership_record_names_is_read() {
    let script = live(&[("GetModels", models(&[ours(users())]))]);
    let spec = read(&script).await.unwrap().unwrap();
    assert_eq!(spec["routes"]["/users"]["POST"]["integration"]["function"], FUNCTION);
    let script = live(&[("GetModels", models(&[ours(json!({}))]))]);
    let spec = read(&script).await.unwrap().unwrap();
    assert_eq!(spec.get("routes"), None, "the method is somebody else's: {spec}");
    assert_eq!(read(&live(&[])).await.unwrap(), None, "there is no ownership record");
}

#[tokio::test]
async fn what_cannot_be_read_is_no_absence() {
    let api = json!({ "id": "a1", "name": "shop" }).to_string();
    let mut script = ScriptedCloud::default().answer("GetRestApi", 200, api);
    let reads = added().operations().iter().flat_map(|group| group.read);
    for other in reads.filter(|other| **other != "GetRestApi") {
        script = refused(script, other, 403, "AccessDeniedException", "no");
    }
    assert!(read(&script).await.is_err());
    let broken = json!({ "item": [{ "id": "m", "name": "DiatonicRoutes0", "schema": "{}" }] });
    let error = read(&live(&[("GetModels", broken)])).await.unwrap_err();
    assert!(error.message.contains("`DiatonicRoutes0`"), "{error}");
}

/// A stage that was pointed back at an older deployment does not show the routes, and one with a later one does.
#[tokio::test]
async fn a_stage_shows_the_routes_since_they_were_deployed() {
    let script = deployed(&[ours(users())], &[]);
    let (outcome, _) = updated(&script, wanted(json!({ "stages": ["dev"] }))).await;
    outcome.unwrap();
    let written = script.requests_of("UpdateModel");
    let patch: Value = serde_json::from_str(&written.last().unwrap().body).unwrap();
    let schema: Value =
        serde_json::from_str(patch["patchOperations"][0]["value"].as_str().unwrap()).unwrap();
    let ownership_record: Value =
        serde_json::from_str(schema["description"].as_str().unwrap()).unwrap();
    assert_eq!(ownership_record["stages"]["dev"]["since"], 1_700_000_100_000_i64);
    for (created, shows) in [(1_700_000_099, false), (1_700_000_100, true), (1_700_009_999, true)] {
        let deployments = json!({ "item": [{ "id": "d1", "createdDate": created }] });
        let script =
            deployed(std::slice::from_ref(&ownership_record), &[("GetDeployments", deployments)]);
        let spec = read(&script).await.unwrap().unwrap();
        assert_eq!(spec.get("stages").is_some_and(|it| *it == json!(["dev"])), shows, "{spec}");
    }
}

/// The stage is named in the call that makes the copy, and the owner goes on to know what it shows of its own.
#[tokio::test]
async fn a_deployment_names_its_stage_and_says_whose_it_follows() {
    let script = deployed(&[ours(users())], &[]);
    let (outcome, calls) = updated(&script, wanted(json!({ "stages": ["dev"] }))).await;
    outcome.unwrap();
    assert_eq!(calls, ["CreateDeployment", "UpdateModel"]);
    let body: Value =
        serde_json::from_str(&script.requests_of("CreateDeployment")[0].body).unwrap();
    assert_eq!(body, json!({ "stageName": "dev", "description": "diatonic:0123456789abcdef" }));
}

#[tokio::test]
async fn a_stage_that_is_pointed_back_is_deployed_to_again() {
    let shown = ("GetStage", json!({ "stageName": "dev", "deploymentId": "d1" }));
    let older = ("GetDeployment", json!({ "id": "d1", "createdDate": 1_700_000_000 }));
    let script = deployed(&[ours(users())], &[shown, older]);
    let (outcome, calls) = updated(&script, wanted(json!({ "stages": ["dev"] }))).await;
    let error = outcome.unwrap_err();
    assert!(error.message.contains("pointed back"), "{error}");
    assert_eq!(calls, ["CreateDeployment", "CreateDeployment", "CreateDeployment"]);
}

#[tokio::test]
async fn what_another_stack_has_added_is_refused() {
    let other = json!({
        "name": "grades", "tags": { "diatonic:stack": "grades/dev" }, "routes": { "/users": ["POST"] },
    });
    let script = deployed(&[ours(json!({})), other], &[]);
    let (outcome, calls) = updated(&script, wanted(json!({ "take_existing": true }))).await;
    let error = outcome.unwrap_err();
    assert!(
        error.message.starts_with("routes[\"/users\"].POST: it belongs to grades/dev"),
        "{error}"
    );
    assert_eq!(calls, Vec::<String>::new());
}

#[tokio::test]
async fn what_the_api_does_not_have_is_refused_before_anything_is_written() {
    let script = deployed(&[ours(users())], &[]);
    let mut spec = wanted(json!({ "stages": ["prod"] }));
    spec["routes"]["/users"]["POST"]["authorization"] = json!("abc123");
    let (outcome, calls) = updated(&script, spec).await;
    let error = outcome.unwrap_err();
    for part in ["no stage `prod`", "no authorizer with the id `abc123`"] {
        assert!(error.message.contains(part), "{error}");
    }
    assert_eq!(calls, Vec::<String>::new());
}

/// The owner's spec does not see what others have added, if it keeps it.
#[tokio::test]
async fn an_owner_that_keeps_them_writes_nothing_about_others() {
    let others = ours(json!({ "routes": { "/users": ["POST"] }, "paths": ["/users"] }));
    let script = live(&[("GetModels", models(&[others]))]).answer("DeleteResource", 202, "");
    let keeps = json!({ "name": "users", "routes_of_others": "keep" });
    assert_eq!(update(&script, keeps).await.len(), 0);
    let takes = json!({ "name": "users" });
    let requests = update(&script, takes).await;
    let calls: Vec<&str> = requests.iter().map(|request| request.operation.as_str()).collect();
    assert_eq!(calls, ["DeleteResource", "DeleteModel"]);
}
