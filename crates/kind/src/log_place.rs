//! Where an object writes its log.

use language::value::{Value, matches};

/// A log group of CloudWatch Logs that an object writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPlace {
    /// The fields that may name it, by its name or by its ARN: `stages.*.access_log.destination`.
    pub field: Option<&'static str>,
    /// Its name where no field says it, with `{id}` for the object's id.
    pub otherwise: Option<&'static str>,
}

impl LogPlace {
    /// The names of the log groups of an object.
    pub fn groups(self, spec: &Value, id: &str) -> Vec<String> {
        let fields = self.field.map(|field| matches(spec, field)).unwrap_or_default();
        let named = fields.iter().filter_map(|field| field.value.as_str());
        let named: Vec<String> = named.map(name).collect();
        match self.otherwise {
            Some(name) if named.is_empty() => vec![name.replace("{id}", id)],
            _ => named,
        }
    }
}

/// The name of a log group that is told by its name or by its ARN.
fn name(text: &str) -> String {
    let name = text.split_once(":log-group:").map_or(text, |(_, name)| name);
    name.trim_end_matches(":*").to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_group_is_named_by_a_field_or_after_the_object() {
        let of_function =
            LogPlace { field: Some("logging.log_group"), otherwise: Some("/aws/lambda/{id}") };
        assert_eq!(of_function.groups(&json!({}), "f"), ["/aws/lambda/f"]);
        let spec = json!({ "logging": { "log_group": "own" } });
        assert_eq!(of_function.groups(&spec, "f"), ["own"]);
        let of_stage = LogPlace { field: Some("stages.*.to"), otherwise: None };
        let arn = "arn:aws:logs:us-east-2:123456789012:log-group:/api:*";
        let spec = json!({ "stages": { "a": { "to": arn }, "b": {} } });
        assert_eq!(of_stage.groups(&spec, "f"), ["/api"]);
    }
}
