//! Which web pages may read the answers.
//!
//! A browser accepts one origin in the header, or `*`, and never a list. So the caller's own origin
//! is sent back if it is one of ours. Tokens travel in a header that pages set themselves, so
//! browsers need not be allowed to send credentials of their own.

use std::collections::BTreeMap;

use super::Request;
use crate::{Error, environment};

const VARIABLE: &str = "CORS_ORIGINS";

/// The headers of answers that pages may read beyond the usual ones.
const EXPOSED_HEADERS: &str = "x-request-id,Retry-After";

/// The headers that pages may send.
const ALLOWED_HEADERS: &str = "Authorization,Content-Type,X-Api-Key,X-Request-Id,Idempotency-Key";

/// The origins of our own web pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Reads `CORS_ORIGINS`: a JSON array, or a list with commas. Without it, no page may read.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let origins = environment::list(lookup, VARIABLE)?;
        match origins.iter().find(|origin| !is_origin(origin)) {
            None => Ok(Self(origins)),
            Some(wrong) => Err(Error::InvalidVariable {
                name: VARIABLE,
                reason: format!(
                    "has `{wrong}`: an origin is `http://` or `https://` and a host, and no path"
                ),
            }),
        }
    }

    /// The headers that every answer to this request carries. Caches must know that the answer
    /// depends on the origin even if this one is none of ours.
    pub(super) fn headers(&self, request: &Request) -> BTreeMap<&'static str, String> {
        let mut headers = BTreeMap::from([("Vary", "Origin".to_owned())]);
        if let Some(origin) = self.matching(request) {
            headers.insert("Access-Control-Allow-Origin", origin.to_owned());
            headers.insert("Access-Control-Expose-Headers", EXPOSED_HEADERS.to_owned());
        }
        headers
    }

    /// The further headers that answer a browser's question whether it may call at all.
    pub(super) fn preflight(
        &self,
        request: &Request,
        methods: &str,
    ) -> BTreeMap<&'static str, String> {
        match self.matching(request) {
            None => BTreeMap::new(),
            Some(_) => BTreeMap::from([
                ("Access-Control-Allow-Methods", methods.to_owned()),
                ("Access-Control-Allow-Headers", ALLOWED_HEADERS.to_owned()),
                ("Access-Control-Max-Age", "600".to_owned()),
            ]),
        }
    }

    fn matching<'request>(&self, request: &'request Request) -> Option<&'request str> {
        request.header("Origin").filter(|origin| self.0.iter().any(|ours| ours == origin))
    }
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".:-[]".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn origins(text: &'static str) -> Result<Origins, Error> {
        Origins::read(move |_| Some(text.to_owned()))
    }

    fn from(origin: &str) -> Request {
        serde_json::from_value(json!({ "headers": { "origin": origin } })).unwrap()
    }

    #[test]
    fn of_several_origins_the_callers_own_is_sent_back() {
        let ours = origins("https://app.example.com,http://localhost:3000").unwrap();
        for origin in ["https://app.example.com", "http://localhost:3000"] {
            let headers = ours.headers(&from(origin));
            assert_eq!(headers["Access-Control-Allow-Origin"], origin);
            assert_eq!(headers["Vary"], "Origin");
            assert!(!headers.contains_key("Access-Control-Allow-Credentials"));
            let preflight = ours.preflight(&from(origin), "GET,PUT");
            assert_eq!(preflight["Access-Control-Allow-Methods"], "GET,PUT");
        }
    }

    #[test]
    fn a_foreign_origin_gets_nothing_but_the_warning_for_caches() {
        let ours = origins(r#"["https://app.example.com"]"#).unwrap();
        for origin in [
            "https://evil.example", "https://app.example.com.evil.example",
            "http://app.example.com", "null", "",
        ] {
            let headers = ours.headers(&from(origin));
            assert_eq!(headers.len(), 1, "{origin}");
            assert_eq!(headers["Vary"], "Origin");
            assert!(ours.preflight(&from(origin), "GET").is_empty());
        }
        let nobody = Request::default();
        assert_eq!(ours.headers(&nobody).len(), 1);
    }

    #[test]
    fn what_is_no_origin_stops_the_function() {
        for text in [
            "*", "https://*.example.com", "https://app.example.com/", "app.example.com",
            "https://", "https://a.example https://b.example",
        ] {
            let error = origins(text).unwrap_err();
            assert!(error.to_string().contains("CORS_ORIGINS"), "{error}");
        }
        assert_eq!(origins("").unwrap(), Origins::default());
    }
}
