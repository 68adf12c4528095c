//! Fields that were taken over on trust.

use serde::{Deserialize, Serialize};

use language::value::{Path, Value};

/// A field of which AWS does not say what it holds, and which was taken for what its spec says. As long as
/// neither changes, the two do not differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrustedField {
    pub field: Path,
    /// What AWS shows.
    pub live: Value,
    /// What the spec comes to.
    pub specified: Value,
}

impl TrustedField {
    /// Whether both are still what they were.
    pub fn holds(&self, specified: &Value, live: &Value) -> bool {
        let is = |field: Option<&Value>, value: &Value| field == Some(value);
        is(self.field.of(specified), &self.specified) && is(self.field.of(live), &self.live)
    }

    /// Leaves the field of a spec as it is live.
    pub fn keep(&self, spec: &mut Value) {
        self.field.set(spec, Some(self.live.clone()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_holds_while_neither_changes() {
        let trusted = TrustedField {
            field: Path::field("shows"),
            live: json!("deployment 1"),
            specified: json!("a0"),
        };
        let (mut spec, live) = (json!({ "shows": "a0" }), json!({ "shows": "deployment 1" }));
        assert!(trusted.holds(&spec, &live));
        assert!(!trusted.holds(&json!({ "shows": "b1" }), &live));
        assert!(!trusted.holds(&spec, &json!({ "shows": "deployment 2" })));
        assert!(!trusted.holds(&spec, &json!({})));
        trusted.keep(&mut spec);
        assert_eq!(spec, live);
    }
}
