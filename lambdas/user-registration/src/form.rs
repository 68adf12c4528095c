//! What somebody who registers fills in.

use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::api::{Email, FullName};

const LONGEST_PASSWORD: usize = 256;

/// Somebody who registers.
// It cannot be printed, since it holds the password.
#[derive(Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Registration")]
pub struct Form {
    /// The address to sign in with. It is kept in lower case.
    pub email: Email,
    /// What the user wants to be called.
    pub full_name: FullName,
    /// The password. The pool's policy has yet to decide whether it will do.
    pub password: Password,
}

/// A password within the bounds that the pool's API sets whatever its policy: no white space, at most 256 characters.
#[derive(Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(inline, !try_from)]
pub struct Password(#[schemars(length(min = 1, max = 256))] pub String);

impl TryFrom<String> for Password {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.chars().count() {
            1..=LONGEST_PASSWORD if !text.chars().any(char::is_whitespace) => Ok(Self(text)),
            1..=LONGEST_PASSWORD => Err("may not have white space".to_owned()),
            _ => Err(format!("must have 1 to {LONGEST_PASSWORD} characters")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(body: Value) -> Result<Form, String> {
        serde_json::from_value(body).map_err(|error| error.to_string())
    }

    fn complete() -> Value {
        json!({ "email": "Ada@Example.com", "full_name": " Ada ", "password": "Passw0rd" })
    }

    #[test]
    fn a_complete_form_is_read() {
        let form = read(complete()).ok().unwrap();
        assert_eq!(form.email.0, "ada@example.com");
        assert_eq!(form.full_name.0, "Ada");
        assert_eq!(form.password.0, "Passw0rd");
    }

    #[test]
    fn nobody_chooses_rights() {
        for field in ["role", "organization_id", "groups", "user_id", "status", "custom:role"] {
            let mut body = complete();
            body[field] = json!("developer");
            let refusal = read(body).err().unwrap();
            assert!(refusal.contains(&format!("`{field}`")), "{refusal}");
        }
    }

    #[test]
    fn every_field_is_needed() {
        for field in ["email", "full_name", "password"] {
            for wrong in [json!(null), json!(7), json!(""), json!(["a"])] {
                let mut body = complete();
                body[field] = wrong;
                assert!(read(body).is_err(), "{field}");
            }
            let mut body = complete();
            body.as_object_mut().unwrap().remove(field);
            let refusal = read(body).err().unwrap();
            assert!(refusal.contains(&format!("missing field `{field}`")), "{refusal}");
        }
    }

    #[test]
    fn a_password_has_bounds_that_do_not_show_it() {
        for password in ["secret word".to_owned(), "x".repeat(257)] {
            let mut body = complete();
            body["password"] = json!(password);
            let refusal = read(body).err().unwrap();
            assert!(!refusal.contains("secret") && !refusal.contains("xx"), "{refusal}");
        }
    }
}
