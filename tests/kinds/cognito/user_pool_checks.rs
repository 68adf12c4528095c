//! What AWS would refuse, found without AWS; and what only a new pool can have.

use kind::Place;
use kind::registry;
use language::value::Path;
use serde_json::{Value, json};

/// The fields that are found wrong in a spec.
fn found(mut spec: Value) -> Vec<String> {
    spec["name"] = json!("p");
    let kind = registry::find("cognito.user_pool").expect("the kind is registered");
    let findings = kind.check(&spec).into_iter();
    findings.map(|finding| finding.path.to_string()).collect()
}

#[test]
fn what_aws_refuses_is_found() {
    let provider =
        |name: &str, provider: Value| json!({ "identity_providers": { name: provider } });
    let google = json!({ "client_id": "g", "client_secret": "s", "scopes": ["openid"] });
    let cases = [
        (json!({ "mfa": { "mode": "ON" } }), "mfa.mode"),
        (json!({ "mfa": { "software_token": true } }), "mfa.mode"),
        (json!({ "mfa": { "mode": "ON", "sms": true } }), "mfa.sms"),
        (json!({ "mfa": { "mode": "ON", "email": {} } }), "mfa.email"),
        (json!({ "allowed_first_auth_factors": ["EMAIL_OTP"] }), "allowed_first_auth_factors"),
        (json!({ "advanced_security": { "mode": "AUDIT" } }), "advanced_security.mode"),
        (
            json!({ "advanced_security": { "custom_auth_mode": "AUDIT" } }),
            "advanced_security.custom_auth_mode",
        ),
        (json!({ "risk": { "blocked_ip_ranges": ["192.0.2.0/24"] } }), "risk"),
        (
            json!({ "tier": "PLUS", "advanced_security": { "mode": "AUDIT" }, "risk": { "account_takeover": { "high": { "action": "BLOCK", "notify": true } } } }),
            "risk.account_takeover.high.notify",
        ),
        (
            json!({ "log_delivery": { "user_auth_events": { "bucket": "arn:aws:s3:::b" } } }),
            "log_delivery.user_auth_events",
        ),
        (
            json!({ "tier": "LITE", "password_policy": { "password_history_size": 2 } }),
            "password_policy.password_history_size",
        ),
        (
            json!({ "tier": "LITE", "domain": { "prefix": "a", "managed_login": true } }),
            "domain.managed_login",
        ),
        (
            json!({ "tier": "LITE", "triggers": { "pre_token_generation": { "function": "arn:f", "version": "V2_0" } } }),
            "triggers.pre_token_generation.version",
        ),
        (
            json!({ "password_policy": { "temporary_password_validity_days": 366 } }),
            "password_policy.temporary_password_validity_days",
        ),
        (json!({ "password_policy": { "minimum_length": 5 } }), "password_policy.minimum_length"),
        (
            json!({ "sign_in": { "username_attributes": ["phone_number"], "alias_attributes": ["preferred_username"] } }),
            "sign_in",
        ),
        (json!({ "sign_in": { "username_attributes": ["email"] } }), "sign_in"),
        (json!({ "account_recovery": ["admin_only", "verified_email"] }), "account_recovery"),
        (json!({ "account_recovery": ["verified_email", "verified_email"] }), "account_recovery"),
        (json!({ "verification": { "method": "CONFIRM_WITH_LINK" } }), "verification.method"),
        (
            json!({ "verification": { "email_message": "no place for a code" } }),
            "verification.email_message",
        ),
        (json!({ "verify_before_update": ["email"] }), "verify_before_update"),
        (json!({ "email": { "sending_account": "DEVELOPER" } }), "email"),
        (json!({ "email": { "configuration_set": "c" } }), "email.configuration_set"),
        (json!({ "triggers": { "custom_sms_sender": "arn:f" } }), "triggers"),
        (json!({ "domain": { "prefix": "my-aws-app" } }), "domain.prefix"),
        (json!({ "domain": { "prefix": "-a" } }), "domain.prefix"),
        (json!({ "hosted_ui_css": ".a{}" }), "hosted_ui_css"),
        (
            json!({ "custom_attributes": { "a_name_of_21_letters_": {} } }),
            "custom_attributes.a_name_of_21_letters_",
        ),
        (
            json!({ "custom_attributes": { "custom:team": {} } }),
            "custom_attributes[\"custom:team\"]",
        ),
        (json!({ "custom_attributes": { "email": {} } }), "custom_attributes.email"),
        (
            json!({ "custom_attributes": { "n": { "type": "Number", "maximum_length": 3 } } }),
            "custom_attributes.n",
        ),
        (json!({ "custom_attributes": { "n": { "maximum_value": 3 } } }), "custom_attributes.n"),
        (
            json!({ "custom_attributes": { "n": { "minimum_length": 3, "maximum_length": 2 } } }),
            "custom_attributes.n",
        ),
        (
            json!({ "standard_attributes": { "updated_at": { "maximum_length": 2 } } }),
            "standard_attributes.updated_at",
        ),
        (
            json!({ "groups": {
                "a": { "precedence": 1, "role": "arn:aws:iam::123456789012:role/a" },
                "b": { "precedence": 1, "role": "arn:aws:iam::123456789012:role/b" },
            } }),
            "groups.b.precedence",
        ),
        (json!({ "groups": { "a b": {} } }), "groups[\"a b\"]"),
        (
            json!({ "resource_servers": { "r": { "name": "R", "scopes": { "a/b": "d" } } } }),
            "resource_servers.r.scopes[\"a/b\"]",
        ),
        (
            json!({ "resource_servers": { "r": { "name": "R", "scopes": { "a": "" } } } }),
            "resource_servers.r.scopes.a",
        ),
        (provider("Corporate", json!({})), "identity_providers.Corporate"),
        (provider("Goggle", json!({ "google": google })), "identity_providers.Goggle"),
        (
            provider(
                "_o",
                json!({ "oidc": { "client_id": "c", "issuer": "https://i", "scopes": [] } }),
            ),
            "identity_providers._o",
        ),
        (provider("Saml", json!({ "saml": {} })), "identity_providers.Saml.saml"),
        (
            provider(
                "Google",
                json!({ "google": google, "attribute_mapping": { "custom:team": "t" } }),
            ),
            "identity_providers.Google.attribute_mapping[\"custom:team\"]",
        ),
    ];
    for (spec, field) in cases {
        assert_eq!(found(spec.clone()), [field], "{spec}");
    }
}

