//! What AWS would refuse in a client's spec, beyond what the schema of each field says (API reference of
//! CreateUserPoolClient, and the developer guide on app clients), and what it takes and nobody can have meant.

use std::collections::BTreeSet;

use super::lifetime::Lifetime;
use super::types::{Analytics, AuthenticationFlow, OAuth, OAuthFlow, UserPoolClient};
use super::url;
use kind::Findings;
use language::diagnostic::did_you_mean;
use language::value::unknown;

/// Attributes that every pool has.
const STANDARD_ATTRIBUTES: &[&str] = &[
    "address",
    "birthdate",
    "email",
    "email_verified",
    "family_name",
    "gender",
    "given_name",
    "identities",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "phone_number_verified",
    "picture",
    "preferred_username",
    "profile",
    "sub",
    "updated_at",
    "website",
    "zoneinfo",
];

/// Attributes that Cognito alone writes.
const READ_ONLY_ATTRIBUTES: &[&str] =
    &["email_verified", "identities", "phone_number_verified", "sub"];

/// Scopes that speak of a signed-in user.
const USER_SCOPES: &[&str] =
    &["aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"];

pub(super) fn check(client: &UserPoolClient, findings: &mut Findings) {
    check_authentication_flows(client, findings);
    if let Some(oauth) = &client.oauth {
        check_flows(oauth, client.generate_secret, findings);
        check_urls(oauth, findings);
        warn_of_pages(oauth, client.identity_providers.is_empty(), findings);
    }
    check_tokens(client, findings);
    check_attributes(client, findings);
    if client.propagate_user_context && !client.generate_secret {
        findings.add(
            "propagate_user_context",
            "a client without a secret cannot pass on its users' addresses",
            "anybody could pretend to be the client, and send whatever address he likes",
            "add `generate_secret: true`, which replaces the client, or leave this away",
        );
    }
    if let Some(analytics) = &client.analytics {
        check_analytics(analytics, findings);
    }
}

fn check_authentication_flows(client: &UserPoolClient, findings: &mut Findings) {
    let flows = &client.authentication_flows;
    if flows.is_empty() {
        findings.warn(
            "authentication_flows",
            "no flow means the usual ones",
            "AWS lets a client that names none use `ALLOW_USER_SRP_AUTH`, `ALLOW_CUSTOM_AUTH` and \
             `ALLOW_REFRESH_TOKEN_AUTH`",
            "take the empty list away, or name the flows",
        );
    }
    let has_old = flows.iter().any(|flow| flow.is_old());
    if has_old && !flows.iter().all(|flow| flow.is_old()) {
        findings.add(
            "authentication_flows",
            "old and new names of flows cannot stand together",
            "AWS takes names that begin with `ALLOW_`, or names that do not",
            "write `ALLOW_ADMIN_USER_PASSWORD_AUTH` for `ADMIN_NO_SRP_AUTH`, `ALLOW_USER_PASSWORD_AUTH` \
             for `USER_PASSWORD_AUTH` and `ALLOW_CUSTOM_AUTH` for `CUSTOM_AUTH_FLOW_ONLY`",
        );
    }
    let refreshes = flows.contains(&AuthenticationFlow::RefreshToken);
    if client.refresh_token_rotation.is_some() && refreshes {
        findings.add(
            "refresh_token_rotation",
            "tokens that rotate cannot be refreshed with `ALLOW_REFRESH_TOKEN_AUTH`",
            "that flow gives no new refresh token; apps call GetTokensFromRefreshToken instead",
            "write `authentication_flows` without it, such as `[ALLOW_USER_SRP_AUTH]`",
        );
    }
}

fn check_flows(oauth: &OAuth, has_secret: bool, findings: &mut Findings) {
    let is_machine = oauth.flows.contains(&OAuthFlow::ClientCredentials);
    if is_machine && oauth.flows.len() > 1 {
        findings.add(
            "oauth.flows",
            "`client_credentials` stands alone",
            "a client signs in itself, or it signs in people",
            "make two clients",
        );
    } else if is_machine {
        check_machine(oauth, has_secret, findings);
    } else if oauth.callback_urls.is_empty() {
        findings.add(
            "oauth",
            "missing field `callback_urls`",
            "people have to be sent somewhere after sign-in",
            "add the URL at which the app takes the code, such as `https://example.com/callback`",
        );
    }
}

fn check_machine(oauth: &OAuth, has_secret: bool, findings: &mut Findings) {
    if !has_secret {
        findings.add(
            "oauth.flows",
            "`client_credentials` needs a secret",
            "the client signs in with its id and its secret",
            "add `generate_secret: true`",
        );
    }
    let scopes = oauth.scopes.iter().map(String::as_str);
    for scope in scopes.filter(|scope| USER_SCOPES.contains(scope)) {
        findings.warn(
            "oauth.scopes",
            &format!("`{scope}` speaks of a user"),
            "with `client_credentials` nobody is signed in but the client",
            "name scopes of a resource server: `<resource server>/<scope>`",
        );
    }
}

