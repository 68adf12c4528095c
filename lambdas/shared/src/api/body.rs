//! The fields of a body, taken out one by one. Whatever is left over was not asked for, and is
//! refused by name: a caller who sends `role` must not believe that it did something.

use serde_json::{Map, Value};

use super::Refusal;

/// A JSON object that a caller has sent.
#[derive(Debug, PartialEq)]
pub struct Body {
    fields: Map<String, Value>,
}

impl Body {
    pub(super) fn new(fields: Map<String, Value>) -> Self {
        Self { fields }
    }

    /// Takes a field out, if it is there.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name)
    }

    /// Takes out a text that may be absent.
    pub fn take_text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::invalid(format!("`{name}` must be a text"))),
        }
    }

    /// Takes out a text that has to be there.
    pub fn take_required_text(&mut self, name: &str) -> Result<String, Refusal> {
        self.take_text(name)?.ok_or_else(|| Refusal::invalid(format!("`{name}` is missing")))
    }

    /// Refuses all fields but these.
    pub fn allow(&self, names: &[&str]) -> Result<(), Refusal> {
        match self.fields.keys().find(|key| !names.contains(&key.as_str())) {
            None => Ok(()),
            Some(unknown) => Err(Refusal::invalid(format!(
                "the field `{unknown}` cannot be set here; allowed: {}",
                names.join(", ")
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(value: Value) -> Body {
        Body::new(value.as_object().unwrap().clone())
    }

    #[test]
    fn a_field_that_is_not_allowed_is_named() {
        let allowed = ["email", "full_name"];
        assert_eq!(body(json!({ "email": 1 })).allow(&allowed), Ok(()));
        let refusal = body(json!({ "email": 1, "role": "developer" })).allow(&allowed);
        assert_eq!(
            refusal.unwrap_err().to_string(),
            "the field `role` cannot be set here; allowed: email, full_name"
        );
    }

    #[test]
    fn a_text_is_a_text() {
        let mut body = body(json!({ "a": "text", "b": 1, "c": null }));
        assert_eq!(body.take_required_text("a").unwrap(), "text");
        assert_eq!(body.take_text("d"), Ok(None));
        for (name, message) in
            [("a", "`a` is missing"), ("b", "`b` must be a text"), ("c", "`c` must be a text")]
        {
            let refusal = body.take_required_text(name).unwrap_err();
            assert_eq!(refusal.to_string(), message);
        }
    }
}
