//! User pools on ministack call their functions as AWS does, and know users by a confirmed address.

use emulators::{client_environment, fresh_account, python, shared_ministack};
use serde_json::{Value, json};

fn error(seen: &Value, of: &str) -> (String, String) {
    let text = |place: usize| seen[of][place].as_str().unwrap_or_default().to_owned();
    (text(0), text(1))
}

fn raised(seen: &Value, of: &str, trigger: &str) -> Value {
    let (code, message) = error(seen, of);
    assert_eq!(code, "UserLambdaValidationException", "{seen}");
    let event = message.strip_prefix(&format!("{trigger} failed with error ")).unwrap();
    serde_json::from_str(event.strip_suffix('.').unwrap()).unwrap()
}

#[test]
fn confirmations_and_sign_ins_call_the_functions_of_a_pool() {
    let account = fresh_account();
    let environment = client_environment(shared_ministack().endpoint(), &account, "us-east-2");
    let printed = python(include_str!("triggers.py"), &[], &environment).unwrap();
    let seen: Value = serde_json::from_str(&printed).unwrap();

    assert_eq!(error(&seen, "named_by_address").0, "InvalidParameterException", "{seen}");
    assert_eq!(error(&seen, "unconfirmed").0, "UserNotConfirmedException");
    let refused = "invocation failed due to error AccessDeniedException.";
    for (of, trigger) in
        [("not_allowed", "PostConfirmation"), ("another_pool_is_allowed", "PostAuthentication")]
    {
        let expected = ("UnexpectedLambdaException".to_owned(), format!("{trigger} {refused}"));
        assert_eq!(error(&seen, of), expected);
    }
    // What the function says comes too late to stop it.
    assert_eq!(seen["confirmed_all_the_same"], json!(["CONFIRMED", "true"]));
    for succeeded in ["by_address", "in_capitals", "address_is_moved", "refreshed"] {
        assert_eq!(seen[succeeded], Value::Null, "{succeeded}");
    }
    assert_eq!(error(&seen, "confirmed_twice").0, "NotAuthorizedException");

    let mut event = raised(&seen, "raised", "PostConfirmation");
    let sub = event["request"]["userAttributes"]["sub"].take();
    assert_eq!(sub.as_str().unwrap().len(), 36);
    let expected = json!({
        "version": "1",
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "region": "us-east-2",
        "userPoolId": seen["pool"],
        "userName": "bad",
        "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": seen["client"] },
        "request": {
            "userAttributes": {
                "sub": null, "cognito:user_status": "CONFIRMED",
                "email": "bad@example.com", "email_verified": "true",
            },
            "clientMetadata": { "from": "page" },
        },
        "response": {},
    });
    assert_eq!(event, expected);
    let event = raised(&seen, "raised_at_sign_in", "PostAuthentication");
    assert_eq!(event["triggerSource"], "PostAuthentication_Authentication");
    assert_eq!(event["request"]["newDeviceUsed"], false);
    // What comes with the first call of a sign-in is not handed over.
    assert_eq!(event["request"]["clientMetadata"], Value::Null);

    assert_eq!(error(&seen, "unreadable").0, "InvalidLambdaResponseException");
    assert_eq!(error(&seen, "address_is_taken").0, "AliasExistsException");
    assert_eq!(seen["moved_from"], json!(["CONFIRMED", "false"]));
}
