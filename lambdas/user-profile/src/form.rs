//! What a user may change.

use shared::api::{Body, Refusal, full_name, preferences};
use shared::profiles::Changes;

/// Reads changes from a body that holds one of them at least, and nothing else.
pub fn changes(mut body: Body) -> Result<Changes, Refusal> {
    body.allow(&["full_name", "preferences"])?;
    let changes = Changes {
        full_name: body.take_text("full_name")?.map(|text| full_name(&text)).transpose()?,
        preferences: body.take("preferences").map(preferences).transpose()?,
    };
    if changes == Changes::default() {
        return Err(Refusal::invalid("nothing to change: send `full_name`, `preferences` or both"));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use shared::api::Request;

    fn read(body: Value) -> Result<Changes, String> {
        let request: Request = serde_json::from_value(json!({ "body": body.to_string() })).unwrap();
        changes(request.body().unwrap()).map_err(|refusal| refusal.to_string())
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
    fn no_change_and_wrong_values_are_refused() {
        for body in [
            json!({}),
            json!({ "full_name": null }),
            json!({ "full_name": "" }),
            json!({ "preferences": null }),
            json!({ "preferences": "dark" }),
        ] {
            assert!(read(body).is_err());
        }
    }
}