#[test]
fn what_cannot_be_told_yet_is_passed_over() {
    let unknown = "\u{E000}existing.thing\u{E001}";
    let spec = json!({
        "domain": { "prefix": format!("aws-{unknown}") },
        "triggers": { "custom_email_sender": unknown, "kms_key": unknown },
        "groups": { "a": { "role": unknown } },
        "sms": { "role": unknown }, "mfa": { "mode": "ON", "sms": true },
    });
    assert_eq!(found(spec), Vec::<String>::new());
}

#[test]
fn a_mapped_attribute_must_be_mutable() {
    let spec = |mutable: bool| {
        json!({
            "custom_attributes": { "team": { "mutable": mutable } },
            "identity_providers": { "Own": {
                "oidc": { "client_id": "c", "issuer": "https://id.example.com", "scopes": ["openid"] },
                "attribute_mapping": { "custom:team": "team", "email": "email", "username": "sub" },
            } },
        })
    };
    assert_eq!(found(spec(true)), Vec::<String>::new());
    assert_eq!(found(spec(false)), ["identity_providers.Own.attribute_mapping[\"custom:team\"]"]);
}

#[test]
fn facts_of_fields() {
    let kind = registry::find("cognito.user_pool").expect("the kind is registered");
    let facts = |path: &str| kind.schema().facts_of(&Path::parse(path).unwrap());
    assert!(kind.facts().data.is_some());
    assert!(facts("sign_in.case_sensitive").create_only);
    assert!(facts("standard_attributes.email").create_only);
    assert!(facts("custom_attributes.team").append_only);
    assert!(facts("triggers.pre_sign_up").deferrable);
    assert!(facts("groups.staff.role").deferrable);
    for secret in ["google.client_secret", "oidc.client_secret", "apple.private_key"] {
        assert!(facts(&format!("identity_providers.P.{secret}")).sensitive, "{secret}");
    }
    assert!(!facts("name").create_only);
}

#[test]
fn names_and_urls_are_predicted() {
    let kind = registry::find("cognito.user_pool").expect("the kind is registered");
    let identity = json!({ "name": "p", "domain": { "prefix": "p-auth" } });
    let predict = |region: &str| {
        let prediction = kind.predict(&identity, &Place::new("123456789012", region));
        prediction.unwrap()
    };
    let prediction = predict("us-east-2");
    assert_eq!(prediction.id, None);
    let output = |name: &str| prediction.outputs[name].clone();
    assert_eq!(output("domain").as_deref(), Some("p-auth"));
    assert_eq!(
        output("domain_url").as_deref(),
        Some("https://p-auth.auth.us-east-2.amazoncognito.com")
    );
    assert_eq!(output("id"), None);
    assert_eq!(predict("us-gov-west-1").outputs["domain_url"], None);
}
