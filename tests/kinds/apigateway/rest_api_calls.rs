//! How many calls it takes: a read of an API asks as often whatever its size, and a change of one route
//! writes that route and deploys.

use std::collections::BTreeMap;
use std::future::Future;

use aws::Aws;
use kind::AnyKind;
use kind::registry;
use language::diff;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness;

fn kind() -> &'static dyn AnyKind {
    registry::find("apigateway.rest_api").unwrap()
}

/// The route that changes.
const CHANGED: &str = "/v1/things7/{id}";

fn method(authorization: &str, function: &str) -> Value {
    let function = format!("arn:aws:lambda:us-east-2:123456789012:function:{function}");
    json!({ "authorization": authorization, "integration": { "function": function } })
}

/// An API with three methods a path.
fn api(paths: usize, changed: Value) -> Value {
    let method = || method("users", "things");
    let mut routes: BTreeMap<String, Value> = (0..paths)
        .map(|number| format!("/v1/things{number}/{{id}}"))
        .map(|path| (path, json!({ "GET": method(), "PUT": method(), "DELETE": method() })))
        .collect();
    if let Some(methods) = routes.get_mut(CHANGED) {
        methods["PUT"] = changed;
    }
    json!({
        "name": harness::unique_name(),
        "cors": { "allow_origins": ["https://a.example.com", "https://b.example.com"] },
        "authorizers": { "users": {
            "type": "COGNITO_USER_POOLS",
            "user_pools": ["arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi"],
        } },
        "routes": routes,
        "stages": { "dev": {}, "test": { "methods": { "*": { "throttling_rate_limit": 50 } } } },
    })
}

/// What differs from the spec.
async fn differences(aws: &Aws, id: &str, spec: &Value) -> usize {
    let wanted = kind().prepare(spec.clone(), &Workspace::new(".")).await.unwrap();
    let live = kind().read(aws, id).await.unwrap().unwrap();
    diff::changes(&wanted, &live.spec).len()
}

/// As the engine does: a read, and what differs from it.
async fn update(aws: &Aws, id: &str, spec: &Value) {
    let live = kind().read(aws, id).await.unwrap().unwrap();
    let workspace = Workspace::new(".");
    let updated = kind().update(aws, &workspace, id, spec.clone(), live);
    updated.await.unwrap();
}

async fn create(aws: &Aws, spec: &Value) -> String {
    let workspace = Workspace::new(".");
    let id = kind().create(aws, &workspace, spec.clone()).await.unwrap();
    update(aws, &id, spec).await;
    assert_eq!(differences(aws, &id, spec).await, 0);
    id
}

/// The calls that something makes, by operation.
async fn calls(aws: &Aws, work: impl Future<Output = ()>) -> BTreeMap<String, u64> {
    let count = || -> BTreeMap<String, u64> {
        let counts = aws.statistics().snapshot().into_iter();
        counts.map(|((_, operation), count)| (operation, count.calls)).collect()
    };
    let before = count();
    work.await;
    let mut after = count();
    for (operation, calls) in &mut after {
        *calls -= before.get(operation).copied().unwrap_or_default();
    }
    after.retain(|_, calls| *calls > 0);
    after
}

fn operations(operations: &[(&str, u64)]) -> BTreeMap<String, u64> {
    let operations = operations.iter();
    operations.map(|(name, calls)| ((*name).to_owned(), *calls)).collect()
}

const READ: [(&str, u64); 8] = [
    ("GetAuthorizers", 1),
    ("GetDeployments", 1),
    ("GetGatewayResponses", 1),
    ("GetModels", 1),
    ("GetRequestValidators", 1),
    ("GetResources", 1),
    ("GetRestApi", 1),
    ("GetStages", 1),
];

const DEPLOY: [(&str, u64); 3] =
    [("CreateDeployment", 1), ("DeleteDeployment", 1), ("UpdateStage", 2)];

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_one_route_of_many_writes_that_route() {
    let endpoint = emulators::shared_ministack().endpoint().to_owned();
    let aws = harness::aws(&endpoint, &emulators::fresh_account()).await;
    let small = api(1, Value::Null);
    let large = api(40, method("users", "things"));
    let small_id = create(&aws, &small).await;
    let id = create(&aws, &large).await;

    for id in [&small_id, &id] {
        let read = calls(&aws, async {
            kind().read(&aws, id).await.unwrap().unwrap();
        });
        assert_eq!(read.await, operations(&READ));
    }

    let with = |changed: Value| {
        let mut spec = large.clone();
        spec["routes"][CHANGED]["PUT"] = changed;
        spec
    };
    let spec = with(method("users", "other"));
    assert_eq!(differences(&aws, &id, &spec).await, 3, "the route, and what two stages show");
    let changed = calls(&aws, update(&aws, &id, &spec)).await;
    let writes = [&READ[..], &DEPLOY, &[("PutIntegration", 1)]].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, 0);

    let spec = with(method("AWS_IAM", "other"));
    let changed = calls(&aws, update(&aws, &id, &spec)).await;
    let method = [("DeleteMethod", 1), ("PutMethod", 1), ("PutIntegration", 1)];
    let writes = [&READ[..], &DEPLOY, &method].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, 0);

    // Nothing of what a deployment copies.
    let mut spec = spec;
    spec["stages"]["dev"]["tracing"] = json!(true);
    let changed = calls(&aws, update(&aws, &id, &spec)).await;
    let writes = [&READ[..], &[("UpdateStage", 1)]].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, 0);

    let nothing = calls(&aws, update(&aws, &id, &spec)).await;
    assert_eq!(nothing, operations(&READ));
}
