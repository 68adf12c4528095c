//! Second factors, risks, logs and threat protection, and the order in which they change.

use super::*;

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

/// AWS rejects risks once threat protection is off, and the plan before that.
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
