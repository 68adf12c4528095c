//! Routes by one document: when, how it is sent, and what becomes of one that AWS refuses.

use super::*;
use crate::apigateway::refused;

/// A spec with this many paths of one method each.
fn paths(count: usize) -> Value {
    let method = || json!({ "authorization": "NONE", "integration": { "function": FUNCTION } });
    let mut spec = base();
    for number in 0..count {
        spec["routes"][format!("/things{number}")] = json!({ "GET": method() });
    }
    spec
}

/// The live API, with AWS's answer to an import.
fn imported() -> ScriptedCloud {
    live(&[]).answer("PutRestApi", 200, r#"{"id":"a1","apiStatus":"AVAILABLE"}"#)
}

fn names(requests: &[Request]) -> Vec<&str> {
    requests.iter().map(|request| request.operation.as_str()).collect()
}

fn document(request: &Request) -> Value {
    serde_json::from_str(&request.body).unwrap()
}

/// What `paths(10)` needs beside what is live, as the document has it: nothing of what is live, and no settings but those
/// that a document must have, as they are live.
#[tokio::test]
async fn many_routes_are_merged_into_what_there_is() {
    let script = imported();
    let mut wanted = paths(10);
    wanted["description"] = json!("New");
    wanted["binary_media_types"] = json!(["image/png"]);
    let requests = update(&script, wanted).await;
    let import = requests.iter().find(|request| request.operation == "PutRestApi").unwrap();
    assert!(import.uri.contains("/restapis/a1?"), "{}", import.uri);
    let options = ["mode=merge", "failonwarnings=true", "ignore=documentation"];
    assert!(options.iter().all(|option| import.uri.contains(option)), "{}", import.uri);
    let document = document(import);
    assert_eq!(document["info"], json!({ "title": "users", "version": "1.0" }));
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths.len(), 10);
    assert!(paths.iter().all(|path| path.starts_with("/things")));
    let fields: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["components", "info", "openapi", "paths"]);
    // What is there is read again, and here it is as it was: the script imports nothing.
    assert_eq!(script.requests_of("GetResources").len(), 2);
    assert_eq!(script.requests_of("GetStages").len(), 1);
    assert_eq!(names(&requests).iter().filter(|name| **name == "CreateResource").count(), 10);
}

