//! What an update sends: everything, or AWS resets it; groups, attributes and tags by calls of their own.

use super::*;

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

/// A change of the pool itself refuses another one meanwhile; groups and resource servers do not.
#[tokio::test]
async fn groups_and_resource_servers_are_written_side_by_side() {
    let script = writes().answer("CreateResourceServer", 200, "{}").slow();
    let groups = json!({ "old": {}, "new": { "precedence": 1 }, "other": {} });
    let servers = json!({ "a": { "name": "a", "scopes": {} }, "b": { "name": "b", "scopes": {} } });
    let wanted = json!({ "groups": groups, "resource_servers": servers });
    update(&script, wanted, json!({ "groups": { "old": { "description": "old" } } })).await;
    assert_eq!(
        script.most_at_once(),
        [
            "CreateGroup", "CreateGroup", "CreateResourceServer", "CreateResourceServer",
            "UpdateGroup",
        ]
    );
}