fn warn_of_pages(oauth: &OAuth, has_no_provider: bool, findings: &mut Findings) {
    let is_machine = oauth.flows.contains(&OAuthFlow::ClientCredentials);
    if has_no_provider && !is_machine {
        findings.warn(
            "oauth",
            "nobody can sign in on the sign-in pages",
            "`identity_providers` is absent, so the pages offer no way to do it",
            "add `identity_providers: [COGNITO]` for the users of the pool itself",
        );
    }
    if oauth.flows.contains(&OAuthFlow::Implicit) {
        findings.warn(
            "oauth.flows",
            "`implicit` shows tokens to others",
            "they stand in the URL, and so in the history of the browser and in the hands of its extensions",
            "write `code` alone, which works for browsers and phones as well (with PKCE)",
        );
    }
}

fn check_urls(oauth: &OAuth, findings: &mut Findings) {
    for (field, urls) in
        [("oauth.callback_urls", &oauth.callback_urls), ("oauth.logout_urls", &oauth.logout_urls)]
    {
        for url in urls.iter().filter(|url| !unknown::in_text(url)) {
            if let Some(fault) = url::fault(url) {
                findings.push(
                    fault.severity,
                    field,
                    &format!("nobody can be sent to `{url}`"),
                    fault.why,
                    "write a whole URL, such as `https://example.com/callback`; if a variable is empty \
                     here, leave this one away",
                );
            }
        }
    }
    let Some(uri) = &oauth.default_redirect_uri else {
        return;
    };
    let may_be = |url: &String| url == uri || unknown::in_text(url);
    if !oauth.callback_urls.iter().any(may_be) {
        findings.add(
            "oauth.default_redirect_uri",
            "this is none of `callback_urls`",
            "AWS sends people to those alone",
            "add it there, or name one of them here",
        );
    }
}

fn check_tokens(client: &UserPoolClient, findings: &mut Findings) {
    let validity = &client.token_validity;
    let short = (Lifetime::minutes(5), Lifetime::days(1));
    let long = (Lifetime::minutes(60), Lifetime::days(3650));
    let are_fine = [
        ("token_validity.access", validity.access, short),
        ("token_validity.id", validity.id, short),
        ("token_validity.refresh", validity.refresh, long),
    ]
    .map(|(field, lifetime, range)| check_range(field, lifetime, range, findings));
    if are_fine.contains(&false) {
        return;
    }
    for (field, lifetime) in
        [("token_validity.access", validity.access), ("token_validity.id", validity.id)]
    {
        if lifetime > validity.refresh {
            findings.add(
                field,
                "the token outlives the refresh token",
                &format!("a refresh token is valid for {}", validity.refresh),
                "make this one shorter, or the refresh token longer",
            );
        }
    }
}

fn check_range(
    field: &str,
    lifetime: Lifetime,
    (least, most): (Lifetime, Lifetime),
    findings: &mut Findings,
) -> bool {
    let fits = (least..=most).contains(&lifetime);
    if !fits {
        findings.add(
            field,
            &format!("`{field}` is out of range"),
            &format!("AWS takes {least} to {most}"),
            "",
        );
    }
    fits
}

fn check_attributes(client: &UserPoolClient, findings: &mut Findings) {
    for (field, attributes) in [
        ("read_attributes", &client.read_attributes),
        ("write_attributes", &client.write_attributes),
    ] {
        if attributes.as_ref().is_some_and(BTreeSet::is_empty) {
            findings.warn(
                field,
                "no attribute means all of them",
                "AWS takes an empty list for one left away: all standard attributes",
                "take the empty list away, or name one that does no harm, such as `updated_at`",
            );
        }
        check_names(field, attributes.iter().flatten(), findings);
    }
    let writable: BTreeSet<&str> =
        client.write_attributes.iter().flatten().map(String::as_str).collect();
    for attribute in READ_ONLY_ATTRIBUTES {
        if writable.contains(attribute) {
            findings.warn(
                "write_attributes",
                &format!("no app can write `{attribute}`"),
                "Cognito alone writes it",
                "leave it away",
            );
        }
    }
}

fn check_names<'a>(
    field: &str,
    attributes: impl Iterator<Item = &'a String>,
    findings: &mut Findings,
) {
    let is_fine = |name: &str| {
        unknown::in_text(name)
            || STANDARD_ATTRIBUTES.contains(&name)
            || name.strip_prefix("dev:").unwrap_or(name).starts_with("custom:")
    };
    for name in attributes.filter(|name| !is_fine(name)) {
        let help = match did_you_mean(name, STANDARD_ATTRIBUTES.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write `custom:{name}` for an attribute of the pool's own"),
        };
        findings.add(
            field,
            &format!("there is no attribute `{name}`"),
            "it is not one of the standard attributes, and the pool's own begin with `custom:`",
            &help,
        );
    }
}

fn check_analytics(analytics: &Analytics, findings: &mut Findings) {
    let by_id = analytics.application_id.is_some();
    if by_id == analytics.application_arn.is_some() {
        findings.add(
            "analytics",
            "it needs either `application_arn` or `application_id`",
            "one of them names the Pinpoint project",
            "",
        );
    } else if by_id != analytics.external_id.is_some() {
        findings.add(
            "analytics",
            "`application_id` and `external_id` belong together",
            "Cognito takes on a role of yours for a project that it knows by its id alone",
            "write both with `role`, or `application_arn` alone",
        );
    } else if by_id && analytics.role.as_ref().is_none() {
        findings.add(
            "analytics",
            "`application_id` needs `role`",
            "Cognito has no role of its own for a project that it knows by its id alone",
            "add the ARN of a role that may write to the project",
        );
    }
}
