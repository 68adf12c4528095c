//! What AWS would refuse in an identity pool's spec, or take and never let anybody in by.

use super::types::{AmbiguousRoleResolution, IdentityPool, RoleMapping, is_user_pool};
use crate::prelude::*;

pub(super) fn check(pool: &IdentityPool, findings: &mut Findings) {
    check_cognito_providers(pool, findings);
    check_login_providers(pool, findings);
    let mut keys = BTreeSet::new();
    for mapping in &pool.role_mappings {
        check_mapping(pool, mapping, findings);
        if !keys.insert(mapping.key()) {
            repeated("role_mappings", &mapping.key(), findings);
        }
    }
    check_principal_tags(pool, findings);
}

impl IdentityPool {
    /// Whether a provider is certainly none of the pool's. Two unknown texts are equal only if they are
    /// the same reference, and may be equal if not.
    fn lacks(&self, provider: &str) -> bool {
        let names = self.provider_names();
        !unknown::in_text(provider)
            && !names.iter().any(|name| *name == provider || unknown::in_text(name))
    }
}

fn check_cognito_providers(pool: &IdentityPool, findings: &mut Findings) {
    let mut keys = BTreeSet::new();
    for provider in &pool.cognito_providers {
        let name = &provider.provider_name;
        let is_fine = unknown::in_text(name) || (is_user_pool(name) && name.contains('/'));
        rules! { findings;
            Warning "cognito_providers" if !is_fine =>
                format!("`{name}` is not the provider of a user pool"),
                "it has the form `cognito-idp.<region>.amazonaws.com/<pool id>`",
                "write the `endpoint` of the user pool: `${cognito.user_pool.<name>.endpoint}`";
        }
        if !keys.insert((name, &provider.client_id)) {
            let key = format!("{name}:{}", provider.client_id);
            repeated("cognito_providers", &key, findings);
        }
    }
}

fn check_login_providers(pool: &IdentityPool, findings: &mut Findings) {
    let is_allowed = |c: char| c.is_alphanumeric() || ".;_/-".contains(c);
    for (provider, app) in &pool.login_providers {
        rules! { findings;
            Error "login_providers" / provider
                if !(1..=128).contains(&app.chars().count()) || !app.chars().all(is_allowed) =>
                format!("`{app}` cannot be the app's id with a provider"),
                "AWS accepts 1–128 of letters, digits and `.;_/-`",
                "several ids of one provider are separated by `;`";
        }
    }
}

fn check_mapping(pool: &IdentityPool, mapping: &RoleMapping, findings: &mut Findings) {
    check_client(pool, mapping, findings);
    check_rules(mapping, findings);
    let falls_back =
        mapping.ambiguous_role_resolution == AmbiguousRoleResolution::AuthenticatedRole;
    rules! { findings;
        Warning "role_mappings" if falls_back && pool.roles.authenticated.is_none() =>
            "there is no role to fall back on",
            "`ambiguous_role_resolution: AuthenticatedRole` is the pool's `roles.authenticated`",
            "add that role, or write `Deny`";
    }
}

/// Whether a mapping names one of the pool's providers, and with a user pool its client as well: AWS would
/// take a mapping of the user pool alone, and never look at it.
fn check_client(pool: &IdentityPool, mapping: &RoleMapping, findings: &mut Findings) {
    let name = &mapping.provider_name;
    let mut of_this =
        pool.cognito_providers.iter().filter(|provider| provider.provider_name == *name).peekable();
    let is_user_pool = of_this.peek().is_some() || is_user_pool(name);
    let shown = unknown::display(name);
    match &mapping.client_id {
        None if is_user_pool => findings.warn(
            "role_mappings",
            &format!("the mapping of `{shown}` names no client"),
            "AWS maps the users of a user pool for each client by itself",
            "add `client_id`, such as `${cognito.user_pool_client.<name>.id}`",
        ),
        Some(_) if !is_user_pool && !unknown::in_text(name) => findings.warn(
            "role_mappings",
            &format!("`{shown}` has no clients"),
            "only user pools have",
            "remove `client_id`",
        ),
        Some(client) if of_this.peek().is_some() => {
            let may_be = |other: &String| {
                other == client || unknown::in_text(other) || unknown::in_text(client)
            };
            if !of_this.any(|provider| may_be(&provider.client_id)) {
                not_of_the_pool("role_mappings", &mapping.key(), findings);
            }
        }
        _ if pool.lacks(name) => not_of_the_pool("role_mappings", name, findings),
        _ => {}
    }
}

fn check_rules(mapping: &RoleMapping, findings: &mut Findings) {
    let rules = mapping.rules.as_deref().unwrap_or_default();
    let is_known = |text: &str| !unknown::in_text(text);
    for (position, rule) in rules.iter().enumerate() {
        if !is_known(&rule.value) || !is_known(&rule.claim) {
            continue;
        }
        let earlier = rules.iter().take(position);
        let covering = earlier
            .enumerate()
            .filter(|(_, earlier)| is_known(&earlier.value) && is_known(&earlier.claim))
            .find(|(_, earlier)| earlier.covers(rule));
        if let Some((first, _)) = covering {
            let (position, key) = (position + 1, unknown::display(&mapping.key()));
            findings.warn(
                "role_mappings",
                &format!("rule {position} of `{key}` can never decide"),
                &format!("the first rule that fits decides, and rule {} fits before", first + 1),
                "put the narrower rule first, or remove it",
            );
        }
    }
}

fn check_principal_tags(pool: &IdentityPool, findings: &mut Findings) {
    let fits = |text: &str, most: usize| {
        unknown::in_text(text) || (1..=most).contains(&text.chars().count())
    };
    let mut names = BTreeSet::new();
    for one in &pool.principal_tags {
        let name = &one.provider_name;
        if pool.lacks(name) {
            not_of_the_pool("principal_tags", name, findings);
        }
        if !names.insert(name) {
            repeated("principal_tags", name, findings);
        }
        for (tag, claim) in one.tags.iter().flatten() {
            rules! { findings;
                Error "principal_tags" if !fits(tag, 128) || !fits(claim, 256) =>
                    format!("`{tag}: {claim}` cannot be a tag"),
                    "AWS accepts 1–128 characters for the name, and 1–256 for the claim",
                    "";
            }
        }
    }
}

fn repeated(field: &str, key: &str, findings: &mut Findings) {
    findings.add(
        field,
        &format!("`{}` is here twice", unknown::display(key)),
        "AWS keeps one of each",
        "remove one",
    );
}

fn not_of_the_pool(field: &str, provider: &str, findings: &mut Findings) {
    findings.warn(
        field,
        &format!("`{}` is none of the pool's providers", unknown::display(provider)),
        "nobody comes to the pool by way of it",
        "add it to `cognito_providers`, `login_providers`, `openid_connect_providers` or \
         `saml_providers`, or name one that is there",
    );
}
