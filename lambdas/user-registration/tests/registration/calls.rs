//! Calls of the function and their answers.

use std::future::Future;

use lambda_runtime::tower::ServiceExt;
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};
use shared::api::{Api, Response};
use shared::{Sources, Timestamp};
use user_registration::{Backend, Registration, Settings, routes};

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "Analytical1";

/// What API Gateway sends.
pub fn event() -> Value {
    serde_json::from_str(include_str!("../event.json")).unwrap()
}

/// The same with another body.
pub fn event_with(body: &Value) -> Value {
    let mut event = event();
    event["body"] = json!(body.to_string());
    event
}

/// A form with another address.
pub fn form(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "full_name": "Ada Lovelace" })
}

/// Calls a function with this backend once, through its service.
pub async fn call(
    settings: &Settings,
    backend: impl Backend,
    event: Value,
    now: Timestamp,
) -> Response {
    let registration = Registration::new(settings, backend);
    let api = Api::new(routes(), registration, &settings.api, Sources::at(now));
    let function = api.into_service();
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
    testing::logged("user_registration", work).await
}

pub fn assert_impersonal(lines: &[Value]) {
    testing::assert_silent_about(&["Ada", "Lovelace", "@", PASSWORD], lines);
}
