//! What the functions need from the events of Cognito's triggers.
//!
//! An event stays the JSON that came in, because it goes back as it is. Its few fields are read in
//! place; whatever else Cognito adds is left alone. Errors name the field and never show its value:
//! Cognito passes an error's text on to the caller.

use lambda_runtime::Diagnostic;
use serde_json::Value;

/// The event is not the one that Cognito documents.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedEvent {
    /// A field is absent, blank or no string.
    #[error("the event has no text at {0}")]
    Missing(&'static str),
    /// The event belongs to another trigger.
    #[error("the event's /triggerSource is not {0}")]
    OtherTrigger(&'static str),
}

impl From<MalformedEvent> for Diagnostic {
    fn from(error: MalformedEvent) -> Self {
        Self { error_type: "MalformedEvent".to_owned(), error_message: error.to_string() }
    }
}

/// A text of the event that the function cannot do without.
pub fn text<'event>(event: &'event Value, at: &'static str) -> Result<&'event str, MalformedEvent> {
    event
        .pointer(at)
        .and_then(Value::as_str)
        .filter(|text| !text.trim().is_empty())
        .ok_or(MalformedEvent::Missing(at))
}

/// Makes sure that the event is of this trigger.
pub fn expect_source(event: &Value, source: &'static str) -> Result<(), MalformedEvent> {
    match text(event, "/triggerSource")? == source {
        true => Ok(()),
        false => Err(MalformedEvent::OtherTrigger(source)),
    }
}

/// The platform's id of the user: what registration or the first trigger has given, or Cognito's own for a user
/// who was in the pool before. App clients must not be able to write `custom:user_id`, or a user could sign in as
/// another's id.
pub fn user_id(event: &Value) -> Result<&str, MalformedEvent> {
    text(event, "/request/userAttributes/custom:user_id")
        .or_else(|_| text(event, "/request/userAttributes/sub"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ours_is_the_id_before_cognitos_own() {
        let attributes = |attributes: Value| json!({ "request": { "userAttributes": attributes } });
        let both = attributes(json!({ "sub": "s", "custom:user_id": "u" }));
        assert_eq!(user_id(&both), Ok("u"));
        let blank = attributes(json!({ "sub": "s", "custom:user_id": " " }));
        assert_eq!(user_id(&blank), Ok("s"));
        let none = MalformedEvent::Missing("/request/userAttributes/sub");
        assert_eq!(user_id(&attributes(json!({}))), Err(none));
    }

    #[test]
    fn an_error_says_what_it_wants_and_not_what_it_got() {
        let event = json!({ "triggerSource": "PreSignUp_SignUp" });
        let error = expect_source(&event, "PostAuthentication_Authentication").unwrap_err();
        assert!(error.to_string().contains("PostAuthentication"), "{error}");
        assert!(!error.to_string().contains("PreSignUp"), "{error}");
    }
}
