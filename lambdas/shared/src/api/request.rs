//! One call of the API.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Body, Refusal};

/// The longest body that is looked at, in bytes. Nobody's profile needs more.
const LONGEST_BODY: usize = 16 * 1024;

/// What a function needs from API Gateway's event. The rest, and whatever is added to it some day,
/// is left alone; what is missing is empty, so that every event has an answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Request {
    http_method: String,
    headers: Option<BTreeMap<String, String>>,
    path_parameters: Option<BTreeMap<String, String>>,
    body: Option<String>,
    is_base64_encoded: bool,
    request_context: RequestContext,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct RequestContext {
    authorizer: Option<Authorizer>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Authorizer {
    claims: Option<Map<String, Value>>,
}

impl Request {
    /// The HTTP method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.http_method
    }

    /// A header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.headers.as_ref()?;
        headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// A variable part of the path.
    pub fn path_parameter(&self, name: &str) -> Option<&str> {
        self.path_parameters.as_ref()?.get(name).map(String::as_str)
    }

    /// The verified claims of the caller's token, if the method has an authorizer.
    pub(super) fn claims(&self) -> Option<&Map<String, Value>> {
        self.request_context.authorizer.as_ref()?.claims.as_ref()
    }

    /// The body, which has to be a JSON object.
    pub fn body(&self) -> Result<Body, Refusal> {
        let text = self.body.as_deref().unwrap_or_default();
        if self.is_base64_encoded {
            // Four characters stand for three bytes, so longer text cannot be short enough.
            if text.len() / 4 > LONGEST_BODY / 3 + 1 {
                return Err(Refusal::TooLarge);
            }
            let bytes = STANDARD.decode(text).map_err(|_| {
                Refusal::invalid("the body is not the base64 that it is said to be")
            })?;
            return parse(&bytes);
        }
        parse(text.as_bytes())
    }
}

fn parse(bytes: &[u8]) -> Result<Body, Refusal> {
    if bytes.len() > LONGEST_BODY {
        return Err(Refusal::TooLarge);
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(Body::new(fields)),
        Ok(_) | Err(_) => Err(Refusal::invalid("the body must be a JSON object")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(event: Value) -> Request {
        serde_json::from_value(event).unwrap()
    }

    #[test]
    fn every_event_is_a_request() {
        for event in [
            json!({}),
            json!({ "headers": null, "pathParameters": null, "body": null, "requestContext": {} }),
            json!({ "requestContext": { "authorizer": { "claims": null } }, "new": [1] }),
        ] {
            let request = request(event);
            assert_eq!(request.method(), "");
            assert_eq!(request.header("origin"), None);
            assert!(request.claims().is_none());
            assert!(request.body().is_err());
        }
    }

    #[test]
    fn headers_are_found_in_any_case() {
        for name in ["Origin", "origin", "ORIGIN"] {
            let request = request(json!({ "headers": { name: "https://a.example" } }));
            assert_eq!(request.header("Origin"), Some("https://a.example"));
        }
    }

    #[test]
    fn a_body_is_a_json_object_in_text_or_in_base64() {
        for event in [
            json!({ "body": r#"{"a":1}"# }),
            json!({ "body": STANDARD.encode(r#"{"a":1}"#), "isBase64Encoded": true }),
        ] {
            assert!(request(event).body().is_ok());
        }
        for event in [
            json!({ "body": "" }),
            json!({ "body": "[]" }),
            json!({ "body": "{" }),
            json!({ "body": "{}", "isBase64Encoded": true }),
        ] {
            assert!(matches!(request(event).body(), Err(Refusal::Invalid(_))));
        }
    }

    #[test]
    fn a_long_body_is_refused_before_it_is_read() {
        let text = format!("\"{}\"", "a".repeat(LONGEST_BODY));
        for event in [
            json!({ "body": text }),
            json!({ "body": STANDARD.encode(&text), "isBase64Encoded": true }),
            json!({ "body": STANDARD.encode(text.repeat(3)), "isBase64Encoded": true }),
        ] {
            assert_eq!(request(event).body().unwrap_err(), Refusal::TooLarge);
        }
    }
}
