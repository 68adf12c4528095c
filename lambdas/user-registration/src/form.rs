//! What somebody who registers fills in.

use shared::api::{Body, Refusal, email, full_name};

const LONGEST_PASSWORD: usize = 256;

/// A form with valid fields. It cannot be printed, since it holds the password.
pub struct Form {
    /// The address, in lower case.
    pub email: String,
    /// The name.
    pub full_name: String,
    /// The password. The pool's policy has yet to decide whether it will do.
    pub password: String,
}

impl Form {
    /// Reads a form from a body that holds these three fields and nothing else.
    pub fn read(mut body: Body) -> Result<Self, Refusal> {
        body.allow(&["email", "full_name", "password"])?;
        Ok(Self {
            email: email(&body.take_required_text("email")?)?,
            full_name: full_name(&body.take_required_text("full_name")?)?,
            password: password(body.take_required_text("password")?)?,
        })
    }
}

/// The bounds that the pool's API sets whatever its policy: no white space, at most 256 characters.
fn password(text: String) -> Result<String, Refusal> {
    match text.chars().count() {
        1..=LONGEST_PASSWORD if !text.chars().any(char::is_whitespace) => Ok(text),
        1..=LONGEST_PASSWORD => Err(Refusal::invalid("`password` may not have white space")),
        _ => Err(Refusal::invalid(format!(
            "`password` must have 1 to {LONGEST_PASSWORD} characters"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use shared::api::Request;

    fn read(body: Value) -> Result<Form, String> {
        let request: Request = serde_json::from_value(json!({ "body": body.to_string() })).unwrap();
        Form::read(request.body().unwrap()).map_err(|refusal| refusal.to_string())
    }

    fn complete() -> Value {
        json!({ "email": "Ada@Example.com", "full_name": " Ada ", "password": "Passw0rd" })
    }

    #[test]
    fn a_complete_form_is_read() {
        let form = read(complete()).ok().unwrap();
        assert_eq!(form.email, "ada@example.com");
        assert_eq!(form.full_name, "Ada");
        assert_eq!(form.password, "Passw0rd");
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
    fn every_field_is_needed_and_named() {
        for field in ["email", "full_name", "password"] {
            for wrong in [json!(null), json!(7), json!(""), json!(["a"])] {
                let mut body = complete();
                body[field] = wrong;
                let refusal = read(body).err().unwrap();
                assert!(refusal.contains(&format!("`{field}`")), "{refusal}");
            }
            let mut body = complete();
            body.as_object_mut().unwrap().remove(field);
            let refusal = read(body).err().unwrap();
            assert_eq!(refusal, format!("`{field}` is missing"));
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
