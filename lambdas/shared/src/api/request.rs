//! One call of the API.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Refusal;
use super::input::{self, Input};

/// The longest body that is looked at, in bytes.
const LONGEST_BODY: usize = 256 * 1024;

/// What a function needs from API Gateway's event. The rest, and whatever is added to it some day,
/// is left alone; what is missing is empty, so that every event has an answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Request {
    http_method: String,
    resource: String,
    path: String,
    headers: Option<BTreeMap<String, String>>,
    #[serde(deserialize_with = "decoded")]
    path_parameters: Option<BTreeMap<String, String>>,
    query_string_parameters: Option<BTreeMap<String, String>>,
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

    /// The path as the API's spec writes it, such as `/users/{user_id}`.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// The path as it was called.
    pub(super) fn path(&self) -> &str {
        &self.path
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

    /// What the caller sends: the body, or the query of a method that has no body.
    pub(super) fn input<T: Input>(&self) -> Result<T, Refusal> {
        if !matches!(self.method(), "POST" | "PUT") {
            return input::read(self.query());
        }
        let fields = self.body()?;
        if fields.is_empty() {
            return Err(Refusal::invalid("the body must have one field at least"));
        }
        input::read(fields)
    }

    /// Nothing is taken, so a query that asks for something is a mistake. A body is not looked at.
    pub(super) fn expect_nothing(&self) -> Result<(), Refusal> {
        match self.query().keys().next() {
            None => Ok(()),
            Some(name) => Err(Refusal::field(name, "cannot be asked here")),
        }
    }

    fn query(&self) -> Map<String, Value> {
        let parameters = self.query_string_parameters.iter().flatten();
        parameters.map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect()
    }

    /// The bytes of the body, as they were sent.
    pub(super) fn body_bytes(&self) -> Result<Vec<u8>, Refusal> {
        let text = self.body.as_deref().unwrap_or_default();
        // Four characters of base64 stand for three bytes, so longer text cannot be short enough.
        let longest = if self.is_base64_encoded { LONGEST_BODY / 3 * 4 + 4 } else { LONGEST_BODY };
        if text.len() > longest {
            return Err(Refusal::TooLarge);
        }
        if !self.is_base64_encoded {
            return Ok(text.as_bytes().to_vec());
        }
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| Refusal::invalid("the body is not the base64 that it is said to be"))?;
        if bytes.len() > LONGEST_BODY { Err(Refusal::TooLarge) } else { Ok(bytes) }
    }

    /// The body, which has to be a JSON object.
    fn body(&self) -> Result<Map<String, Value>, Refusal> {
        match serde_json::from_slice(&self.body_bytes()?) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) | Err(_) => Err(Refusal::invalid("the body must be a JSON object")),
        }
    }
}

/// Parts of a path as they were meant: REST APIs hand them over as they came, so that the `:` of an id may be `%3A`.
fn decoded<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<BTreeMap<String, String>>, D::Error> {
    let parts = Option::<BTreeMap<String, String>>::deserialize(deserializer)?;
    let decode = |(name, part): (String, String)| (name, percent_decoded(&part).unwrap_or(part));
    Ok(parts.map(|parts| parts.into_iter().map(decode).collect()))
}

/// A text without percent encoding; nothing if it is none.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_of_a_path_are_what_was_meant() {
        for (part, meant) in [
            ("public%3A01ARZ", "public:01ARZ"),
            ("public:01ARZ", "public:01ARZ"),
            ("%C3%A4", "ä"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%ff", "%ff"),
            ("", ""),
        ] {
            let request = request(json!({ "pathParameters": { "id": part } }));
            assert_eq!(request.path_parameter("id"), Some(meant));
        }
    }

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
