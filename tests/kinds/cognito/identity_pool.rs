use kind::registry;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};

pub(super) const PROVIDER: &str = "cognito-idp.us-east-2.amazonaws.com/us-east-2_AbCdEfGhI";
const ROLE: &str = "arn:aws:iam::123456789012:role/basic";
const ADMIN: &str = "arn:aws:iam::123456789012:role/admin";
const NO_ROLES: &str = "moto has no roles of identity pools";
const NO_PRINCIPAL_TAGS: &str = "moto has no principal tags";
const NO_TAGGING: &str = "moto cannot tag an identity pool that is there";

/// The question for what DescribeIdentityPool tells.
macro_rules! told {
    ($expression:literal) => {
        concat!(
            "(lambda p: ",
            $expression,
            ")(client('cognito-identity').describe_identity_pool(IdentityPoolId=id))"
        )
    };
}

/// The question for what GetIdentityPoolRoles tells.
macro_rules! roles {
    ($expression:literal) => {
        concat!(
            "(lambda p: ",
            $expression,
            ")(client('cognito-identity').get_identity_pool_roles(IdentityPoolId=id))"
        )
    };
}

/// The question for what GetPrincipalTagAttributeMap tells.
macro_rules! principal_tags {
    ($expression:literal) => {
        concat!(
            "(lambda p: ",
            $expression,
            ")(client('cognito-identity').get_principal_tag_attribute_map(IdentityPoolId=id, \
             IdentityProviderName='cognito-idp.us-east-2.amazonaws.com/us-east-2_AbCdEfGhI'))"
        )
    };
}

round_trips! {
    kind: "cognito.identity_pool", base: json!({}), prepare: &[];
    name: json!({ "name": "{name}-renamed" }) =>
        told!("p['IdentityPoolName'][len(name):]"), json!("-renamed"), On::Ministack("moto keeps the old name");
    allow_unauthenticated: json!({ "allow_unauthenticated": true }) =>
        told!("p['AllowUnauthenticatedIdentities']"), json!(true), On::Both;
    allow_classic_flow: json!({ "allow_classic_flow": true }) =>
        told!("p['AllowClassicFlow']"), json!(true), On::Ministack("moto has no classic flow");
    cognito_providers: json!({ "cognito_providers": [
        { "provider_name": PROVIDER, "client_id": "web", "server_side_token_check": true },
        { "provider_name": PROVIDER, "client_id": "app" },
    ] }) =>
        told!("sorted((c['ClientId'], c['ServerSideTokenCheck']) for c in p['CognitoIdentityProviders'])"),
        json!([["app", false], ["web", true]]), On::Both;
    login_providers: json!({ "login_providers": { "graph.facebook.com": "7346241598935552", "accounts.google.com": "1.apps.googleusercontent.com" } }) =>
        told!("p['SupportedLoginProviders']"),
        json!({ "graph.facebook.com": "7346241598935552", "accounts.google.com": "1.apps.googleusercontent.com" }), On::Both;
    openid_connect_providers: json!({ "openid_connect_providers": ["arn:aws:iam::{account}:oidc-provider/id.example.com"] }) =>
        told!("[a[-14:] for a in p['OpenIdConnectProviderARNs']]"), json!(["id.example.com"]), On::Both;
    saml_providers: json!({ "saml_providers": ["arn:aws:iam::{account}:saml-provider/office"] }) =>
        told!("[a[-6:] for a in p['SamlProviderARNs']]"), json!(["office"]), On::Both;
    roles: json!({ "roles": { "authenticated": ROLE, "unauthenticated": ADMIN } }) =>
        roles!("p['Roles']"), json!({ "authenticated": ROLE, "unauthenticated": ADMIN }), On::Ministack(NO_ROLES);
    tags: json!({ "tags": { "Team": "ai", "Tier": "1" } }) =>
        told!("[p['IdentityPoolTags'].get('Team'), p['IdentityPoolTags'].get('Tier')]"), json!(["ai", "1"]), On::Ministack(NO_TAGGING);
    defaults: json!({}) =>
        told!("[p['AllowUnauthenticatedIdentities'], p['CognitoIdentityProviders'], p['IdentityPoolTags']['diatonic:address']]"),
        json!([false, [], "cognito.identity_pool.it"]), On::Both;
}

mod with_a_user_pool {
    use super::*;

