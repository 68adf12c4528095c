//! What neither emulator does: resets of what an update leaves out, the order of what rests on each
//! other, risks and logs, pages of pools, and AWS's own words.

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
        "UpdateUserPool",
        "SetUserPoolMfaConfig",
        "TagResource",
        "UntagResource",
        "AddCustomAttributes",
        "DeleteIdentityProvider",
        "SetRiskConfiguration",
        "SetLogDeliveryConfiguration",
        "SetUICustomization",
        "CreateGroup",
        "UpdateGroup",
        "DeleteGroup",
        "CreateUserPoolDomain",
        "DeleteUserPoolDomain",
        "UpdateIdentityProvider",
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

fn all_of_it() -> Value {
    json!({
        "UserPoolId": ID, "PoolName": "p",
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12, "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true,
                "RequireSymbols": true, "PasswordHistorySize": 3, "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] },
        },
        "DeletionProtection": "ACTIVE",
        "LambdaConfig": { "PreSignUp": FUNCTION, "KMSKeyID": KEY },
        "AutoVerifiedAttributes": ["email"],
        "VerificationMessageTemplate": { "EmailMessage": "Code {####}", "DefaultEmailOption": "CONFIRM_WITH_CODE" },
        "SmsAuthenticationMessage": "Code {####}",
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
        "MfaConfiguration": "ON",
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true },
        "EmailConfiguration": { "SourceArn": SENDER, "EmailSendingAccount": "DEVELOPER" },
        "SmsConfiguration": { "SnsCallerArn": ROLE, "ExternalId": "e", "SnsRegion": "us-east-1" },
        "UserPoolTags": { "Team": "ai" },
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true, "UnusedAccountValidityDays": 0, "InviteMessageTemplate": { "EmailMessage": "{username} {####}" } },
        "UserPoolAddOns": { "AdvancedSecurityMode": "ENFORCED", "AdvancedSecurityAdditionalFlows": { "CustomAuthMode": "AUDIT" } },
        "AccountRecoverySetting": { "RecoveryMechanisms": [
            { "Priority": 1, "Name": "verified_phone_number" }, { "Priority": 2, "Name": "verified_email" },
        ] },
        "UserPoolTier": "PLUS",
        "KeyConfiguration": { "KeyType": "CUSTOMER_MANAGED_KEY", "KmsKeyArn": KEY },
        "IssuerConfiguration": { "Type": "UPDATED" },
        "AcrConfiguration": { "Level2": { "AcrValue": "urn:example:two" } },
    })
}

#[tokio::test]
async fn whatever_changes_an_update_holds_everything() {
    let changes = [
        json!({ "auto_verified_attributes": ["email", "phone_number"] }),
        json!({ "verify_before_update": [] }),
        json!({ "password_policy": {} }),
        json!({ "allowed_first_auth_factors": ["PASSWORD"] }),
        json!({ "account_recovery": ["admin_only"] }),
        json!({ "devices": null }),
        json!({ "advanced_security": { "mode": "AUDIT" } }),
        json!({ "admin_create_user": {} }),
        json!({ "verification": {} }),
        json!({ "triggers": {} }),
        json!({ "issuer": "ORIGINAL" }),
        json!({ "acr_values": {} }),
        json!({ "kms_key": null }),
        json!({ "deletion_protection": false }),
        json!({ "name": "q" }),
    ];
    for change in changes {
        let script = writes();
        update(&script, everything(), merged(everything(), change.clone())).await;
        assert_eq!(operations(&script), ["UpdateUserPool"], "{change}");
        let sent = bodies(&script, "UpdateUserPool").remove(0);
        assert_eq!(sent, all_of_it(), "{change}");
    }
}

