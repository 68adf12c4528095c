//! What AWS would refuse in a client's spec, beyond what the schema of each field says (API reference of
//! CreateUserPoolClient, and the developer guide on app clients), and what it takes and nobody can have meant.

use super::lifetime::Lifetime;
use super::types::{
    Analytics, AuthenticationFlow, OAuth, OAuthFlow, TokenValidity, UserPoolClient,
};
use super::url;
use crate::cognito::user_pool::attributes::StandardName;
use crate::prelude::*;
use language::diagnostic::did_you_mean;

/// Attributes that every user has besides the standard ones.
const OTHER_ATTRIBUTES: [&str; 2] = ["identities", "sub"];

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
    rules! { findings;
        Error "propagate_user_context" if client.propagate_user_context && !client.generate_secret =>
            "a client without a secret cannot pass on its users' addresses",
            "anyone could impersonate the client and send any IP address",
            "add `generate_secret: true`, which replaces the client, or omit this";
    }
    if let Some(analytics) = &client.analytics {
        check_analytics(analytics, findings);
    }
}

fn check_authentication_flows(client: &UserPoolClient, findings: &mut Findings) {
    let flows = &client.authentication_flows;
    let has_old = flows.iter().any(|flow| flow.is_old());
    let has_new = flows.iter().any(|flow| !flow.is_old());
    let refreshes = flows.contains(&AuthenticationFlow::RefreshToken);
    rules! { findings;
        Warning "authentication_flows" if flows.is_empty() =>
            "no flow means the usual ones",
            "AWS lets a client that names none use `ALLOW_USER_SRP_AUTH`, `ALLOW_CUSTOM_AUTH` and \
             `ALLOW_REFRESH_TOKEN_AUTH`",
            "remove the empty list, or name the flows";
        Error "authentication_flows" if has_old && has_new =>
            "old and new names of flows cannot stand together",
            "AWS accepts names that begin with `ALLOW_`, or names that do not",
            "write `ALLOW_ADMIN_USER_PASSWORD_AUTH` for `ADMIN_NO_SRP_AUTH`, `ALLOW_USER_PASSWORD_AUTH` \
             for `USER_PASSWORD_AUTH` and `ALLOW_CUSTOM_AUTH` for `CUSTOM_AUTH_FLOW_ONLY`";
        Error "refresh_token_rotation" if client.refresh_token_rotation.is_some() && refreshes =>
            "tokens that rotate cannot be refreshed with `ALLOW_REFRESH_TOKEN_AUTH`",
            "that flow gives no new refresh token; apps call GetTokensFromRefreshToken instead",
            "write `authentication_flows` without it, such as `[ALLOW_USER_SRP_AUTH]`";
    }
}

fn check_flows(oauth: &OAuth, has_secret: bool, findings: &mut Findings) {
    let is_machine = oauth.flows.contains(&OAuthFlow::ClientCredentials);
    let is_alone = oauth.flows.len() == 1;
    rules! { findings, Path::field("oauth");
        Error "flows" if is_machine && !is_alone =>
            "`client_credentials` stands alone",
            "a client signs in itself, or it signs in people",
            "make two clients";
        Error "flows" if is_machine && is_alone && !has_secret =>
            "`client_credentials` needs a secret",
            "the client signs in with its id and its secret",
            "add `generate_secret: true`";
        Error if !is_machine && oauth.callback_urls.is_empty() =>
            "missing field `callback_urls`",
            "people have to be sent somewhere after sign-in",
            "add the URL at which the app takes the code, such as `https://example.com/callback`";
    }
    for scope in oauth.scopes.iter().filter(|scope| USER_SCOPES.contains(&scope.as_str())) {
        rules! { findings, Path::field("oauth");
            Warning "scopes" if is_machine && is_alone =>
                format!("`{scope}` speaks of a user"),
                "with `client_credentials` nobody is signed in but the client",
                "name scopes of a resource server: `<resource server>/<scope>`";
        }
    }
}