    round_trips! {
        kind: "cognito.identity_pool",
        base: json!({
            "developer_provider_name": "login.{name}",
            "cognito_providers": [
                { "provider_name": PROVIDER, "client_id": "web", "server_side_token_check": true },
            ],
            "roles": { "authenticated": ROLE },
            "tags": { "Team": "ai" },
        }),
        prepare: &[];
        role_mappings: json!({ "role_mappings": [
            {
                "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "AuthenticatedRole",
                "rules": [
                    { "claim": "cognito:groups", "match_type": "Contains", "value": "Admin", "role": ADMIN },
                    { "claim": "cognito:groups", "match_type": "Contains", "value": "Basic", "role": ROLE },
                ],
            },
        ] }) =>
            roles!("[(k.split(':')[1], m['Type'], m['AmbiguousRoleResolution'], [r['Value'] for r in m['RulesConfiguration']['Rules']]) \
                     for k, m in p['RoleMappings'].items()]"),
            json!([["web", "Rules", "AuthenticatedRole", ["Admin", "Basic"]]]), On::Ministack(NO_ROLES);
        roles_of_the_token: json!({ "role_mappings": [
            { "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "Deny" },
        ] }) =>
            roles!("[[m['Type'], m['AmbiguousRoleResolution']] for m in p['RoleMappings'].values()]"),
            json!([["Token", "Deny"]]), On::Ministack(NO_ROLES);
        principal_tags: json!({ "principal_tags": [
            { "provider_name": PROVIDER, "tags": { "organization_id": "custom:organization_id", "sub": "sub" } },
        ] }) =>
            principal_tags!("[p['UseDefaults'], p['PrincipalTags']]"),
            json!([false, { "organization_id": "custom:organization_id", "sub": "sub" }]), On::Ministack(NO_PRINCIPAL_TAGS);
        usual_principal_tags: json!({ "principal_tags": [{ "provider_name": PROVIDER }] }) =>
            principal_tags!("[p['UseDefaults'], p['PrincipalTags']]"),
            json!([true, {}]), On::Ministack(NO_PRINCIPAL_TAGS);
        other_tags: json!({ "tags": { "Team": "data", "Tier": "1" } }) =>
            told!("[p['IdentityPoolTags'].get('Team'), p['IdentityPoolTags'].get('Tier')]"), json!(["data", "1"]), On::Ministack(NO_TAGGING);
        developer_provider_name: json!({}) =>
            told!("p['DeveloperProviderName'] == 'login.' + name"), json!(true), On::Ministack(NO_ROLES);
    }
}

mod with_mappings {
    use super::*;

    fn mapping(values: [&str; 2]) -> Value {
        let rule = |value| json!({ "claim": "cognito:groups", "match_type": "Equals", "value": value, "role": ADMIN });
        json!({
            "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "Deny",
            "rules": values.map(rule),
        })
    }

    round_trips! {
        kind: "cognito.identity_pool",
        base: json!({
            "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web" }],
            "role_mappings": [mapping(["Admin", "Basic"])],
            "principal_tags": [{ "provider_name": PROVIDER, "tags": { "team": "custom:team" } }],
        }),
        prepare: &[];
        order_of_rules: json!({ "role_mappings": [mapping(["Basic", "Admin"])] }) =>
            roles!("[r['Value'] for m in p['RoleMappings'].values() for r in m['RulesConfiguration']['Rules']]"),
            json!(["Basic", "Admin"]), On::Ministack(NO_ROLES);
        other_principal_tags: json!({ "principal_tags": [{ "provider_name": PROVIDER, "tags": { "team": "custom:group" } }] }) =>
            principal_tags!("p['PrincipalTags']"), json!({ "team": "custom:group" }), On::Ministack(NO_PRINCIPAL_TAGS);
        no_provider_any_more: json!({ "cognito_providers": [], "role_mappings": [], "principal_tags": [] }) =>
            roles!("[p['RoleMappings'], client('cognito-identity').describe_identity_pool(IdentityPoolId=id)['CognitoIdentityProviders']]"),
            json!([{}, []]), On::Ministack(NO_ROLES);
    }
}

pub(super) fn kind() -> &'static dyn kind::AnyKind {
    registry::find("cognito.identity_pool").unwrap()
}

/// A pool of which only this is said.
pub(super) fn spec(changes: Value) -> Value {
    let mut spec = json!({ "name": "p" });
    for (key, value) in changes.as_object().unwrap() {
        spec[key] = value.clone();
    }
    spec
}

fn messages(changes: Value) -> Vec<String> {
    let found = kind().check(&spec(changes));
    found.into_iter().map(|finding| finding.message).collect()
}

/// A pool for one client of a user pool, with mappings.
fn mapped(mappings: Value) -> Value {
    json!({
        "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web" }],
        "login_providers": { "graph.facebook.com": "1" },
        "roles": { "authenticated": ROLE },
        "role_mappings": mappings,
    })
}

fn rule(match_type: &str, value: &str) -> Value {
    json!({ "claim": "cognito:groups", "match_type": match_type, "value": value, "role": ROLE })
}

fn mapping(rules: Vec<Value>) -> Value {
    json!([{
        "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "Deny", "rules": rules,
    }])
}

