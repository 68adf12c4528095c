//! Secrets whose values a run knows: they are written nowhere, whatever they stand under.

use std::collections::BTreeSet;

use super::secrets::{holds_secret, is_reference, is_secret, is_switch};
use language::schema::Schema;
use language::value::{Path, Value};

/// Shorter texts may be equal to a secret by chance.
const SHORTEST: usize = 6;
/// Shorter secrets may stand inside another text by chance.
const SHORTEST_PART: usize = 8;
/// What stands in a report in the place of a secret.
const HIDDEN: &str = "(not shown)";

/// The values of secrets.
#[derive(Clone, Default)]
pub struct KnownSecrets(BTreeSet<String>);

impl KnownSecrets {
    /// Adds a secret, unless the text is so short or so usual that others say the same and mean nothing secret.
    pub fn add(&mut self, text: &str) {
        let is_usual = is_switch(text) || is_reference(text) && !holds_secret(text);
        if text.chars().count() >= SHORTEST && !is_usual {
            self.0.insert(text.to_owned());
        }
    }

    /// Adds every text of a value that stands under a key which says that it is secret, or looks like one.
    pub fn add_secrets_in(&mut self, value: &Value) {
        self.add_secrets_at("", value);
    }

    fn add_secrets_at(&mut self, key: &str, value: &Value) {
        match value {
            Value::String(text) if is_secret(key, text) => self.add(text),
            Value::Object(object) => {
                object.iter().for_each(|(key, value)| self.add_secrets_at(key, value))
            }
            Value::Array(list) => list.iter().for_each(|value| self.add_secrets_at(key, value)),
            _ => {}
        }
    }

    /// Whether a text is a known secret.
    pub fn has(&self, text: &str) -> bool {
        self.0.contains(text)
    }

    /// The first long secret that stands inside a text: what is before it, the secret, and what follows.
    pub fn split<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let long = self.0.iter().filter(|secret| is_long(secret));
        let found = long.filter_map(|secret| Some((text.find(secret.as_str())?, secret.len())));
        let (at, length) = found.min_by_key(|(at, length)| (*at, usize::MAX - length))?;
        let (before, rest) = text.split_at(at);
        let (secret, after) = rest.split_at(length);
        Some((before, secret, after))
    }

    /// A value at `path` of a spec, with everything hidden in it that is or looks like a secret.
    pub fn redacted(&self, schema: &Schema, path: &Path, value: &Value) -> Value {
        match value {
            Value::String(text) if self.hides(schema, path, text) => HIDDEN.into(),
            Value::Object(object) => {
                let entries = object.iter().map(|(key, value)| {
                    let value = self.redacted(schema, &path.key(key), value);
                    (key.clone(), value)
                });
                Value::Object(entries.collect())
            }
            Value::Array(list) => {
                let list = list.iter().enumerate();
                let list = list.map(|(at, value)| self.redacted(schema, &path.index(at), value));
                list.collect::<Vec<_>>().into()
            }
            other => other.clone(),
        }
    }

    fn hides(&self, schema: &Schema, path: &Path, text: &str) -> bool {
        let key = path.last_key().unwrap_or_default();
        let is_owners = schema.holds_texts_at(path);
        self.has(text)
            || self.split(text).is_some()
            || holds_secret(text)
            || is_owners && is_secret(key, text)
    }
}

/// Whether a secret is found inside another text only where it is meant: no plain word, and nothing short.
fn is_long(secret: &str) -> bool {
    secret.len() >= SHORTEST_PART && secret.contains(|c: char| !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> KnownSecrets {
        let mut known = KnownSecrets::default();
        for text in ["hunter2", "correct-horse-1", "dev", "enabled", "/ai/dev/key"] {
            known.add(text);
        }
        known.add_secrets_in(&json!({ "a": [{ "password": "swordfish", "name": "shop-dev" }] }));
        known
    }

    #[test]
    fn what_is_short_or_usual_is_no_secret_elsewhere() {
        let known = known();
        for text in ["hunter2", "correct-horse-1", "swordfish"] {
            assert!(known.has(text), "{text}");
        }
        for text in ["dev", "enabled", "/ai/dev/key", "shop-dev"] {
            assert!(!known.has(text), "{text}");
        }
    }

    #[test]
    fn long_secrets_are_found_inside_other_texts() {
        let known = known();
        let found = known.split("https://x.test/correct-horse-1/y");
        assert_eq!(found, Some(("https://x.test/", "correct-horse-1", "/y")));
        assert_eq!(known.split("hunter2 and swordfish"), None);
    }

    #[test]
    fn reports_hide_what_is_or_looks_like_a_secret() {
        let schema = kind::registry::find("apigateway.rest_api").unwrap().schema();
        let route = json!({
            "authorization": "NONE",
            "integration": {
                "uri": "https://u:hunter3pass@x.test/?token=hunter3",
                "request_parameters": { "integration.request.header.X-Api-Key": "'abc'" },
                "credentials": "arn:aws:iam::123456789012:role/api",
            },
        });
        let path = Path::field("routes").key("/").key("GET");
        let hidden = json!({
            "authorization": "NONE",
            "integration": {
                "uri": "(not shown)",
                "request_parameters": { "integration.request.header.X-Api-Key": "(not shown)" },
                "credentials": "arn:aws:iam::123456789012:role/api",
            },
        });
        assert_eq!(known().redacted(schema, &path, &route), hidden);
    }
}
