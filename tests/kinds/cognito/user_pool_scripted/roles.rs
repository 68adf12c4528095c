//! The role that sends messages: not usable yet, or not taken by AWS.

use super::*;

/// UpdateGroup changes what it is given and is not said to remove anything. Where AWS keeps a role
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
    let taken_away = ScriptedCloud::default()
        .answer("UpdateGroup", 200, r#"{"Group":{"GroupName":"staff","Precedence":1}}"#);
    let live = with(json!({ "role": ROLE, "precedence": 1 }));
    update(&taken_away, with(json!({ "precedence": 1 })), live).await;
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
