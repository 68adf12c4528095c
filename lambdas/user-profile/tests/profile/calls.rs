//! Calls of the function and their answers.

use std::future::Future;

use lambda_runtime::tower::ServiceExt;
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};
use shared::Sources;
use shared::api::{Api, Response};
use user_profile::{Backend, Settings, UserProfile, routes};

/// The user of the documented events.
pub const USER: &str = "7d3a4e52-6f0b-4c8e-9a51-2b1f0c9d8e77";
pub const OTHER: &str = "11111111-2222-4333-8444-555555555555";
pub const NOW: &str = "2026-03-01T10:00:00Z";

/// What API Gateway sends.
pub fn event(method: &str) -> Value {
    let text = match method {
        "PUT" => include_str!("../put.json"),
        "DELETE" => include_str!("../delete.json"),
        _ => include_str!("../get.json"),
    };
    let mut event: Value = serde_json::from_str(text).unwrap();
    event["httpMethod"] = json!(method);
    event
}

/// The same about another user.
pub fn about(mut event: Value, user_id: &str) -> Value {
    event["pathParameters"]["user_id"] = json!(user_id);
    event
}

/// The same with a claim of the caller's changed.
pub fn claiming(mut event: Value, claim: &str, value: &str) -> Value {
    event["requestContext"]["authorizer"]["claims"][claim] = json!(value);
    event
}

/// The same from somebody who administers an organization, in more groups than one.
pub fn by_administrator_of(organization: &str, event: Value) -> Value {
    let event = claiming(event, "custom:organization_id", organization);
    claiming(event, "cognito:groups", "OrgUsers,Administrators")
}

/// The same with another body.
pub fn saying(mut event: Value, body: &Value) -> Value {
    event["body"] = json!(body.to_string());
    event
}

pub fn settings(variable: impl Fn(&str) -> Option<String>) -> Settings {
    let lookup = |name: &str| match name {
        "CORS_ORIGINS" => Some("https://app.example.com,http://localhost:3000".to_owned()),
        "ADMINISTRATOR_GROUPS" => Some(r#"["Administrators"]"#.to_owned()),
        _ => variable(name),
    };
    Settings::read(lookup).unwrap()
}

/// Calls a function with this backend once, through its service.
pub async fn call(settings: &Settings, backend: impl Backend, event: Value) -> Response {
    let profile = UserProfile::new(settings, backend);
    let sources = Sources::at(NOW.parse().unwrap());
    let function = Api::new(routes(), profile, &settings.api, sources).into_service();
    let mut context = Context::default();
    context.request_id = "request-7".to_owned();
    let request = serde_json::from_value(event).unwrap();
    let event = LambdaEvent::new(request, context);
    match function.oneshot(event).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

pub fn body(response: &Response) -> Value {
    serde_json::from_str(&response.body).unwrap()
}

/// Runs something and returns its outcome and the log lines that it wrote.
pub async fn logged<T>(work: impl Future<Output = T>) -> (T, Vec<Value>) {
    testing::logged("user_profile", work).await
}

pub fn assert_impersonal(lines: &[Value]) {
    let personal = ["Ada", "King", "Lovelace", "@", "redacted", "dark"];
    testing::assert_silent_about(&personal, lines);
}
