//! What goes back: an answer, a refusal that says why, or a failure that says nothing.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use tracing::{error, info};

use super::{Origins, Refusal, Request};
use crate::{Error, Invocation};

/// What a function has to say to a call that went well.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// 200 with a body.
    Found(Value),
    /// 201 with a body.
    Created(Value),
    /// 204.
    Done,
    /// 204 to a browser that asks which methods there are.
    Methods(&'static str),
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The caller's fault.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Ours: 500, and a line in the log.
    #[error(transparent)]
    Broken(#[from] Error),
}

/// An answer in the form that API Gateway wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The HTTP status.
    pub status_code: u16,
    /// The headers.
    pub headers: BTreeMap<&'static str, String>,
    /// The body; empty for none.
    pub body: String,
    /// Never: all bodies are text.
    pub is_base64_encoded: bool,
}

impl Response {
    /// Turns what became of a call into an answer, and logs it. Neither a refusal's text nor
    /// anything else that a caller has sent reaches the log.
    pub fn to(
        request: &Request,
        invocation: &Invocation,
        origins: &Origins,
        outcome: Result<Answer, Failure>,
    ) -> Self {
        let request_id = invocation.request_id.as_str();
        let mut headers = origins.headers(request);
        // Profiles are nobody else's business, and passwords may be in what is answered.
        headers.insert("Cache-Control", "no-store".to_owned());
        let (status_code, body) = match outcome {
            Ok(Answer::Found(body)) => (200, Some(body)),
            Ok(Answer::Created(body)) => (201, Some(body)),
            Ok(Answer::Done) => (204, None),
            Ok(Answer::Methods(methods)) => {
                headers.extend(origins.preflight(request, methods));
                (204, None)
            }
            Err(Failure::Refused(refusal)) => {
                let (status, code) = refusal.status();
                // Alarms count these by their code.
                info!(request_id, event = code, "refused");
                (status, Some(problem(code, &refusal.to_string(), request_id)))
            }
            Err(Failure::Broken(error)) => {
                error!(request_id, %error, "the call failed");
                let message = "something went wrong on our side; try again later";
                (500, Some(problem("internal_error", message, request_id)))
            }
        };
        info!(request_id, status = status_code, "answered");
        if body.is_some() {
            headers.insert("Content-Type", "application/json".to_owned());
        }
        Self {
            status_code,
            headers,
            body: body.map(|body| body.to_string()).unwrap_or_default(),
            is_base64_encoded: false,
        }
    }
}

fn problem(code: &str, message: &str, request_id: &str) -> Value {
    json!({ "error": { "code": code, "message": message, "request_id": request_id } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respond(outcome: Result<Answer, Failure>) -> Response {
        let origins = Origins::read(|_| Some("https://app.example.com".to_owned())).unwrap();
        let event = json!({ "headers": { "origin": "https://app.example.com" } });
        let request = serde_json::from_value(event).unwrap();
        let invocation = Invocation {
            request_id: "request-1".to_owned(),
            now: "2026-03-01T10:00:00Z".parse().unwrap(),
        };
        Response::to(&request, &invocation, &origins, outcome)
    }

    #[test]
    fn every_refusal_has_its_status_and_is_readable_by_our_pages() {
        for (refusal, status, code) in [
            (Refusal::invalid("why"), 400, "invalid_request"),
            (Refusal::Unauthenticated, 401, "unauthenticated"),
            (Refusal::Forbidden, 403, "forbidden"),
            (Refusal::NotFound, 404, "not_found"),
            (Refusal::MethodNotAllowed, 405, "method_not_allowed"),
            (Refusal::Conflict("why"), 409, "conflict"),
            (Refusal::TooLarge, 413, "too_large"),
        ] {
            let message = refusal.to_string();
            let response = respond(Err(refusal.into()));
            assert_eq!(response.status_code, status);
            assert_eq!(response.headers["Access-Control-Allow-Origin"], "https://app.example.com");
            let body: Value = serde_json::from_str(&response.body).unwrap();
            let expected = json!({ "error": {
                "code": code, "message": message, "request_id": "request-1"
            }});
            assert_eq!(body, expected);
        }
    }

    #[test]
    fn a_failure_says_nothing_about_its_cause() {
        let error = Error::MissingVariable("SECRET_TABLE");
        let response = respond(Err(error.into()));
        assert_eq!(response.status_code, 500);
        assert!(!response.body.contains("SECRET"), "{}", response.body);
        assert!(response.body.contains("request-1"));
    }

    #[test]
    fn no_content_is_no_content() {
        let response = respond(Ok(Answer::Done));
        assert_eq!(response.status_code, 204);
        assert_eq!(response.body, "");
        assert!(!response.headers.contains_key("Content-Type"));
    }

    #[test]
    fn the_response_has_the_form_that_the_gateway_wants() {
        let response = respond(Ok(Answer::Found(json!({ "a": 1 }))));
        let expected = json!({
            "statusCode": 200,
            "headers": {
                "Access-Control-Allow-Origin": "https://app.example.com",
                "Cache-Control": "no-store",
                "Content-Type": "application/json",
                "Vary": "Origin",
            },
            "body": r#"{"a":1}"#,
            "isBase64Encoded": false,
        });
        assert_eq!(serde_json::to_value(response).unwrap(), expected);
    }

    #[test]
    fn a_preflight_lists_the_methods() {
        let response = respond(Ok(Answer::Methods("OPTIONS,POST")));
        assert_eq!(response.status_code, 204);
        assert_eq!(response.headers["Access-Control-Allow-Methods"], "OPTIONS,POST");
    }
}