#[tokio::test]
async fn what_is_left_to_aws_is_sent_as_it_is() {
    let script = writes();
    let mut wanted = merged(everything(), json!({ "sms": { "role": ROLE, "external_id": "e" } }));
    wanted.as_object_mut().unwrap().remove("account_recovery");
    let live = merged(everything(), json!({ "deletion_protection": false }));
    update(&script, wanted, live).await;
    assert_eq!(bodies(&script, "UpdateUserPool"), [all_of_it()]);
    assert_eq!(operations(&script).len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_differs() {
    let script = writes();
    update(&script, everything(), everything()).await;
    assert_eq!(operations(&script), Vec::<String>::new());
}

#[tokio::test]
async fn a_second_factor_is_set_as_a_whole() {
    let script = writes();
    let live =
        merged(everything(), json!({ "mfa": { "mode": "OPTIONAL", "software_token": true } }));
    update(&script, everything(), live).await;
    assert_eq!(operations(&script), ["SetUserPoolMfaConfig"]);
    let sms = json!({ "SnsCallerArn": ROLE, "ExternalId": "e", "SnsRegion": "us-east-1" });
    assert_eq!(
        bodies(&script, "SetUserPoolMfaConfig"),
        [json!({
            "UserPoolId": ID, "MfaConfiguration": "ON",
            "SoftwareTokenMfaConfiguration": { "Enabled": true },
            "SmsMfaConfiguration": { "SmsAuthenticationMessage": "Code {####}", "SmsConfiguration": sms },
        })]
    );
}

#[tokio::test]
async fn a_factor_keeps_what_it_needs_until_it_is_gone() {
    let script = writes();
    let by_email = json!({
        "mfa": { "mode": "ON", "email": {} }, "email": { "sending_account": "DEVELOPER", "source_arn": SENDER },
    });
    let by_sms =
        json!({ "tier": "PLUS", "mfa": { "mode": "ON", "sms": true }, "sms": { "role": ROLE } });
    update(&script, by_email, by_sms).await;
    assert_eq!(operations(&script), ["UpdateUserPool", "SetUserPoolMfaConfig", "UpdateUserPool"]);
    let [between, last] = &bodies(&script, "UpdateUserPool")[..] else { panic!("there are two") };
    assert_eq!(between["SmsConfiguration"]["SnsCallerArn"], ROLE);
    assert_eq!(between["EmailConfiguration"]["EmailSendingAccount"], "DEVELOPER");
    assert_eq!(
        (&between["UserPoolTier"], &last["UserPoolTier"]),
        (&json!("PLUS"), &json!("ESSENTIALS"))
    );
    assert_eq!(last["SmsConfiguration"], Value::Null);
    assert_eq!(
        (&between["MfaConfiguration"], &last["MfaConfiguration"]),
        (&json!("ON"), &json!("ON"))
    );
}

#[tokio::test]
async fn without_a_second_factor_aws_hears_of_none() {
    let script = writes();
    let live = json!({ "mfa": { "mode": "ON", "software_token": true }, "web_authn": { "relying_party": "example.com" } });
    update(&script, json!({}), live).await;
    assert_eq!(
        bodies(&script, "SetUserPoolMfaConfig"),
        [json!({
            "UserPoolId": ID, "MfaConfiguration": "OFF",
            "WebAuthnConfiguration": { "UserVerification": "preferred", "FactorConfiguration": "SINGLE_FACTOR" },
        })]
    );
}

#[tokio::test]
async fn tags_are_written_without_a_word_of_anything_else() {
    let script = writes();
    update(
        &script,
        json!({ "tags": { "a": "2", "c": "3" } }),
        json!({ "tags": { "a": "1", "b": "2", "c": "3" } }),
    )
    .await;
    assert_eq!(operations(&script), ["UntagResource", "TagResource"]);
    let arn = format!("arn:aws:cognito-idp:us-east-2:123456789012:userpool/{ID}");
    assert_eq!(bodies(&script, "UntagResource"), [json!({ "ResourceArn": arn, "TagKeys": ["b"] })]);
    assert_eq!(
        bodies(&script, "TagResource"),
        [json!({ "ResourceArn": arn, "Tags": { "a": "2" } })]
    );
}

#[tokio::test]
async fn many_attributes_are_added_a_few_at_a_time() {
    let script = writes();
    let many: serde_json::Map<String, Value> =
        (0..30).map(|number| (format!("a{number}"), json!({}))).collect();
    update(
        &script,
        json!({ "custom_attributes": many }),
        json!({ "custom_attributes": { "a7": {} } }),
    )
    .await;
    let calls = bodies(&script, "AddCustomAttributes");
    let counts: Vec<usize> =
        calls.iter().map(|call| call["CustomAttributes"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [25, 4]);
    assert_eq!(operations(&script).len(), 2);
}

#[tokio::test]
async fn a_group_is_changed_and_keeps_its_members() {
    let script = writes();
    update(
        &script,
        json!({ "groups": { "a": { "precedence": 2, "role": ROLE }, "c": {} } }),
        json!({ "groups": { "a": { "precedence": 1, "description": "d" }, "b": {} } }),
    )
    .await;
    assert_eq!(operations(&script), ["DeleteGroup", "UpdateGroup", "CreateGroup"]);
    assert_eq!(
        bodies(&script, "UpdateGroup"),
        [
            json!({ "GroupName": "a", "UserPoolId": ID, "Description": "", "RoleArn": ROLE, "Precedence": 2 })
        ]
    );
}

/// UpdateGroup changes what it is given and is not said to take anything away. Where AWS keeps a role
/// that is to go, its answer tells, and members must not go on having that role unnoticed.
#[tokio::test]
async fn a_role_that_aws_keeps_is_no_success() {
    let with = |group: Value| json!({ "groups": { "staff": group } });
    for (kept, live) in [
        (json!({ "RoleArn": ROLE }), json!({ "role": ROLE })),
        (json!({ "Precedence": 1 }), json!({ "precedence": 1 })),
    ] {
        let group = merged(json!({ "GroupName": "staff" }), kept);
        let script = ScriptedCloud::default().answer(
            "UpdateGroup",
            200,
            json!({ "Group": group }).to_string(),
        );
        let wanted = merged(json!({ "name": "p" }), with(json!({ "description": "d" })));
        let live = self::live(with(live)).await;
        let aws = script.aws().await;
        let workspace = Workspace::new(".");
        let updated = kind().update(&aws, &workspace, ID, wanted, live);
        let error = updated.await.unwrap_err();
        assert!(error.message.contains("`staff`"), "{error}");
    }
    let taken_away = ScriptedCloud::default().answer(
        "UpdateGroup",
        200,
        r#"{"Group":{"GroupName":"staff","Precedence":1}}"#,
    );
    let live = with(json!({ "role": ROLE, "precedence": 1 }));
    update(&taken_away, with(json!({ "precedence": 1 })), live).await;
}

/// Cognito refuses a change while another to the same pool is under way.
#[tokio::test]
async fn domains_and_providers_wait_for_their_turn() {
    let busy = |operation| {
        let script = ScriptedCloud::default();
        script.answer(operation, 400, refusal("ConcurrentModificationException"))
    };
    let oidc = |scope: &str| json!({ "oidc": { "client_id": "c", "issuer": "https://id.example.com", "scopes": [scope] } });
    let providers = |provider: Value| json!({ "identity_providers": { "Own": provider } });
    let cases = [
        ("CreateUserPoolDomain", json!({ "domain": { "prefix": "a" } }), json!({})),
        (
            "UpdateUserPoolDomain",
            json!({ "domain": { "prefix": "a", "managed_login": true } }),
            json!({ "domain": { "prefix": "a" } }),
        ),
        ("DeleteUserPoolDomain", json!({}), json!({ "domain": { "prefix": "a" } })),
        ("UpdateIdentityProvider", providers(oidc("openid")), providers(oidc("email"))),
        ("DeleteIdentityProvider", json!({}), providers(oidc("openid"))),
    ];
    for (operation, wanted, live) in cases {
        let described = match operation {
            "DeleteUserPoolDomain" => json!({}),
            _ => json!({ "Domain": "a", "Status": "ACTIVE" }),
        };
        let script = busy(operation).answer(operation, 200, "{}").answer(
            "DescribeUserPoolDomain",
            200,
            json!({ "DomainDescription": described }).to_string(),
        );
        update(&script, wanted, live).await;
        assert_eq!(script.requests_of(operation).len(), 2, "{operation}");
    }
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

#[tokio::test]
async fn risks_and_logs_are_written_whole() {
    let script = writes();
    let plus = json!({ "tier": "PLUS", "advanced_security": { "mode": "ENFORCED" } });
    let wanted = json!({
        "risk": risk(),
        "log_delivery": { "user_notification": GROUP, "user_auth_events": { "bucket": "arn:aws:s3:::logs" } },
    });
    update(&script, merged(plus.clone(), wanted), plus).await;
    assert_eq!(operations(&script), ["SetRiskConfiguration", "SetLogDeliveryConfiguration"]);
    assert_eq!(bodies(&script, "SetRiskConfiguration"), [risk_at_aws()]);
    assert_eq!(
        bodies(&script, "SetLogDeliveryConfiguration"),
        [json!({ "UserPoolId": ID, "LogConfigurations": [
            { "LogLevel": "ERROR", "EventSource": "userNotification", "CloudWatchLogsConfiguration": { "LogGroupArn": GROUP } },
            { "LogLevel": "INFO", "EventSource": "userAuthEvents", "S3Configuration": { "BucketArn": "arn:aws:s3:::logs" } },
        ] })]
    );
}

/// AWS refuses to hear of risks once threat protection is off, and of the plan before that.
#[tokio::test]
async fn threat_protection_goes_after_what_needs_it() {
    let script = writes();
    let live = json!({
        "tier": "PLUS", "advanced_security": { "mode": "AUDIT" }, "risk": risk(),
        "log_delivery": { "user_auth_events": { "log_group": GROUP } },
    });
    update(&script, json!({}), live).await;
    assert_eq!(
        operations(&script),
        ["SetRiskConfiguration", "SetLogDeliveryConfiguration", "UpdateUserPool"]
    );
    let last = &bodies(&script, "UpdateUserPool")[0];
    assert_eq!(last["UserPoolAddOns"]["AdvancedSecurityMode"], "OFF");
    assert_eq!(last["UserPoolTier"], "ESSENTIALS");
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

/// A fresh pool as AWS describes one.
#[tokio::test]
async fn a_pool_that_has_aws_defaults_reads_as_a_bare_spec() {
    let text = |name: &str, least: &str, most: &str| {
        json!({
            "Name": name, "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": name != "sub",
            "Required": name == "sub", "StringAttributeConstraints": { "MinLength": least, "MaxLength": most },
        })
    };
    let script = plain(
        ScriptedCloud::default(),
        json!({
            "Policies": {
                "PasswordPolicy": {
                    "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true,
                    "RequireSymbols": true, "TemporaryPasswordValidityDays": 7,
                },
                "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] },
            },
            "DeletionProtection": "INACTIVE", "LambdaConfig": {},
            "SchemaAttributes": [
                text("sub", "1", "2048"), text("email", "0", "2048"), text("birthdate", "10", "10"),
                { "Name": "email_verified", "AttributeDataType": "Boolean", "Mutable": true, "Required": false },
                { "Name": "updated_at", "AttributeDataType": "Number", "Mutable": true, "Required": false, "NumberAttributeConstraints": { "MinValue": "0" } },
            ],
            "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
            "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": [] },
            "MfaConfiguration": "OFF", "EstimatedNumberOfUsers": 0,
            "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
            "UserPoolTags": { "aws:cloudformation:stack-name": "s" },
            "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7 },
            "UsernameConfiguration": { "CaseSensitive": true },
            "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Priority": 1, "Name": "verified_email" }] },
            "UserPoolTier": "ESSENTIALS", "IssuerConfiguration": { "Type": "ORIGINAL" },
            "KeyConfiguration": { "KeyType": "AWS_OWNED_KEY" },
            "AcrConfiguration": { "Level1": { "AcrValue": "urn:cognito:loa:1" }, "Level4": { "AcrValue": "urn:cognito:loa:4" } },
        }),
    );
    let found = read(&script).await;
    let written = live(json!({ "standard_attributes": { "email": { "mutable": true } }, "sign_in": { "case_sensitive": true } })).await;
    let differences = |fields: &Value| -> Vec<String> {
        let keys = fields.as_object().unwrap().keys();
        keys.filter(|key| *key != "account_recovery").cloned().collect()
    };
    assert_eq!(differences(&found.spec), differences(&written));
    assert_eq!(found.spec["account_recovery"], json!(["verified_email"]));
    let outputs = |name: &str| found.outputs[name].as_deref();
    assert_eq!(
        outputs("endpoint"),
        Some("cognito-idp.us-east-2.amazonaws.com/us-east-2_aBcDeFgHi")
    );
    assert_eq!(
        outputs("issuer_url"),
        Some("https://cognito-idp.us-east-2.amazonaws.com/us-east-2_aBcDeFgHi")
    );
    assert_eq!(
        outputs("arn"),
        Some("arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_aBcDeFgHi")
    );
    assert_eq!((outputs("domain"), outputs("domain_url")), (None, None));
    assert_eq!(script.requests().len(), 6);
}

#[tokio::test]
async fn a_pool_reads_as_it_was_written() {
    let script = plain(ScriptedCloud::default(), json!({
        "UserPoolAddOns": { "AdvancedSecurityMode": "ENFORCED" }, "UserPoolTier": "PLUS",
        "LambdaConfig": {
            "PreTokenGeneration": FUNCTION, "PreTokenGenerationConfig": { "LambdaVersion": "V2_0", "LambdaArn": FUNCTION },
        },
        "Domain": "p-auth", "CustomDomain": "auth.example.com", "IssuerConfiguration": { "Type": "UPDATED" },
    }))
    .answer("DescribeRiskConfiguration", 200, json!({ "RiskConfiguration": risk_at_aws() }).to_string())
    .answer("GetUICustomization", 200, r#"{"UICustomization":{"CSS":".a{}"}}"#)
    .answer("DescribeUserPoolDomain", 200, json!({ "DomainDescription": {
        "Domain": "p-auth", "Status": "ACTIVE", "ManagedLoginVersion": 2, "CustomDomainConfig": null,
    } }).to_string());
    let found = read(&script).await;
    assert_eq!(found.spec["risk"], live(json!({ "risk": risk() })).await["risk"]);
    assert_eq!(
        found.spec["triggers"],
        json!({ "pre_token_generation": { "function": FUNCTION, "version": "V2_0" } })
    );
    assert_eq!(found.spec["domain"], json!({ "prefix": "p-auth", "managed_login": true }));
    assert_eq!(found.spec["hosted_ui_css"], ".a{}");
    let outputs = |name: &str| found.outputs[name].as_deref();
    assert_eq!(outputs("domain_url"), Some("https://p-auth.auth.us-east-2.amazoncognito.com"));
    assert_eq!(
        outputs("issuer_url"),
        Some("https://issuer-cognito-idp.us-east-2.amazonaws.com/us-east-2_aBcDeFgHi")
    );
}

/// AWS may show the lengths that every text has, and may leave them out.
#[tokio::test]
async fn lengths_that_bound_nothing_are_no_difference() {
    let attribute = |constraints: Value| {
        json!({ "SchemaAttributes": [{
            "Name": "custom:team", "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": true,
            "Required": false, "StringAttributeConstraints": constraints,
        }] })
    };
    let shown = [
        json!({}),
        json!({ "MinLength": "0", "MaxLength": "2048" }),
        json!({ "MaxLength": "2048" }),
    ];
    let written = [
        json!({}),
        json!({ "minimum_length": 0 }),
        json!({ "minimum_length": 0, "maximum_length": 2048 }),
    ];
    for shown in &shown {
        let script = plain(ScriptedCloud::default(), attribute(shown.clone()));
        let found = read(&script).await.spec;
        for written in &written {
            let written = live(json!({ "custom_attributes": { "team": written } })).await;
            let attributes = "custom_attributes";
            assert_eq!(found[attributes], written[attributes], "{shown}");
        }
    }
}

/// Cognito makes a group for the users of each provider, and Google's details are more than was written.
#[tokio::test]
async fn what_cognito_adds_by_itself_is_not_seen() {
    let group = format!("{ID}_Google");
    let script = ScriptedCloud::default()
        .answer("ListGroups", 200, json!({ "Groups": [{ "GroupName": group }, { "GroupName": "staff", "Description": "" }] }).to_string())
        .answer("ListIdentityProviders", 200, r#"{"Providers":[{"ProviderName":"Google","ProviderType":"Google"}]}"#)
        .answer("DescribeIdentityProvider", 200, json!({ "IdentityProvider": {
            "ProviderName": "Google", "ProviderType": "Google", "AttributeMapping": { "username": "sub", "email": "email" }, "IdpIdentifiers": [],
            "ProviderDetails": {
                "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=", "attributes_url_add_attributes": "true",
                "authorize_scopes": "email openid", "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth", "client_id": "g",
                "client_secret": "s3cret", "oidc_issuer": "https://accounts.google.com", "token_request_method": "POST",
                "token_url": "https://www.googleapis.com/oauth2/v4/token",
            },
        } }).to_string());
    let script = plain(script, json!({}));
    let found = read(&script).await;
    let written = live(json!({
        "groups": { "staff": {} },
        "identity_providers": { "Google": {
            "google": { "client_id": "g", "client_secret": "s3cret", "scopes": ["openid", "email"] },
            "attribute_mapping": { "email": "email" },
        } },
    }))
    .await;
    assert_eq!(found.spec["groups"], written["groups"]);
    assert_eq!(found.spec["identity_providers"], written["identity_providers"]);
}

/// AWS never shows Apple's key again, and looks the URLs of an issuer up.
#[tokio::test]
async fn what_aws_keeps_to_itself_changes_nothing() {
    let apple = |key: &str| json!({ "apple": { "client_id": "c", "team_id": "t", "key_id": key, "private_key": "secret", "scopes": ["email"] } });
    let oidc = |more: Value| json!({ "oidc": merged(json!({ "client_id": "c", "issuer": "https://id.example.com", "scopes": ["openid"] }), more) });
    let found =
        json!({ "jwks_url": "https://id.example.com/keys", "attributes_request_method": "GET" });
    let script = writes();
    let mut seen = apple("one");
    seen["apple"]["private_key"] = Value::Null;
    let live = json!({ "identity_providers": { "SignInWithApple": seen, "Own": oidc(found) } });
    let same = json!({ "identity_providers": { "SignInWithApple": apple("one"), "Own": oidc(json!({})) } });
    update(&script, same, live.clone()).await;
    assert_eq!(operations(&script), Vec::<String>::new());
    let other = json!({ "identity_providers": { "SignInWithApple": apple("two"), "Own": oidc(json!({})) } });
    update(&script, other, live).await;
    assert_eq!(operations(&script), ["UpdateIdentityProvider"]);
    let details = &bodies(&script, "UpdateIdentityProvider")[0]["ProviderDetails"];
    assert_eq!(details["private_key"], "secret");
}

#[tokio::test]
async fn a_domain_is_waited_for_and_its_pages_are_styled_again() {
    let describe = |script: ScriptedCloud, description: Value| {
        script.answer(
            "DescribeUserPoolDomain",
            200,
            json!({ "DomainDescription": description }).to_string(),
        )
    };
    let script = describe(writes(), json!({ "Domain": "old", "Status": "DELETING" }));
    let script = describe(script, json!({}));
    let script = describe(script, json!({ "Domain": "new", "Status": "CREATING" }));
    let script = describe(script, json!({ "Domain": "new", "Status": "ACTIVE" }));
    update(
        &script,
        json!({ "domain": { "prefix": "new" }, "hosted_ui_css": ".a{}" }),
        json!({ "domain": { "prefix": "old" }, "hosted_ui_css": ".a{}" }),
    )
    .await;
    assert_eq!(
        operations(&script),
        [
            "DeleteUserPoolDomain",
            "DescribeUserPoolDomain",
            "DescribeUserPoolDomain",
            "CreateUserPoolDomain",
            "DescribeUserPoolDomain",
            "DescribeUserPoolDomain",
            "SetUICustomization",
        ]
    );
}

#[tokio::test]
async fn a_pool_goes_after_its_domain_and_not_where_it_is_protected() {
    let pool =
        |fields: Value| {
            let pool = merged(json!({ "Id": ID, "Name": "p", "Domain": "p-auth" }), fields);
            writes()
                .answer("DescribeUserPool", 200, json!({ "UserPool": pool }).to_string())
                .answer("DescribeUserPoolDomain", 200, r#"{"DomainDescription":{}}"#)
        };
    let script = pool(json!({}));
    kind().delete(&script.aws().await, ID).await.unwrap();
    assert_eq!(
        operations(&script),
        ["DescribeUserPool", "DeleteUserPoolDomain", "DescribeUserPoolDomain", "DeleteUserPool"]
    );
    let script = pool(json!({ "DeletionProtection": "ACTIVE" }));
    kind().delete(&script.aws().await, ID).await.unwrap();
    assert_eq!(operations(&script), ["DescribeUserPool", "DeleteUserPool"]);
    let gone = ScriptedCloud::default().answer(
        "DescribeUserPool",
        400,
        refusal("ResourceNotFoundException"),
    );
    kind().delete(&gone.aws().await, ID).await.unwrap();
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    let gone = ScriptedCloud::default().answer(
        "DescribeUserPool",
        400,
        refusal("ResourceNotFoundException"),
    );
    assert_eq!(kind().read(&gone.aws().await, ID).await.unwrap(), None);
    for operation in
        ["DescribeUserPool", "GetUserPoolMfaConfig", "ListGroups", "GetLogDeliveryConfiguration"]
    {
        // The first answer of an operation is the one that the first call gets.
        let script =
            ScriptedCloud::default().answer(operation, 400, refusal("NotAuthorizedException"));
        let script = plain(script, json!({}));
        let error = kind().read(&script.aws().await, ID).await.unwrap_err();
        assert!(error.has_code("NotAuthorizedException"), "{operation}");
    }
}

#[tokio::test]
async fn a_role_that_cannot_be_used_yet_is_asked_again() {
    let script = ScriptedCloud::default()
        .answer("CreateUserPool", 400, refusal("InvalidSmsRoleTrustRelationshipException"))
        .answer("CreateUserPool", 200, json!({ "UserPool": { "Id": ID } }).to_string());
    let spec = json!({
        "name": "p", "sms": { "role": ROLE }, "tags": { "diatonic:stack": "s" },
        "mfa": { "mode": "ON", "sms": true }, "standard_attributes": { "email": { "required": true } },
        "custom_attributes": { "team": { "mutable": false } },
    });
    let aws = script.aws().await;
    let id = kind().create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, ID);
    let sent = &bodies(&script, "CreateUserPool")[1];
    assert_eq!(sent["UserPoolTags"], json!({ "diatonic:stack": "s" }));
    assert_eq!(sent["MfaConfiguration"], Value::Null);
    assert_eq!(sent["UsernameConfiguration"], json!({ "CaseSensitive": true }));
    assert_eq!(
        sent["Schema"],
        json!([
            {
                "Name": "email", "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": true, "Required": true,
                "StringAttributeConstraints": { "MinLength": "0", "MaxLength": "2048" },
            },
            { "Name": "team", "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": false, "Required": false },
        ])
    );
}

/// Names are not unique, and lists come in pages. One list serves a whole run.
#[tokio::test]
async fn pools_are_found_by_name_in_one_list() {
    let page =
        |pools: Value, token: Value| json!({ "UserPools": pools, "NextToken": token }).to_string();
    let script = ScriptedCloud::default()
        .answer(
            "ListUserPools",
            200,
            page(json!([{ "Id": "a", "Name": "p" }, { "Id": "b", "Name": "q" }]), json!("more")),
        )
        .answer("ListUserPools", 200, page(json!([{ "Id": "c", "Name": "p" }]), Value::Null));
    let aws = script.aws().await;
    for (name, expected) in [("p", vec!["a", "c"]), ("q", vec!["b"]), ("r", vec![])] {
        let found = kind().find(&aws, json!({ "name": name }), &Default::default()).await;
        assert_eq!(found.unwrap(), expected);
    }
    let requests = script.requests_of("ListUserPools");
    assert_eq!(requests.len(), 2);
    assert!(requests[0].body.contains("\"MaxResults\":60"));
}
