//! What AWS's answers mean: what a pool says in a spec, what is absent, and how it is found.

use super::*;

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
