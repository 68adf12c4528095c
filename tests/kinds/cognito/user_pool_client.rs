use kind::registry;
use language::diagnostic::Severity;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};

const POOL: &str = "client('cognito-idp').create_user_pool(PoolName=name)['UserPool']['Id']";
const MERGES: &str = "both keep what an update leaves out, which AWS resets";
const NO_ROTATION: &str = "ministack drops the rotation of refresh tokens";

/// The question for one field of the client.
macro_rules! told {
    ($expression:literal) => {
        concat!(
            "(lambda c: ",
            $expression,
            ")(client('cognito-idp').describe_user_pool_client(UserPoolId='{prepared.0}', ClientId=id.split('/')[1])['UserPoolClient'])"
        )
    };
}

fn web() -> Value {
    json!({
        "flows": ["code"],
        "scopes": ["openid", "email"],
        "callback_urls": ["https://example.com/auth/callback", "http://localhost:3000/auth/callback"],
    })
}

round_trips! {
    kind: "cognito.user_pool_client", base: json!({ "user_pool": "{prepared.0}" }), prepare: &[POOL];
    name: json!({ "name": "{name}-renamed" }) =>
        told!("c['ClientName'][len(name):]"), json!("-renamed"), On::Both;
    defaults: json!({}) =>
        told!("[sorted(c['ExplicitAuthFlows']), c['AllowedOAuthFlowsUserPoolClient'], c['RefreshTokenValidity'], \
                c['TokenValidityUnits']['RefreshToken'], c['AccessTokenValidity'], c['TokenValidityUnits']['AccessToken'], \
                c['PreventUserExistenceErrors'], c['EnableTokenRevocation'], c['AuthSessionValidity'], 'ClientSecret' in c]"),
        json!([
            ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
            false, 30, "days", 1, "hours", "LEGACY", true, 3, false
        ]), On::Both;
    authentication_flows: json!({ "authentication_flows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] }) =>
        told!("sorted(c['ExplicitAuthFlows'])"),
        json!(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]), On::Both;
    oauth: json!({ "oauth": web() }) =>
        told!("[c['AllowedOAuthFlowsUserPoolClient'], c['AllowedOAuthFlows'], sorted(c['AllowedOAuthScopes']), \
                sorted(c['CallbackURLs']), c['LogoutURLs'], c.get('DefaultRedirectURI') or None]"),
        json!([
            true, ["code"], ["email", "openid"],
            ["http://localhost:3000/auth/callback", "https://example.com/auth/callback"], [], null
        ]), On::Both;
    identity_providers: json!({ "identity_providers": ["COGNITO", "Google"] }) =>
        told!("sorted(c['SupportedIdentityProviders'])"), json!(["COGNITO", "Google"]), On::Both;
    token_validity: json!({ "token_validity": { "access": "15 minutes", "id": "900 seconds", "refresh": "24 hours" } }) =>
        told!("[c['AccessTokenValidity'], c['IdTokenValidity'], c['RefreshTokenValidity'], c['TokenValidityUnits']]"),
        json!([15, 15, 1, { "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days" }]), On::Both;
    token_revocation: json!({ "token_revocation": false }) =>
        told!("c['EnableTokenRevocation']"), json!(false), On::Both;
    authentication_session_minutes: json!({ "authentication_session_minutes": 15 }) =>
        told!("c['AuthSessionValidity']"), json!(15), On::Both;
    prevent_user_existence_errors: json!({ "prevent_user_existence_errors": true }) =>
        told!("c['PreventUserExistenceErrors']"), json!("ENABLED"), On::Both;
    read_attributes: json!({ "read_attributes": ["email", "custom:organization"] }) =>
        told!("sorted(c['ReadAttributes'])"), json!(["custom:organization", "email"]), On::MinistackOneWay(MERGES);
    write_attributes: json!({ "write_attributes": ["email", "name"] }) =>
        told!("sorted(c['WriteAttributes'])"), json!(["email", "name"]), On::MotoOneWay(MERGES);
    analytics: json!({ "analytics": {
        "application_arn": "arn:aws:mobiletargeting:us-east-1:{account}:apps/0a1b2c3d", "user_data_shared": true,
    } }) =>
        told!("[c['AnalyticsConfiguration']['ApplicationArn'][-8:], c['AnalyticsConfiguration']['UserDataShared']]"),
        json!(["0a1b2c3d", true]), On::MinistackOneWay(MERGES);
    refresh_token_rotation: json!({
        "refresh_token_rotation": { "retry_grace_period_seconds": 30 },
        "authentication_flows": ["ALLOW_USER_SRP_AUTH"],
    }) =>
        told!("[c['RefreshTokenRotation'], c['ExplicitAuthFlows']]"),
        json!([{ "Feature": "ENABLED", "RetryGracePeriodSeconds": 30 }, ["ALLOW_USER_SRP_AUTH"]]),
        On::MotoOneWay(NO_ROTATION);
}

mod with_settings {
    use super::*;

    round_trips! {
        kind: "cognito.user_pool_client",
        base: json!({
            "user_pool": "{prepared.0}",
            "generate_secret": true,
            "authentication_flows": ["ALLOW_USER_SRP_AUTH"],
            "oauth": {
                "flows": ["code"],
                "scopes": ["openid"],
                "callback_urls": ["https://example.com/a", "https://example.com/b"],
                "default_redirect_uri": "https://example.com/a",
                "logout_urls": ["https://example.com/"],
            },
            "read_attributes": ["email"],
            "write_attributes": ["email"],
        }),
        prepare: &[POOL];
        generate_secret: json!({}) => told!("len(c['ClientSecret']) > 20"), json!(true), On::Both;
        other_urls: json!({ "oauth": {
            "default_redirect_uri": "https://example.com/b", "logout_urls": ["myapp://signed-out"],
        } }) =>
            told!("[c['DefaultRedirectURI'], c['LogoutURLs']]"),
            json!(["https://example.com/b", ["myapp://signed-out"]]), On::Both;
        other_attributes: json!({ "read_attributes": ["name", "email"], "write_attributes": ["name"] }) =>
            told!("[sorted(c['ReadAttributes']), c['WriteAttributes']]"),
            json!([["email", "name"], ["name"]]), On::Both;
        propagate_user_context: json!({ "propagate_user_context": true }) =>
            told!("c['EnablePropagateAdditionalUserContextData']"), json!(true), On::Both;
        no_oauth: json!({ "oauth": null }) =>
            told!("[c['AllowedOAuthFlowsUserPoolClient'], c['CallbackURLs'], c['AllowedOAuthScopes']]"),
            json!([false, [], []]), On::Both;
    }
}

mod of_machines {
    use super::*;

    round_trips! {
        kind: "cognito.user_pool_client",
        base: json!({
            "user_pool": "{prepared.0}",
            "generate_secret": true,
            "oauth": { "flows": ["client_credentials"], "scopes": ["orders/read"] },
        }),
        prepare: &[POOL];
        scopes: json!({ "oauth": { "scopes": ["orders/read", "orders/write"] } }) =>
            told!("[c['AllowedOAuthFlows'], sorted(c['AllowedOAuthScopes'])]"),
            json!([["client_credentials"], ["orders/read", "orders/write"]]), On::Both;
    }
}

pub(super) fn kind() -> &'static dyn kind::AnyKind {
    registry::find("cognito.user_pool_client").unwrap()
}