#[tokio::test]
async fn a_new_api_has_its_routes_before_it_is_read() {
    let script = ScriptedCloud::default()
        .answer("CreateRestApi", 201, r#"{"id":"a1"}"#)
        .answer("PutRestApi", 200, r#"{"id":"a1","apiStatus":"UPDATING"}"#)
        .answer("GetRestApi", 200, r#"{"id":"a1","apiStatus":"AVAILABLE"}"#);
    let aws = script.aws().await;
    let mut wanted = paths(1);
    wanted["cors"] = json!({ "allow_origins": ["*"] });
    let id = kind().create(&aws, &Workspace::new("."), wanted).await.unwrap();
    assert_eq!(id, "a1");
    let requests = script.requests();
    assert_eq!(names(&requests), ["CreateRestApi", "PutRestApi", "GetRestApi"]);
    let document = document(&requests[1]);
    let operations: Vec<&String> =
        document["paths"]["/things0"].as_object().unwrap().keys().collect();
    assert_eq!(operations, ["get", "options"]);
    let errors = document["x-amazon-apigateway-gateway-responses"].as_object().unwrap();
    assert_eq!(errors.keys().collect::<Vec<_>>(), ["DEFAULT_4XX", "DEFAULT_5XX"]);
}

#[tokio::test]
async fn an_api_without_routes_is_created_by_one_call() {
    let script = ScriptedCloud::default().answer("CreateRestApi", 201, r#"{"id":"a1"}"#);
    let aws = script.aws().await;
    let workspace = Workspace::new(".");
    let created = kind().create(&aws, &workspace, json!({ "name": "users" }));
    created.await.unwrap();
    assert_eq!(names(&script.requests()), ["CreateRestApi"]);
}

/// The API is there, and its id must be known whatever becomes of the rest.
#[tokio::test]
async fn an_api_whose_document_is_refused_is_created_all_the_same() {
    let script = ScriptedCloud::default().answer("CreateRestApi", 201, r#"{"id":"a1"}"#);
    let why = "Errors found during import: Unable to put integration on 'GET' for resource at path '/things0'";
    let script = refused(script, "PutRestApi", 400, "BadRequestException", why);
    let aws = script.aws().await;
    let id = kind().create(&aws, &Workspace::new("."), paths(1)).await.unwrap();
    assert_eq!(id, "a1");
}

#[tokio::test]
async fn routes_whose_document_is_refused_are_written_by_calls_which_say_what_is_wrong() {
    let why = "Errors found during import: Invalid integration URI specified";
    let script = refused(live(&[]), "PutRestApi", 400, "BadRequestException", why);
    let requests = update(&script, paths(10)).await;
    let operations = names(&requests);
    assert_eq!(operations[0], "PutRestApi");
    for (operation, count) in [("CreateResource", 10), ("PutMethod", 10), ("PutIntegration", 10)] {
        assert_eq!(operations.iter().filter(|name| **name == operation).count(), count);
    }
    assert_eq!(script.requests_of("GetResources").len(), 1, "nothing has changed");

    let mut wanted = base();
    wanted["routes"]["/users"]["POST"]["integration"]["timeout_milliseconds"] = json!(50);
    let error = update_that_fails(&wanted, "PutIntegration", "Invalid ARN specified").await;
    assert_eq!(
        error,
        "API Gateway PutIntegration: POST /users: Invalid ARN specified (BadRequestException)"
    );
}

/// What an update ends in whose `operation` is refused.
async fn update_that_fails(spec: &Value, operation: &str, why: &str) -> String {
    let usual = live(&[]);
    let aws = usual.aws().await;
    let read = kind().read(&aws, "a1").await.unwrap().unwrap();
    let script = refused(ScriptedCloud::default(), operation, 400, "BadRequestException", why);
    let aws = script.aws().await;
    let workspace = Workspace::new(".");
    let updated = kind().update(&aws, &workspace, "a1", spec.clone(), read);
    updated.await.unwrap_err().to_string()
}

/// A throttle or a fault of the service is not a refusal: nobody knows what was made.
#[tokio::test]
async fn a_document_that_fails_otherwise_is_an_error() {
    let error = {
        let usual = live(&[]);
        let read = kind().read(&usual.aws().await, "a1").await.unwrap().unwrap();
        let script =
            refused(ScriptedCloud::default(), "PutRestApi", 404, "NotFoundException", "gone");
        let aws = script.aws().await;
        let workspace = Workspace::new(".");
        let updated = kind().update(&aws, &workspace, "a1", paths(10), read);
        updated.await.unwrap_err()
    };
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert!(error.to_string().starts_with("API Gateway PutRestApi: gone"), "{error}");
}

#[tokio::test]
async fn a_few_routes_are_written_by_calls() {
    // Three calls each.
    for (count, imports) in [(6, 0), (7, 1)] {
        let script = imported();
        update(&script, paths(count)).await;
        assert_eq!(script.requests_of("PutRestApi").len(), imports, "{count} routes");
    }
}

/// Others may add something at any time, of which no document knows.
#[tokio::test]
async fn an_api_that_others_have_something_in_is_written_by_calls() {
    let script = live(&[]);
    let mut wanted = paths(10);
    wanted["routes_of_others"] = json!("keep");
    let requests = update(&script, wanted).await;
    assert!(!names(&requests).contains(&"PutRestApi"));
}

/// AWS deletes neither a model nor an authorizer that methods refer to.
#[tokio::test]
async fn routes_around_a_model_that_is_re_created_are_written_by_calls() {
    let model = |content_type: &str| json!({ "name": "User", "contentType": content_type, "schema": "{\"type\":\"object\"}" });
    let script = live(&[("GetModels", json!({ "item": [model("application/xml")] }))]);
    let mut wanted = paths(10);
    wanted["models"] = json!({ "User": { "schema": { "type": "object" } } });
    let requests = update(&script, wanted).await;
    assert!(!names(&requests).contains(&"PutRestApi"));
    assert!(names(&requests).contains(&"DeleteModel"));
}

#[tokio::test]
async fn a_document_that_is_too_large_is_not_sent() {
    let script = live(&[]);
    let mut wanted = paths(10);
    wanted["routes"]["/things0"]["GET"] = json!({
        "authorization": "NONE",
        "integration": { "type": "MOCK", "request_templates": { "text/plain": "x".repeat(6 * 1024 * 1024) } },
    });
    let requests = update(&script, wanted).await;
    assert!(!names(&requests).contains(&"PutRestApi"));
}

/// AWS declares the variables of a path for each method that it imports.
#[tokio::test]
async fn variables_of_a_path_are_no_difference() {
    let mut resources = live_resources();
    resources["item"][1]["path"] = json!("/{id}");
    let method = &mut resources["item"][1]["resourceMethods"]["POST"];
    method["requestParameters"] = json!({ "method.request.path.id": true });
    let script = live(&[("GetResources", resources)]);
    let mut wanted = spec(json!({}));
    wanted["routes"] = json!({ "/{id}": wanted["routes"]["/users"].take() });
    assert_eq!(update(&script, wanted).await.len(), 0);
}
