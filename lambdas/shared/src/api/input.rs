//! What callers send, read into the type that a handler takes. The type says what is allowed: unknown fields are
//! refused by name, and limits are those that the documents show.

use garde::Validate;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Refusal;
use super::refusal::FieldError;

/// What a handler can take.
pub trait Input: DeserializeOwned + Validate<Context = ()> + JsonSchema + Send + 'static {}

impl<T: DeserializeOwned + Validate<Context = ()> + JsonSchema + Send + 'static> Input for T {}

/// Reads what was sent, and holds it against its limits.
pub(super) fn read<T: Input>(fields: Map<String, Value>) -> Result<T, Refusal> {
    if let Some((name, _)) = fields.iter().find(|(_, value)| value.is_null()) {
        return Err(Refusal::field(name, "may not be null: leave it out"));
    }
    let input: T = serde_path_to_error::deserialize(Value::Object(fields)).map_err(wrong)?;
    input.validate().map_err(|report| {
        let errors = report.into_inner().into_iter();
        Refusal::Fields(
            errors
                .map(|(path, error)| FieldError {
                    field: path.to_string(),
                    message: error.to_string(),
                })
                .collect(),
        )
    })?;
    Ok(input)
}

/// What could not be read, by its field where it has one. The text may show what the caller has sent, and goes back to
/// the caller alone.
fn wrong(error: serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    let path = error.path().to_string();
    let message = error.inner().to_string();
    if let Some(rest) = message.strip_prefix("missing field `")
        && let Some((name, _)) = rest.split_once('`')
    {
        let inside = if path == "." { String::new() } else { format!("{path}.") };
        return Refusal::field(format!("{inside}{name}"), "is missing");
    }
    if let Some(rest) = message.strip_prefix("unknown field `")
        && let Some((name, allowed)) = rest.split_once('`')
    {
        let allowed = allowed.trim_start_matches(", ");
        return Refusal::field(name, format!("cannot be set here: {allowed}"));
    }
    Refusal::field(if path == "." { "body".to_owned() } else { path }, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Deserialize, JsonSchema, Validate)]
    #[serde(deny_unknown_fields)]
    struct Form {
        #[garde(length(chars, min = 1, max = 3))]
        name: String,
        #[garde(inner(length(chars, min = 1, max = 2)))]
        #[serde(default)]
        tags: Vec<String>,
    }

    fn refused(form: Value) -> String {
        read::<Form>(form.as_object().unwrap().clone()).unwrap_err().to_string()
    }

    #[test]
    fn a_form_is_read_and_counted_in_characters() {
        let form = json!({ "name": "äöü", "tags": ["ab"] });
        let form: Form = read(form.as_object().unwrap().clone()).unwrap();
        assert_eq!((form.name.as_str(), form.tags.len()), ("äöü", 1));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(refused(json!({})), "`name`: is missing");
        let unknown = refused(json!({ "name": "a", "role": "admin" }));
        assert!(unknown.starts_with("`role`: cannot be set here"), "{unknown}");
        assert_eq!(refused(json!({ "name": null })), "`name`: may not be null: leave it out");
        let long = refused(json!({ "name": "long", "tags": ["a", "long"] }));
        assert!(long.contains("`name`") && long.contains("`tags[1]`"), "{long}");
        assert!(refused(json!({ "name": "a", "tags": [7] })).contains("`tags[0]`"));
    }
}
