//! Reads a client, and lists those of a pool.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::types::{
    AnalyticsConfigurationType, FeatureType, PreventUserExistenceErrorTypes,
    UserPoolClientDescription, UserPoolClientType,
};

use super::types::{
    Analytics, AuthenticationFlow, OAuth, OAuthFlow, RefreshTokenRotation, TokenValidity,
};
use super::{Outputs, UserPoolClient, three};
use crate::cognito::Cognito;
use crate::fields::present;
use aws::{Aws, AwsError, member, optional};
use kind::{Live, Result};

/// The pool and the client in an id of ours, as AWS's id of a client says nothing of the pool.
pub(super) fn parts(id: &str) -> Result<(&str, &str)> {
    id.split_once('/').ok_or_else(|| AwsError::new(format!("`{id}` is not `<user pool>/<client>`")))
}

/// The name under which the clients of a pool are kept for the run.
pub(super) fn memo_key(pool: &str) -> String {
    format!("cognito/ListUserPoolClients/{pool}")
}

/// The ids of the pool's clients that have a name. A pool that is gone has none.
pub(super) async fn find(aws: &Aws, pool: &str, name: &str) -> Result<Vec<String>> {
    let clients: Arc<Vec<UserPoolClientDescription>> =
        aws.memo().once(&memo_key(pool), || clients(aws, pool)).await?;
    let named = clients.iter().filter(|client| client.client_name() == Some(name));
    Ok(named.filter_map(|client| Some(format!("{pool}/{}", client.client_id()?))).collect())
}

async fn clients(aws: &Aws, pool: &str) -> Result<Vec<UserPoolClientDescription>> {
    const MOST_A_PAGE: i32 = 60;
    let request = aws.cognito().list_user_pool_clients().user_pool_id(pool);
    let pages = request.into_paginator().page_size(MOST_A_PAGE).items();
    let clients: Result<Vec<_>, _> = pages.send().collect().await;
    Ok(optional(clients)?.unwrap_or_default())
}

pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<UserPoolClient>>> {
    let (pool, client) = parts(id)?;
    let request = aws.cognito().describe_user_pool_client();
    let request = request.user_pool_id(pool).client_id(client);
    let Some(answer) = optional(request.send().await)? else {
        return Ok(None);
    };
    let live = member(answer, "UserPoolClient", |answer| answer.user_pool_client)?;
    Ok(Some(Live::new(
        Outputs { id: Some(client.to_owned()), name: live.client_name.clone() },
        spec(pool, live),
    )))
}

fn spec(pool: &str, live: UserPoolClientType) -> UserPoolClient {
    UserPoolClient {
        user_pool: pool.to_owned(),
        generate_secret: live.client_secret.is_some(),
        authentication_flows: authentication_flows(&live),
        oauth: oauth(&live),
        token_validity: TokenValidity::of(&live),
        refresh_token_rotation: live
            .refresh_token_rotation
            .filter(|rotation| rotation.feature == FeatureType::Enabled)
            .map(|rotation| RefreshTokenRotation {
                retry_grace_period_seconds: rotation.retry_grace_period_seconds.unwrap_or(0),
            }),
        // Clients that are older than revocation say nothing of it, and cannot do it.
        token_revocation: live.enable_token_revocation.unwrap_or(false),
        authentication_session_minutes: live.auth_session_validity.unwrap_or_else(three),
        prevent_user_existence_errors: live.prevent_user_existence_errors
            == Some(PreventUserExistenceErrorTypes::Enabled),
        identity_providers: set(live.supported_identity_providers),
        read_attributes: non_empty(live.read_attributes),
        write_attributes: non_empty(live.write_attributes),
        propagate_user_context: live.enable_propagate_additional_user_context_data.unwrap_or(false),
        analytics: live.analytics_configuration.and_then(analytics),
        name: live.client_name.unwrap_or_default(),
    }
}

/// A client that was created without flows may report none, and has the usual ones.
fn authentication_flows(live: &UserPoolClientType) -> BTreeSet<AuthenticationFlow> {
    let flows = live.explicit_auth_flows();
    if flows.is_empty() {
        return AuthenticationFlow::default_set();
    }
    flows.iter().map(AuthenticationFlow::of).collect()
}

/// What is set for the sign-in pages means nothing while the client may not use them.
fn oauth(live: &UserPoolClientType) -> Option<OAuth> {
    if live.allowed_o_auth_flows_user_pool_client != Some(true) {
        return None;
    }
    let flows = live.allowed_o_auth_flows().iter();
    Some(OAuth {
        flows: flows.map(OAuthFlow::of).collect(),
        scopes: set(live.allowed_o_auth_scopes.clone()),
        callback_urls: set(live.callback_urls.clone()),
        default_redirect_uri: present(live.default_redirect_uri()),
        logout_urls: set(live.logout_urls.clone()),
    })
}

fn analytics(live: AnalyticsConfigurationType) -> Option<Analytics> {
    let has_project = live.application_arn.is_some() || live.application_id.is_some();
    has_project.then(|| Analytics {
        application_arn: live.application_arn,
        application_id: live.application_id,
        role: live.role_arn.into(),
        external_id: live.external_id,
        user_data_shared: live.user_data_shared,
    })
}

fn set(list: Option<Vec<String>>) -> BTreeSet<String> {
    list.into_iter().flatten().collect()
}

/// Cognito lists attributes only where they are not the usual ones.
fn non_empty(list: Option<Vec<String>>) -> Option<BTreeSet<String>> {
    Some(set(list)).filter(|set| !set.is_empty())
}
