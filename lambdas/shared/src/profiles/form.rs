//! What a user may change in the own profile.

use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Changes;
use crate::api::{FullName, Preferences};

/// What changes in a profile.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// What the user wants to be called.
    pub full_name: Option<FullName>,
    /// What the user sets, for applications to read, in place of what there is: 8 KiB at most.
    pub preferences: Option<Preferences>,
}

impl From<ProfileChange> for Changes {
    fn from(form: ProfileChange) -> Self {
        Self {
            full_name: form.full_name.map(|name| name.0),
            preferences: form.preferences.map(|preferences| preferences.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(body: Value) -> Result<Changes, String> {
        let form: Result<ProfileChange, _> = serde_json::from_value(body);
        form.map(Changes::from).map_err(|error| error.to_string())
    }

    #[test]
    fn each_field_may_change_alone() {
        let name = read(json!({ "full_name": " Ada " })).unwrap();
        assert_eq!(name.full_name.as_deref(), Some("Ada"));
        assert_eq!(name.preferences, None);
        let preferences = read(json!({ "preferences": {} })).unwrap();
        assert_eq!(preferences.fields(), ["preferences"]);
    }

    #[test]
    fn what_decides_rights_is_refused_by_name() {
        for field in ["role", "organization_id", "email", "user_id", "status", "metadata", "groups"]
        {
            let refusal = read(json!({ "full_name": "Ada", field: "admin" })).unwrap_err();
            assert!(refusal.contains(&format!("`{field}`")), "{refusal}");
        }
    }

    #[test]
    fn wrong_values_are_refused() {
        for body in [json!({ "full_name": "" }), json!({ "preferences": "dark" })] {
            assert!(read(body).is_err());
        }
    }
}
