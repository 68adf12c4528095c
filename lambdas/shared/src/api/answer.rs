//! What goes back: an answer, a refusal that says why, or a failure that says nothing.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::{Failure, Refusal, Reply};

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
    /// What goes back to the caller: the outcome of a call, or that its browser may call at all (`None`). `headers` are
    /// those that every answer carries.
    pub(super) fn to(
        outcome: Result<Option<Reply>, Failure>,
        request_id: &str,
        mut headers: BTreeMap<&'static str, String>,
    ) -> Self {
        // Data is nobody else's business, and passwords may be in what is answered.
        headers.insert("Cache-Control", "no-store".to_owned());
        headers.insert("x-request-id", request_id.to_owned());
        let Reply { status, body, .. } = match outcome {
            Ok(Some(reply)) => reply,
            Ok(None) => Reply { status: 204, body: None, is_secret: false },
            Err(failure) => {
                let refusal = failure.refusal();
                if refusal.as_ref() == Some(&Refusal::Busy) {
                    headers.insert("Retry-After", Refusal::RETRY_AFTER.to_string());
                }
                problem(refusal, request_id)
            }
        };
        if body.is_some() {
            headers.insert("Content-Type", "application/json".to_owned());
        }
        Self {
            status_code: status,
            headers,
            body: body.map(|body| body.to_string()).unwrap_or_default(),
            is_base64_encoded: false,
        }
    }
}

/// The body of errors, the same as API Gateway's own have by the templates of the spec.
fn problem(refusal: Option<Refusal>, request_id: &str) -> Reply {
    let ((status, code), message) = match &refusal {
        Some(refusal) => (refusal.status(), refusal.to_string()),
        None => (Failure::BROKEN, "something went wrong on our side; try again later".to_owned()),
    };
    let mut error = json!({ "code": code, "message": message, "request_id": request_id });
    let fields = refusal.as_ref().map(Refusal::fields).unwrap_or_default();
    if !fields.is_empty() {
        error["fields"] = json!(fields);
    }
    Reply { status, body: Some(json!({ "error": error })), is_secret: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use serde_json::Value;

    fn respond(outcome: Result<Option<Reply>, Failure>) -> Response {
        Response::to(outcome, "request-1", BTreeMap::from([("Vary", "Origin".to_owned())]))
    }

    #[test]
    fn every_refusal_has_its_status_and_says_which_request_it_was() {
        for (refusal, status, code) in [
            (Refusal::invalid("why"), 400, "invalid_request"),
            (Refusal::Unauthenticated, 401, "unauthenticated"),
            (Refusal::Forbidden, 403, "forbidden"),
            (Refusal::NotFound, 404, "not_found"),
            (Refusal::MethodNotAllowed, 405, "method_not_allowed"),
            (Refusal::Conflict("why"), 409, "conflict"),
            (Refusal::LimitReached("why"), 409, "limit_reached"),
            (Refusal::TooLarge, 413, "too_large"),
            (Refusal::Busy, 503, "unavailable"),
        ] {
            let message = refusal.to_string();
            let response = respond(Err(refusal.into()));
            assert_eq!(response.status_code, status);
            assert_eq!(response.headers["x-request-id"], "request-1");
            assert_eq!(response.headers.contains_key("Retry-After"), status == 503);
            let body: Value = serde_json::from_str(&response.body).unwrap();
            let expected = json!({ "error": {
                "code": code, "message": message, "request_id": "request-1"
            }});
            assert_eq!(body, expected);
        }
    }

    #[test]
    fn fields_are_told_one_by_one() {
        let response = respond(Err(Refusal::field("title", "is missing").into()));
        let body: Value = serde_json::from_str(&response.body).unwrap();
        assert_eq!(body["error"]["fields"], json!([{ "field": "title", "message": "is missing" }]));
        assert_eq!(body["error"]["message"], "`title`: is missing");
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
        let response = respond(Ok(Some(Reply { status: 204, body: None, is_secret: false })));
        assert_eq!(response.status_code, 204);
        assert_eq!(response.body, "");
        assert!(!response.headers.contains_key("Content-Type"));
    }

    #[test]
    fn the_response_has_the_form_that_the_gateway_wants() {
        let response = respond(Ok(Some(Reply {
            status: 201,
            body: Some(json!({ "a": 1 })),
            is_secret: false,
        })));
        let expected = json!({
            "statusCode": 201,
            "headers": {
                "Cache-Control": "no-store",
                "Content-Type": "application/json",
                "Vary": "Origin",
                "x-request-id": "request-1",
            },
            "body": r#"{"a":1}"#,
            "isBase64Encoded": false,
        });
        assert_eq!(serde_json::to_value(response).unwrap(), expected);
    }
}
