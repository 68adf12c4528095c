//! How many calls it takes: a read of an API asks as often whatever its size, and a change of one route
//! writes that route and deploys.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::rest_api_run::{calls, create, differences, kind, update};
use crate::harness;

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

/// No differences.
const NOTHING: [&str; 0] = [];

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
    assert_eq!(differences(&aws, &id, &large).await, NOTHING);

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
    let differ = differences(&aws, &id, &spec).await;
    assert_eq!(differ.len(), 3, "the route, and what two stages show: {differ:?}");
    let changed = calls(&aws, update(&aws, &id, &spec)).await;
    let writes = [&READ[..], &DEPLOY, &[("PutIntegration", 1)]].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, NOTHING);

    let spec = with(method("AWS_IAM", "other"));
    let changed = calls(&aws, update(&aws, &id, &spec)).await;
    let method = [("DeleteMethod", 1), ("PutMethod", 1), ("PutIntegration", 1)];
    let writes = [&READ[..], &DEPLOY, &method].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, NOTHING);

    // Nothing of what a deployment copies.
    let mut spec = spec;
    spec["stages"]["dev"]["tracing"] = json!(true);
    let changed = calls(&aws, update(&aws, &id, &spec)).await;
    let writes = [&READ[..], &[("UpdateStage", 1)]].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, NOTHING);

    let nothing = calls(&aws, update(&aws, &id, &spec)).await;
    assert_eq!(nothing, operations(&READ));
}

/// Routes of a number of paths, one method each.
fn paths(count: usize) -> Value {
    let routes = (0..count)
        .map(|number| (format!("/things{number}"), json!({ "GET": method("users", "things") })));
    let mut spec = api(0, Value::Null);
    spec["routes"] = json!(routes.collect::<BTreeMap<_, _>>());
    spec
}

/// A call for each method, integration and answer of thirty paths would be 210.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_api_is_one_document_whatever_its_size() {
    let endpoint = emulators::shared_ministack().endpoint().to_owned();
    let aws = harness::aws(&endpoint, &emulators::fresh_account()).await;
    let mut id = String::new();
    let spec = paths(30);
    let created = calls(&aws, async { id = create(&aws, &spec).await }).await;
    let writes = [
        &READ[..],
        &[
            ("CreateRestApi", 1),
            ("PutRestApi", 1),
            ("CreateDeployment", 1),
            ("CreateStage", 2),
            ("UpdateStage", 1),
        ],
    ]
    .concat();
    assert_eq!(created, operations(&writes));
    assert_eq!(differences(&aws, &id, &spec).await, NOTHING);

    // Twenty more are one document as well, which is read again before it is deployed.
    let mut more = paths(50);
    more["name"] = spec["name"].clone();
    let changed = calls(&aws, update(&aws, &id, &more)).await;
    let mut writes = operations(&[&READ[..], &DEPLOY, &[("PutRestApi", 1)]].concat());
    for read in ["GetAuthorizers", "GetModels", "GetRequestValidators", "GetResources"] {
        *writes.get_mut(read).unwrap() += 1;
    }
    assert_eq!(changed, writes);
    assert_eq!(differences(&aws, &id, &more).await, NOTHING);

    // Two are not: seven calls each are less than what an import takes.
    let mut few = paths(52);
    few["name"] = spec["name"].clone();
    let changed = calls(&aws, update(&aws, &id, &few)).await;
    let calls_of_routes = [
        ("CreateResource", 2),
        ("PutMethod", 4),
        ("PutIntegration", 4),
        ("PutMethodResponse", 2),
        ("PutIntegrationResponse", 2),
    ];
    let writes = [&READ[..], &DEPLOY, &calls_of_routes].concat();
    assert_eq!(changed, operations(&writes));
    assert_eq!(differences(&aws, &id, &few).await, NOTHING);
}
