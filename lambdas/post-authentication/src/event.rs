//! What the function needs from Cognito's PostAuthentication event.

use serde_json::Value;
use shared::trigger::{MalformedEvent, expect_source, text, user_id};

const TRIGGER_SOURCE: &str = "PostAuthentication_Authentication";

/// Who signed in, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The platform's id of the user, not Cognito's user name.
    pub user_id: String,
    /// The app client that the user signed in with.
    pub client_id: String,
    /// The user pool that the user signed in to.
    pub user_pool_id: String,
}

impl SignIn {
    /// Reads a sign-in from the event.
    pub fn from_event(event: &Value) -> Result<Self, MalformedEvent> {
        expect_source(event, TRIGGER_SOURCE)?;
        Ok(Self {
            user_id: user_id(event)?.to_owned(),
            client_id: text(event, "/callerContext/clientId")?.to_owned(),
            user_pool_id: text(event, "/userPoolId")?.to_owned(),
        })
    }
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
        assert_eq!(
            SignIn::from_event(&documented()).unwrap(),
            SignIn {
                user_id: "7d3a4e52-6f0b-4c8e-9a51-2b1f0c9d8e77".to_owned(),
                client_id: "1example23456789".to_owned(),
                user_pool_id: "us-east-2_EXAMPLE".to_owned(),
            }
        );
    }

    #[test]
    fn unknown_fields_do_not_matter() {
        let mut event = documented();
        event["somethingNew"] = json!({ "nested": [1, 2, 3] });
        event["request"]["userAttributes"]["custom:plan"] = json!("pro");
        assert_eq!(SignIn::from_event(&event), SignIn::from_event(&documented()));
    }

    #[test]
    fn the_sub_stands_in_for_an_absent_or_blank_user_id() {
        let sub = documented()["request"]["userAttributes"]["sub"].clone();
        for absent in [Value::Null, json!(" ")] {
            let mut event = documented();
            event["request"]["userAttributes"]["custom:user_id"] = absent;
            assert_eq!(SignIn::from_event(&event).unwrap().user_id, sub);
        }
    }

    #[test]
    fn a_missing_field_is_named() {
        let mut event = documented();
        event["callerContext"] = json!({});
        assert_eq!(
            SignIn::from_event(&event),
            Err(MalformedEvent::Missing("/callerContext/clientId"))
        );
        event["request"]["userAttributes"] = json!({ "email": "a@example.com" });
        assert_eq!(
            SignIn::from_event(&event),
            Err(MalformedEvent::Missing("/request/userAttributes/sub"))
        );
        assert_eq!(
            SignIn::from_event(&json!("no object")),
            Err(MalformedEvent::Missing("/triggerSource"))
        );
    }

    #[test]
    fn another_trigger_is_refused() {
        let mut event = documented();
        event["triggerSource"] = json!("PreSignUp_SignUp");
        assert_eq!(SignIn::from_event(&event), Err(MalformedEvent::OtherTrigger(TRIGGER_SOURCE)));
    }
}