/// A client of which only this is said.
pub(super) fn spec(changes: Value) -> Value {
    let mut spec = json!({ "user_pool": "us-east-2_AbCdEfGhI", "name": "web" });
    for (key, value) in changes.as_object().unwrap() {
        spec[key] = value.clone();
    }
    spec
}

fn messages(changes: Value) -> Vec<String> {
    let found = kind().check(&spec(changes));
    found.into_iter().map(|finding| finding.message).collect()
}

/// The web client with some of its sign-in settings changed.
fn web_with(changes: Value) -> Value {
    let mut oauth = web();
    for (key, value) in changes.as_object().unwrap() {
        oauth[key] = value.clone();
    }
    json!({ "oauth": oauth, "identity_providers": ["COGNITO"] })
}

#[test]
fn what_is_probably_unintended_is_warned_of() {
    let warnings = |changes: Value| -> Vec<String> {
        let found = kind().check(&spec(changes)).into_iter();
        let warnings = found.filter(|finding| finding.severity == Severity::Warning);
        warnings.map(|finding| finding.message).collect()
    };
    assert_eq!(
        warnings(web_with(json!({ "flows": ["code", "implicit"] }))),
        ["`implicit` shows tokens to others"]
    );
    assert_eq!(warnings(json!({ "oauth": web() })), ["nobody can sign in on the sign-in pages"]);
    assert_eq!(warnings(web_with(json!({}))), [""; 0]);
}