#[test]
fn the_platforms_pool_is_fine() {
    let nothing: Vec<String> = Vec::new();
    assert_eq!(messages(json!({})), nothing);
    let rules = ["Testing", "Development", "Org", "Basic"].map(|group| rule("Contains", group));
    assert_eq!(messages(mapped(mapping(rules.to_vec()))), nothing);
    let facebook = json!([{ "provider_name": "graph.facebook.com", "ambiguous_role_resolution": "AuthenticatedRole",
        "rules": [rule("Equals", "x")] }]);
    assert_eq!(messages(mapped(facebook)), nothing);
}

#[test]
fn a_mapping_names_the_client_of_a_user_pool() {
    let with = |provider: &str, client: Value| {
        messages(mapped(json!([{
            "provider_name": provider, "client_id": client, "ambiguous_role_resolution": "Deny",
        }])))
    };
    assert_eq!(
        with(PROVIDER, Value::Null),
        [format!("the mapping of `{PROVIDER}` names no client")]
    );
    assert_eq!(
        with(PROVIDER, json!("app")),
        [format!("`{PROVIDER}:app` is none of the pool's providers")]
    );
    assert_eq!(with("graph.facebook.com", json!("web")), ["`graph.facebook.com` has no clients"]);
    assert_eq!(
        with("accounts.google.com", Value::Null),
        ["`accounts.google.com` is none of the pool's providers"]
    );
    assert_eq!(with(PROVIDER, json!("web")), [""; 0]);
}

/// References stand for ids that AWS has yet to invent.
#[test]
fn references_are_compared_as_far_as_they_go() {
    let endpoint = language::value::unknown::mark("cognito.user_pool.main.endpoint");
    let other = language::value::unknown::mark("cognito.user_pool.other.endpoint");
    let client = language::value::unknown::mark("cognito.user_pool_client.web.id");
    let with = |provider: &str, client_id: Option<&str>| {
        messages(json!({
            "cognito_providers": [{ "provider_name": endpoint, "client_id": client }],
            "role_mappings": [{
                "provider_name": provider, "client_id": client_id, "ambiguous_role_resolution": "Deny",
            }],
            "principal_tags": [{ "provider_name": provider }],
        }))
    };
    assert_eq!(with(&endpoint, Some(&client)), [""; 0]);
    assert_eq!(with(&other, Some(&client)), [""; 0]);
    assert_eq!(
        with(&endpoint, None),
        ["the mapping of `${cognito.user_pool.main.endpoint}` names no client"]
    );
}

#[test]
fn a_rule_behind_a_wider_one_is_refused() {
    let never = |rules: Vec<Value>| messages(mapped(mapping(rules)));
    let second = [format!("rule 2 of `{PROVIDER}:web` can never decide")];
    assert_eq!(never(vec![rule("Contains", "Org"), rule("Contains", "OrgAdmin")]), second);
    assert_eq!(never(vec![rule("StartsWith", "Org"), rule("Equals", "OrgAdmin")]), second);
    assert_eq!(never(vec![rule("Equals", "Org"), rule("Equals", "Org")]), second);
    assert_eq!(never(vec![rule("Contains", "OrgAdmin"), rule("Contains", "Org")]), [""; 0]);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let fallback = json!({
        "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web" }],
        "role_mappings": [{ "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "AuthenticatedRole" }],
    });
    assert_eq!(messages(fallback), ["there is no role to fall back on"]);
    let twice = json!({ "cognito_providers": [
        { "provider_name": PROVIDER, "client_id": "web" },
        { "provider_name": PROVIDER, "client_id": "web", "server_side_token_check": true },
    ] });
    assert_eq!(messages(twice), [format!("`{PROVIDER}:web` is here twice")]);
    let pool_id = json!({ "cognito_providers": [{ "provider_name": "us-east-2_AbCdEfGhI", "client_id": "web" }] });
    assert_eq!(messages(pool_id), ["`us-east-2_AbCdEfGhI` is not the provider of a user pool"]);
    let tags = json!({ "principal_tags": [{ "provider_name": PROVIDER }] });
    assert_eq!(messages(tags), [format!("`{PROVIDER}` is none of the pool's providers")]);
    assert_eq!(
        messages(json!({ "login_providers": { "graph.facebook.com": "my app" } })),
        ["`my app` cannot be the app's id with a provider"]
    );
}

#[test]
fn maps_have_limits() {
    let many: serde_json::Map<String, Value> =
        (0..11).map(|n| (n.to_string(), json!("1"))).collect();
    assert_eq!(messages(json!({ "login_providers": many })), ["`login_providers` has 11 entries"]);
    let none = json!({
        "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web" }],
        "principal_tags": [{ "provider_name": PROVIDER, "tags": {} }],
    });
    assert_eq!(messages(none), ["`principal_tags[0].tags` has 0 entries"]);
}

#[test]
fn what_needs_the_pools_id_may_come_later() {
    let schema = kind().schema();
    for field in ["roles", "role_mappings", "principal_tags"] {
        let path = language::value::Path::field(field);
        assert!(schema.facts_of(&path).deferrable, "{field}");
    }
    assert!(kind().facts().data.is_some());
}
