//! Groups, resource servers and identity providers.

use aws_sdk_cognitoidentityprovider::types::IdentityProviderTypeType as Type;

use crate::cognito::user_pool::attributes::StandardName;
use crate::cognito::user_pool::identity_providers::IdentityProvider;
use crate::cognito::user_pool::spec::UserPool;
use crate::prelude::*;

/// The resource servers of a pool, unless the account's quota was raised.
const RESOURCE_SERVERS: usize = 25;

pub(super) fn check(pool: &UserPool, findings: &mut Findings) {
    check_groups(pool, findings);
    check_servers(pool, findings);
    for (name, provider) in &pool.identity_providers {
        check_provider(name, provider, pool, findings);
    }
}

fn check_groups(pool: &UserPool, findings: &mut Findings) {
    let mut first: BTreeMap<i32, (&str, &str)> = BTreeMap::new();
    for (name, group) in &pool.groups {
        let at = Path::field("groups").key(name);
        check_name(&at, name, 128, findings);
        let (Some(precedence), Some(role)) = (group.precedence, &group.role) else {
            continue;
        };
        let (other, other_role) = *first.entry(precedence).or_insert((name, role));
        rules! { findings, at;
            Warning "precedence" if other_role != role =>
                format!("`{name}` and `{other}` have one precedence and two roles"),
                "the token of a user in both names no preferred role",
                "give one of them another precedence";
        }
    }
}

fn check_servers(pool: &UserPool, findings: &mut Findings) {
    let count = pool.resource_servers.len();
    rules! { findings;
        Warning "resource_servers" if count > RESOURCE_SERVERS =>
            "more resource servers than AWS accepts by default",
            format!("there are {count}, and the quota of a pool is {RESOURCE_SERVERS}"),
            "have the quota raised first, if it is not";
    }
    for (identifier, server) in &pool.resource_servers {
        let at = Path::field("resource_servers").key(identifier);
        check_name(&at, identifier, 256, findings);
        for (scope, description) in &server.scopes {
            let at = at.key("scopes").key(scope);
            check_name(&at, scope, 256, findings);
            let length = description.chars().count();
            rules! { findings, at;
                Error if scope.contains('/') =>
                    "a slash in the name of a scope",
                    "a slash stands between the server's identifier and the scope",
                    "remove it";
                Error if !(1..=256).contains(&length) =>
                    "bad description of a scope",
                    format!("this has {length} characters"),
                    "AWS accepts 1–256";
            }
        }
    }
}

fn check_name(at: &Path, name: &str, longest: usize, findings: &mut Findings) {
    let length = name.chars().count();
    rules! { findings, at;
        Error if !(1..=longest).contains(&length) || name.contains(char::is_whitespace) =>
            "bad name",
            format!("this has {length} characters, and AWS accepts 1–{longest} without spaces"),
            "rename it";
    }
}

fn check_provider(
    name: &str,
    provider: &IdentityProvider,
    pool: &UserPool,
    findings: &mut Findings,
) {
    let at = Path::field("identity_providers").key(name);
    let forms = provider.forms().len();
    rules! { findings, at;
        Error if forms != 1 =>
            "a provider has one form",
            format!("this has {forms}"),
            "write exactly one of `saml`, `oidc`, `google`, `facebook`, `amazon` and `apple`";
    }
    if forms != 1 {
        return;
    }
    check_provider_name(&at, name, provider, findings);
    let saml = provider.saml.as_ref();
    let places = saml.map(|saml| (saml.metadata_url.is_some(), saml.metadata_document.is_some()));
    rules! { findings, at;
        Error "saml" if places.is_some_and(|(by_url, as_document)| by_url == as_document) =>
            "the provider's metadata must be in one place",
            "AWS accepts `metadata_url` or `metadata_document`",
            "write exactly one of them";
        Error "acr_mapping" if provider.oidc.is_none() && !provider.acr_mapping.is_empty() =>
            "only an `oidc` provider has levels of assurance",
            "others do not speak of them",
            "remove `acr_mapping`";
    }
    for attribute in provider.attribute_mapping.keys() {
        check_mapping(&at.key("attribute_mapping").key(attribute), attribute, pool, findings);
    }
}

fn check_provider_name(
    at: &Path,
    name: &str,
    provider: &IdentityProvider,
    findings: &mut Findings,
) {
    let fixed = match provider.kind() {
        Some(Type::Saml | Type::Oidc) | None => None,
        Some(social) => Some(social),
    };
    if let Some(fixed) = fixed {
        let fixed = fixed.as_str();
        rules! { findings, at;
            Error if name != fixed =>
                format!("this provider must be called `{fixed}`"),
                "AWS knows it by that name",
                format!("rename it to `{fixed}`");
        }
        return;
    }
    let has_length = (3..=32).contains(&name.chars().count());
    let has_bad_ends = name.starts_with('_') || name.ends_with('_');
    rules! { findings, at;
        Warning if !has_length || has_bad_ends || name.contains(char::is_whitespace) =>
            "bad name of an identity provider",
            "AWS makes providers with 3–32 characters without spaces, and no `_` at either end",
            "rename it";
    }
}

/// An attribute that cannot change is written once, and the second sign-in fails.
fn check_mapping(at: &Path, attribute: &str, pool: &UserPool, findings: &mut Findings) {
    let is_mutable = match attribute.strip_prefix("custom:") {
        Some(custom) => pool.custom_attributes.get(custom).map(|attribute| attribute.mutable),
        None if attribute == "username" => Some(true),
        None => StandardName::of(attribute).map(|name| {
            let changed = pool.standard_attributes.get(&name);
            changed.is_none_or(|attribute| attribute.mutable)
        }),
    };
    rules! { findings, at;
        Warning if is_mutable == Some(false) =>
            format!("`{attribute}` cannot be changed"),
            "AWS writes what it is mapped to at each sign-in",
            "make the attribute mutable, or do not map it";
        Error if is_mutable.is_none() =>
            format!("the pool has no attribute `{attribute}`"),
            "a mapping leads to a standard attribute, or to `custom:` and a name",
            "add it to `custom_attributes`, or correct the name";
    }
}