#[test]
fn the_platforms_client_is_fine() {
    let nothing: Vec<String> = Vec::new();
    assert_eq!(messages(json!({})), nothing);
    assert_eq!(
        messages(json!({
            "authentication_flows": [
                "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"
            ],
            "oauth": {
                "flows": ["code"],
                "scopes": ["email", "openid", "profile", "aws.cognito.signin.user.admin"],
                "callback_urls": ["http://localhost:3000/auth/callback", "https://dev.example.com/auth/callback"],
                "logout_urls": ["https://example.com"],
            },
            "identity_providers": ["COGNITO"],
            "read_attributes": ["email", "name", "email_verified", "custom:organization"],
            "write_attributes": ["email", "name"],
        })),
        nothing
    );
}

#[test]
fn urls_that_lead_nowhere_are_refused() {
    for url in [
        "https:///auth/callback", "https://dev./auth/callback", "http://example.com/auth/callback",
        "example.com",
    ] {
        assert_eq!(
            messages(web_with(json!({ "callback_urls": [url] }))),
            [format!("nobody can be sent to `{url}`")]
        );
        assert_eq!(
            messages(web_with(json!({ "logout_urls": [url] }))),
            [format!("nobody can be sent to `{url}`")]
        );
    }
    assert_eq!(
        messages(web_with(json!({ "default_redirect_uri": "https://example.com/other" }))),
        ["this is none of `callback_urls`"]
    );
    assert_eq!(
        messages(web_with(json!({ "callback_urls": [] }))),
        ["missing field `callback_urls`"]
    );
}

#[test]
fn flows_that_exclude_each_other_are_refused() {
    assert_eq!(
        messages(web_with(json!({ "flows": ["code", "client_credentials"] }))),
        ["`client_credentials` stands alone"]
    );
    assert_eq!(
        messages(web_with(
            json!({ "flows": ["client_credentials"], "scopes": ["openid", "orders/read"] })
        )),
        ["`client_credentials` needs a secret", "`openid` speaks of a user"]
    );
    assert_eq!(
        messages(json!({ "authentication_flows": ["ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH"] })),
        ["old and new names of flows cannot stand together"]
    );
    assert_eq!(
        messages(json!({ "refresh_token_rotation": {} })),
        ["tokens that rotate cannot be refreshed with `ALLOW_REFRESH_TOKEN_AUTH`"]
    );
    assert_eq!(
        messages(json!({ "propagate_user_context": true })),
        ["a client without a secret cannot pass on its users' addresses"]
    );
}

#[test]
fn tokens_have_limits() {
    for (validity, message) in [
        (json!({ "access": "4 minutes" }), "`token_validity.access` is out of range"),
        (json!({ "id": "25 hours" }), "`token_validity.id` is out of range"),
        (json!({ "refresh": "30 minutes" }), "`token_validity.refresh` is out of range"),
        (json!({ "refresh": "3651 days" }), "`token_validity.refresh` is out of range"),
        (
            json!({ "access": "2 hours", "refresh": "1 hour" }),
            "the token outlives the refresh token",
        ),
        (json!({ "access": "an hour" }), "`token_validity.access` has the wrong form"),
    ] {
        assert_eq!(messages(json!({ "token_validity": validity })), [message]);
    }
}

#[test]
fn attributes_exist() {
    assert_eq!(
        messages(json!({ "read_attributes": ["organization", "mail"] })),
        ["there is no attribute `mail`", "there is no attribute `organization`"]
    );
    assert_eq!(
        messages(json!({ "write_attributes": ["email", "email_verified"] })),
        ["no app can write `email_verified`"]
    );
}

#[test]
fn analytics_name_one_project() {
    let arn = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a1b2c3d";
    for (analytics, message) in [
        (json!({}), "it needs either `application_arn` or `application_id`"),
        (
            json!({ "application_arn": arn, "application_id": "0a" }),
            "it needs either `application_arn` or `application_id`",
        ),
        (json!({ "application_id": "0a" }), "`application_id` and `external_id` belong together"),
        (json!({ "application_id": "0a", "external_id": "x" }), "`application_id` needs `role`"),
    ] {
        assert_eq!(messages(json!({ "analytics": analytics })), [message]);
    }
}

#[test]
fn a_client_is_replaced_if_its_secret_or_its_pool_is_another() {
    let schema = kind().schema();
    for (field, create_only) in [("generate_secret", true), ("user_pool", true), ("name", false)] {
        let path = language::value::Path::field(field);
        assert_eq!(schema.facts_of(&path).create_only, create_only, "{field}");
    }
    let parent = kind().facts().parent.unwrap();
    assert_eq!((parent.field, parent.kind), ("user_pool", "cognito.user_pool"));
}
