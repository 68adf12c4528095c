//! Groups, resource servers and identity providers.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::IdentityProviderTypeType as Type;

use crate::cognito::user_pool::attributes::StandardName;
use crate::cognito::user_pool::identity_providers::IdentityProvider;
use crate::cognito::user_pool::spec::UserPool;
use kind::Findings;

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
        check_name(&format!("groups[\"{name}\"]"), name, 128, findings);
        let (Some(precedence), Some(role)) = (group.precedence, &group.role) else {
            continue;
        };
        let (other, other_role) = *first.entry(precedence).or_insert((name, role));
        if other_role != role {
            findings.warn(
                &format!("groups[\"{name}\"].precedence"),
                &format!("`{name}` and `{other}` have one precedence and two roles"),
                "the token of a user in both names no preferred role",
                "give one of them another precedence",
            );
        }
    }
}

fn check_servers(pool: &UserPool, findings: &mut Findings) {
    let count = pool.resource_servers.len();
    if count > RESOURCE_SERVERS {
        findings.warn(
            "resource_servers",
            "more resource servers than AWS takes by default",
            &format!("there are {count}, and the quota of a pool is {RESOURCE_SERVERS}"),
            "have the quota raised first, if it is not",
        );
    }
    for (identifier, server) in &pool.resource_servers {
        let path = format!("resource_servers[\"{identifier}\"]");
        check_name(&path, identifier, 256, findings);
        for (scope, description) in &server.scopes {
            let path = format!("{path}.scopes[\"{scope}\"]");
            check_name(&path, scope, 256, findings);
            if scope.contains('/') {
                findings.add(
                    &path,
                    "a slash in the name of a scope",
                    "a slash stands between the server's identifier and the scope",
                    "take it away",
                );
            }
            let length = description.chars().count();
            if !(1..=256).contains(&length) {
                findings.add(
                    &path,
                    "bad description of a scope",
                    &format!("this has {length} characters"),
                    "AWS takes 1–256",
                );
            }
        }
    }
}

fn check_name(path: &str, name: &str, longest: usize, findings: &mut Findings) {
    let length = name.chars().count();
    if length == 0 || length > longest || name.chars().any(char::is_whitespace) {
        findings.add(
            path,
            "bad name",
            &format!("this has {length} characters, and AWS takes 1–{longest} without spaces"),
            "rename it",
        );
    }
}

fn check_provider(
    name: &str,
    provider: &IdentityProvider,
    pool: &UserPool,
    findings: &mut Findings,
) {
    let path = format!("identity_providers[\"{name}\"]");
    if provider.forms().len() != 1 {
        findings.add(
            &path,
            "a provider has one form",
            &format!("this has {}", provider.forms().len()),
            "write exactly one of `saml`, `oidc`, `google`, `facebook`, `amazon` and `apple`",
        );
        return;
    }
    check_provider_name(&path, name, provider, findings);
    if let Some(saml) = &provider.saml
        && saml.metadata_url.is_some() == saml.metadata_document.is_some()
    {
        findings.add(
            &format!("{path}.saml"),
            "the provider's metadata must be in one place",
            "AWS takes `metadata_url` or `metadata_document`",
            "write exactly one of them",
        );
    }
    if provider.oidc.is_none() && !provider.acr_mapping.is_empty() {
        findings.add(
            &format!("{path}.acr_mapping"),
            "only an `oidc` provider has levels of assurance",
            "others do not speak of them",
            "take `acr_mapping` away",
        );
    }
    for attribute in provider.attribute_mapping.keys() {
        check_mapping(&path, attribute, pool, findings);
    }
}

fn check_provider_name(
    path: &str,
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
        if name != fixed {
            findings.add(
                path,
                &format!("this provider must be called `{fixed}`"),
                "AWS knows it by that name",
                &format!("rename it to `{fixed}`"),
            );
        }
        return;
    }
    let length = name.chars().count();
    let has_bad_ends = name.starts_with('_') || name.ends_with('_');
    let has_space = name.chars().any(char::is_whitespace);
    if !(3..=32).contains(&length) || has_bad_ends || has_space {
        findings.warn(
            path,
            "bad name of an identity provider",
            "AWS makes providers with 3–32 characters without spaces, and no `_` at either end",
            "rename it",
        );
    }
}

/// An attribute that cannot change is written once, and the second sign-in fails.
fn check_mapping(path: &str, attribute: &str, pool: &UserPool, findings: &mut Findings) {
    let path = format!("{path}.attribute_mapping[\"{attribute}\"]");
    let is_mutable = match attribute.strip_prefix("custom:") {
        Some(custom) => pool.custom_attributes.get(custom).map(|attribute| attribute.mutable),
        None if attribute == "username" => Some(true),
        None => StandardName::of(attribute).map(|name| {
            let changed = pool.standard_attributes.get(&name);
            changed.is_none_or(|attribute| attribute.mutable)
        }),
    };
    match is_mutable {
        Some(true) => {}
        Some(false) => findings.warn(
            &path,
            &format!("`{attribute}` cannot be changed"),
            "AWS writes what it is mapped to at each sign-in",
            "make the attribute mutable, or do not map it",
        ),
        None => findings.add(
            &path,
            &format!("the pool has no attribute `{attribute}`"),
            "a mapping leads to a standard attribute, or to `custom:` and a name",
            "add it to `custom_attributes`, or correct the name",
        ),
    }
}
