//! What decides about rights is the platform's to write, and the live pool can be adopted.

use serde_json::{Value, json};

use crate::environments::PROD;
use crate::project::step;

fn after(address: &str) -> &'static Value {
    &step(&PROD.1, address)["after"]
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn attributes_of_ours_can_be_given_to_who_is_in_the_pool_already_and_no_client_writes_them() {
    let attributes = &after("cognito.user_pool.main")["custom_attributes"];
    assert_eq!(attributes["organization"]["maximum_length"], 256, "the live pool has it for ever");
    for name in ["user_id", "full_name", "organization_id", "role"] {
        let attribute = &attributes[name];
        assert!(attribute.is_object() && attribute["mutable"] != json!(false), "{name}");
    }
    let client = after("cognito.user_pool_client.web");
    let written = texts(&client["write_attributes"]);
    assert_eq!(written, ["email", "family_name", "given_name"]);
    let read = texts(&client["read_attributes"]);
    assert!(read.contains(&"custom:user_id") && read.contains(&"custom:organization_id"));
}

/// Cognito compares addresses as texts with what the application says of itself.
#[test]
fn sign_in_and_sign_out_return_where_the_application_says() {
    let oauth = &after("cognito.user_pool_client.web")["oauth"];
    let origins = texts(&after("apigateway.rest_api.platform")["cors"]["allow_origins"]);
    assert!(origins.len() >= 5, "{origins:?}");
    let (callbacks, logouts) = (texts(&oauth["callback_urls"]), texts(&oauth["logout_urls"]));
    for origin in &origins {
        assert!(callbacks.contains(&format!("{origin}/auth/callback").as_str()), "{callbacks:?}");
        assert!(logouts.contains(&format!("{origin}/").as_str()), "{logouts:?}");
    }
    assert_eq!((callbacks.len(), logouts.len()), (origins.len(), origins.len()));
}

#[test]
fn the_roles_of_groups_have_the_names_that_are_live() {
    for (group, suffix) in [
        ("BasicUsers", "basic-users"),
        ("OrgUsers", "org-users"),
        ("Development", "development"),
        ("Testing", "testing"),
    ] {
        let role = after(&format!("iam.role.group[\"{group}\"]"));
        assert_eq!(role["name"], format!("ai-nexus-workbench-prod-cognito-{suffix}-role"));
    }
}
