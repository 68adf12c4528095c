//! What the function needs from Cognito's PostConfirmation event.

use serde_json::Value;
use shared::items::Profile;
use shared::trigger::{MalformedEvent, text, user_id};
use shared::user_pool::{FULL_NAME, ORGANIZATION_ID, ROLE, USER_ID};

const SIGN_UP: &str = "PostConfirmation_ConfirmSignUp";
const FORGOTTEN_PASSWORD: &str = "PostConfirmation_ConfirmForgotPassword";

/// Somebody who has signed up and proven the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignUp {
    /// The user's name in the pool.
    pub name: String,
    /// The user's id on the platform.
    pub user_id: String,
    /// The address, in lower case.
    pub email: String,
    /// What the user is called.
    pub full_name: String,
    /// The user pool.
    pub user_pool_id: String,
    /// The attributes that the user lacks.
    pub missing: Vec<(&'static str, String)>,
}

impl SignUp {
    /// Reads a sign-up from the event. The trigger also tells of users who have set a new password, which is none.
    pub fn from_event(event: &Value) -> Result<Option<Self>, MalformedEvent> {
        match text(event, "/triggerSource")? {
            SIGN_UP => {}
            FORGOTTEN_PASSWORD => return Ok(None),
            _ => return Err(MalformedEvent::OtherTrigger(SIGN_UP)),
        }
        let user_id = user_id(event)?.to_owned();
        let email = text(event, "/request/userAttributes/email")?.to_ascii_lowercase();
        let full_name = Profile::first_name(said_name(event).as_deref(), &email);
        let wanted = [
            (USER_ID, user_id.as_str()),
            (FULL_NAME, &full_name),
            (ORGANIZATION_ID, Profile::NO_ORGANIZATION),
            (ROLE, Profile::FIRST_ROLE),
        ];
        let missing = wanted.into_iter().filter(|(name, _)| attribute(event, name).is_none());
        let missing = missing.map(|(name, value)| (name, value.to_owned())).collect();
        Ok(Some(Self {
            name: text(event, "/userName")?.to_owned(),
            user_pool_id: text(event, "/userPoolId")?.to_owned(),
            user_id,
            email,
            full_name,
            missing,
        }))
    }
}

fn attribute<'event>(event: &'event Value, name: &str) -> Option<&'event str> {
    let value = event.pointer("/request/userAttributes")?.get(name)?.as_str()?;
    Some(value).filter(|value| !value.trim().is_empty())
}

/// What the user has said about the name, in whatever attribute.
fn said_name(event: &Value) -> Option<String> {
    let whole = attribute(event, FULL_NAME).or_else(|| attribute(event, "name"));
    let parts = ["given_name", "family_name"].map(|name| attribute(event, name));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    whole.map(str::to_owned).or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn documented() -> Value {
        serde_json::from_str(include_str!("../tests/event.json")).unwrap()
    }

    #[test]
    fn the_documented_event_is_understood() {
        let sub = "0b1c2d3e-4f50-4617-8829-3a4b5c6d7e8f";
        let expected = SignUp {
            name: "ada".to_owned(),
            user_id: sub.to_owned(),
            email: "ada@example.com".to_owned(),
            full_name: "Ada Lovelace".to_owned(),
            user_pool_id: "us-east-2_EXAMPLE".to_owned(),
            missing: vec![
                (USER_ID, sub.to_owned()),
                (FULL_NAME, "Ada Lovelace".to_owned()),
                (ORGANIZATION_ID, "individual".to_owned()),
                (ROLE, "basic".to_owned()),
            ],
        };
        assert_eq!(SignUp::from_event(&documented()), Ok(Some(expected)));
    }

    #[test]
    fn what_a_user_has_stays() {
        let mut event = documented();
        let attributes = &mut event["request"]["userAttributes"];
        attributes[USER_ID] = json!("old-sub");
        attributes[ORGANIZATION_ID] = json!("acme");
        attributes[ROLE] = json!("owner");
        attributes[FULL_NAME] = json!("Ada King");
        let sign_up = SignUp::from_event(&event).unwrap().unwrap();
        assert_eq!(sign_up.user_id, "old-sub");
        assert_eq!(sign_up.full_name, "Ada King");
        assert_eq!(sign_up.missing, []);
    }

    #[test]
    fn who_has_said_no_name_is_called_by_the_address() {
        for (name, called) in [(json!(null), "ada"), (json!("\u{7}"), "ada"), (json!(" Al "), "Al")]
        {
            let mut event = documented();
            event["request"]["userAttributes"] =
                json!({ "sub": "s", "email": "Ada@Example.com", "name": name });
            assert_eq!(SignUp::from_event(&event).unwrap().unwrap().full_name, called);
        }
    }

    #[test]
    fn a_new_password_is_no_sign_up_and_other_triggers_are_refused() {
        let mut event = documented();
        event["triggerSource"] = json!(FORGOTTEN_PASSWORD);
        assert_eq!(SignUp::from_event(&event), Ok(None));
        event["triggerSource"] = json!("PostAuthentication_Authentication");
        assert_eq!(SignUp::from_event(&event), Err(MalformedEvent::OtherTrigger(SIGN_UP)));
    }
}
