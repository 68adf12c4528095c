//! What neither emulator does: resets of what an update leaves out, the order of what rests on each
//! other, risks and logs, pages of pools, and AWS's own words.

mod domains;
mod reads;
mod roles;
mod security;
mod updates;

use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ID: &str = "us-east-2_aBcDeFgHi";

const ROLE: &str = "arn:aws:iam::123456789012:role/messages";

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:trigger";

const KEY: &str = "arn:aws:kms:us-east-2:123456789012:key/1";

const SENDER: &str = "arn:aws:ses:us-east-2:123456789012:identity/example.com";

const GROUP: &str = "arn:aws:logs:us-east-2:123456789012:log-group:pool";

fn kind() -> &'static dyn AnyKind {
    registry::find("cognito.user_pool").expect("the kind is registered")
}

fn merged(base: Value, fields: Value) -> Value {
    let mut base = base;
    base.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    base
}

/// A spec in the form in which `read` gives it.
async fn live(fields: Value) -> Value {
    let spec = merged(json!({ "name": "p" }), fields);
    kind().prepare(spec, &Workspace::new(".")).await.unwrap()
}

async fn update(script: &ScriptedCloud, wanted: Value, live_fields: Value) {
    let aws = script.aws().await;
    let wanted = merged(json!({ "name": "p" }), wanted);
    let live = live(live_fields).await;
    let workspace = Workspace::new(".");
    let updated = kind().update(&aws, &workspace, ID, wanted, live).await;
    updated.expect("the update succeeds");
}

fn writes() -> ScriptedCloud {
    let operations = [
        "UpdateUserPool", "SetUserPoolMfaConfig", "TagResource", "UntagResource",
        "AddCustomAttributes", "DeleteIdentityProvider", "SetRiskConfiguration",
        "SetLogDeliveryConfiguration", "SetUICustomization", "CreateGroup", "UpdateGroup",
        "DeleteGroup", "CreateUserPoolDomain", "DeleteUserPoolDomain", "UpdateIdentityProvider",
        "DeleteUserPool",
    ];
    let answered = |script: ScriptedCloud, operation: &&str| script.answer(operation, 200, "{}");
    operations.iter().fold(ScriptedCloud::default(), answered)
}

fn operations(script: &ScriptedCloud) -> Vec<String> {
    let requests = script.requests().into_iter();
    requests.map(|request| request.operation).collect()
}

fn bodies(script: &ScriptedCloud, operation: &str) -> Vec<Value> {
    let requests = script.requests_of(operation).into_iter();
    requests.map(|request| serde_json::from_str(&request.body).expect("JSON")).collect()
}

fn refusal(code: &str) -> String {
    json!({ "__type": code, "message": "no" }).to_string()
}

/// Everything else that a read asks, of a pool that has nothing.
fn plain(script: ScriptedCloud, pool: Value) -> ScriptedCloud {
    let pool = merged(json!({ "Id": ID, "Name": "p" }), pool);
    script
        .answer("DescribeUserPool", 200, json!({ "UserPool": pool }).to_string())
        .answer("GetUserPoolMfaConfig", 200, r#"{"MfaConfiguration":"OFF"}"#)
        .answer("ListGroups", 200, r#"{"Groups":[]}"#)
        .answer("ListResourceServers", 200, r#"{"ResourceServers":[]}"#)
        .answer("ListIdentityProviders", 200, r#"{"Providers":[]}"#)
        .answer("GetLogDeliveryConfiguration", 200, "{}")
}

async fn read(script: &ScriptedCloud) -> kind::LiveObject {
    let aws = script.aws().await;
    kind().read(&aws, ID).await.unwrap().expect("it is there")
}

fn risk() -> Value {
    json!({
        "compromised_credentials": { "action": "BLOCK" },
        "account_takeover": {
            "low": { "action": "NO_ACTION" }, "high": { "action": "BLOCK", "notify": true },
            "notification": { "source_arn": SENDER, "block_email": { "subject": "Blocked", "text": "We blocked you." } },
        },
        "skipped_ip_ranges": ["192.0.2.0/24"],
    })
}

fn risk_at_aws() -> Value {
    json!({
        "UserPoolId": ID,
        "CompromisedCredentialsRiskConfiguration": {
            "EventFilter": ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"], "Actions": { "EventAction": "BLOCK" },
        },
        "AccountTakeoverRiskConfiguration": {
            "NotifyConfiguration": { "SourceArn": SENDER, "BlockEmail": { "Subject": "Blocked", "TextBody": "We blocked you." } },
            "Actions": {
                "LowAction": { "Notify": false, "EventAction": "NO_ACTION" }, "HighAction": { "Notify": true, "EventAction": "BLOCK" },
            },
        },
        "RiskExceptionConfiguration": { "SkippedIPRangeList": ["192.0.2.0/24"] },
    })
}

/// A spec with everything that UpdateUserPool holds.
fn everything() -> Value {
    json!({
        "auto_verified_attributes": ["email"], "verify_before_update": ["email"],
        "password_policy": { "minimum_length": 12, "password_history_size": 3 },
        "allowed_first_auth_factors": ["PASSWORD", "WEB_AUTHN"],
        "mfa": { "mode": "ON", "software_token": true, "sms": true },
        "account_recovery": ["verified_phone_number", "verified_email"],
        "devices": { "challenge_required_on_new_device": true, "only_remembered_on_user_prompt": true },
        "tier": "PLUS", "advanced_security": { "mode": "ENFORCED", "custom_auth_mode": "AUDIT" },
        "admin_create_user": { "only_admins": true, "invitation": { "email_message": "{username} {####}" } },
        "verification": { "method": "CONFIRM_WITH_CODE", "email_message": "Code {####}" },
        "sms_authentication_message": "Code {####}",
        "email": { "sending_account": "DEVELOPER", "source_arn": SENDER },
        "sms": { "role": ROLE, "external_id": "e", "region": "us-east-1" },
        "triggers": { "pre_sign_up": FUNCTION, "kms_key": KEY },
        "issuer": "UPDATED", "acr_values": { "Level2": "urn:example:two" }, "kms_key": KEY,
        "deletion_protection": true, "tags": { "Team": "ai" },
    })
}