fn warn_of_pages(oauth: &OAuth, has_no_provider: bool, findings: &mut Findings) {
    let is_machine = oauth.flows.contains(&OAuthFlow::ClientCredentials);
    rules! { findings, Path::field("oauth");
        Warning if has_no_provider && !is_machine =>
            "nobody can sign in on the sign-in pages",
            "`identity_providers` is absent, so the pages offer no way to do it",
            "add `identity_providers: [COGNITO]` for the users of the pool itself";
        Warning "flows" if oauth.flows.contains(&OAuthFlow::Implicit) =>
            "`implicit` shows tokens to others",
            "they stand in the URL, and so in the history of the browser and in the hands of its extensions",
            "write `code` alone, which works for browsers and phones as well (with PKCE)";
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
                     here, omit this one",
                );
            }
        }
    }
    let Some(uri) = &oauth.default_redirect_uri else {
        return;
    };
    let may_be = |url: &String| url == uri || unknown::in_text(url);
    rules! { findings, Path::field("oauth");
        Error "default_redirect_uri" if !oauth.callback_urls.iter().any(may_be) =>
            "this is none of `callback_urls`",
            "AWS sends people to those alone",
            "add it there, or name one of them here";
    }
}

fn check_tokens(client: &UserPoolClient, findings: &mut Findings) {
    let TokenValidity { access, id, refresh } = client.token_validity;
    let short = Lifetime::minutes(5)..=Lifetime::days(1);
    let long = Lifetime::minutes(60)..=Lifetime::days(3650);
    let ranges = [("access", access, &short), ("id", id, &short), ("refresh", refresh, &long)];
    let are_fine = ranges.iter().all(|(_, lifetime, range)| range.contains(lifetime));
    for (field, lifetime, range) in ranges {
        rules! { findings, Path::field("token_validity").key(field);
            Error if !range.contains(&lifetime) =>
                format!("`token_validity.{field}` is out of range"),
                format!("AWS accepts {} to {}", range.start(), range.end()),
                "";
            Error if are_fine && lifetime > refresh =>
                "the token outlives the refresh token",
                format!("a refresh token is valid for {refresh}"),
                "make this one shorter, or the refresh token longer";
        }
    }
}

fn check_attributes(client: &UserPoolClient, findings: &mut Findings) {
    for (field, attributes) in [
        ("read_attributes", &client.read_attributes),
        ("write_attributes", &client.write_attributes),
    ] {
        rules! { findings, Path::field(field);
            Warning if attributes.as_ref().is_some_and(BTreeSet::is_empty) =>
                "no attribute means all of them",
                "AWS treats an empty list as an absent one: all standard attributes",
                "remove the empty list, or name one that does no harm, such as `updated_at`";
        }
        check_names(field, attributes.iter().flatten(), findings);
    }
    for attribute in READ_ONLY_ATTRIBUTES {
        rules! { findings;
            Warning "write_attributes" if client.write_attributes.iter().flatten().any(|it| it == attribute) =>
                format!("no app can write `{attribute}`"),
                "Cognito alone writes it",
                "omit it";
        }
    }
}

fn check_names<'a>(
    field: &str,
    attributes: impl Iterator<Item = &'a String>,
    findings: &mut Findings,
) {
    let known = || StandardName::WORDS.iter().copied().chain(OTHER_ATTRIBUTES);
    let is_fine = |name: &str| {
        unknown::in_text(name)
            || known().any(|known| known == name)
            || name.strip_prefix("dev:").unwrap_or(name).starts_with("custom:")
    };
    for name in attributes {
        let meant = did_you_mean(name, known());
        let own = || format!("write `custom:{name}` for an attribute of the pool's own");
        rules! { findings, Path::field(field);
            Error if !is_fine(name) =>
                format!("there is no attribute `{name}`"),
                "it is not one of the standard attributes, and the pool's own begin with `custom:`",
                meant.map_or_else(own, |meant| format!("did you mean `{meant}`?"));
        }
    }
}

fn check_analytics(analytics: &Analytics, findings: &mut Findings) {
    let by_id = analytics.application_id.is_some();
    let is_named_once = by_id != analytics.application_arn.is_some();
    let is_paired = by_id == analytics.external_id.is_some();
    rules! { findings;
        Error "analytics" if !is_named_once =>
            "it needs either `application_arn` or `application_id`",
            "one of them names the Pinpoint project",
            "";
        Error "analytics" if is_named_once && !is_paired =>
            "`application_id` and `external_id` belong together",
            "Cognito takes on a role of yours for a project that it knows by its id alone",
            "write both with `role`, or `application_arn` alone";
        Error "analytics" if is_named_once && is_paired && by_id && analytics.role.as_ref().is_none() =>
            "`application_id` needs `role`",
            "Cognito has no role of its own for a project that it knows by its id alone",
            "add the ARN of a role that may write to the project";
    }
}
