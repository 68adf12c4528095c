//! Creates, changes and deletes a client.

use std::collections::BTreeSet;

use aws_sdk_cognitoidentityprovider::types as sdk;

use super::UserPoolClient;
use super::read::{memo_key, parts};
use super::types::{Analytics, OAuth};
use crate::cognito::Cognito;
use aws::{Aws, member, optional};
use kind::Result;

/// Every setting, which CreateUserPoolClient and UpdateUserPoolClient take alike. UpdateUserPoolClient
/// resets what is left out: so absence of a field that has no word for it is written by leaving it out.
macro_rules! with_settings {
    ($request:expr, $client:expr) => {{
        let client: &UserPoolClient = $client;
        let oauth = client.oauth.as_ref();
        let (access, access_unit) = client.token_validity.access.request();
        let (id, id_unit) = client.token_validity.id.request();
        let (refresh, refresh_unit) = client.token_validity.refresh.request();
        let units = sdk::TokenValidityUnitsType::builder()
            .access_token(access_unit)
            .id_token(id_unit)
            .refresh_token(refresh_unit)
            .build();
        $request
            .user_pool_id(&client.user_pool)
            .client_name(&client.name)
            .set_explicit_auth_flows(words(Some(&client.authentication_flows)))
            .allowed_o_auth_flows_user_pool_client(oauth.is_some())
            .set_allowed_o_auth_flows(words(oauth.map(|oauth| &oauth.flows)))
            .set_allowed_o_auth_scopes(texts(oauth.map(|oauth| &oauth.scopes)))
            .set_callback_urls(texts(oauth.map(|oauth| &oauth.callback_urls)))
            .set_logout_urls(texts(oauth.map(|oauth| &oauth.logout_urls)))
            .set_default_redirect_uri(default_redirect_uri(oauth))
            .set_supported_identity_providers(texts(Some(&client.identity_providers)))
            .access_token_validity(access)
            .id_token_validity(id)
            .refresh_token_validity(refresh)
            .token_validity_units(units)
            .set_refresh_token_rotation(rotation(client)?)
            .enable_token_revocation(client.token_revocation)
            .auth_session_validity(client.authentication_session_minutes)
            .prevent_user_existence_errors(match client.prevent_user_existence_errors {
                true => sdk::PreventUserExistenceErrorTypes::Enabled,
                false => sdk::PreventUserExistenceErrorTypes::Legacy,
            })
            .set_read_attributes(client.read_attributes.as_ref().map(list))
            .set_write_attributes(client.write_attributes.as_ref().map(list))
            .enable_propagate_additional_user_context_data(client.propagate_user_context)
            .set_analytics_configuration(client.analytics.as_ref().map(analytics))
    }};
}

pub(super) async fn create(client: &UserPoolClient, aws: &Aws) -> Result<String> {
    let request = aws.cognito().create_user_pool_client().generate_secret(client.generate_secret);
    let answer = with_settings!(request, client).send().await?;
    aws.memo().forget(&memo_key(&client.user_pool));
    let id = member(answer, "ClientId", |answer| answer.user_pool_client?.client_id)?;
    Ok(format!("{}/{id}", client.user_pool))
}

pub(super) async fn update(client: &UserPoolClient, aws: &Aws, id: &str) -> Result<()> {
    let (pool, client_id) = parts(id)?;
    let request = aws.cognito().update_user_pool_client().client_id(client_id);
    let request = with_settings!(request, client);
    request.send().await?;
    aws.memo().forget(&memo_key(pool));
    Ok(())
}

pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    let (pool, client) = parts(id)?;
    let request = aws.cognito().delete_user_pool_client();
    let request = request.user_pool_id(pool).client_id(client);
    optional(request.send().await)?;
    aws.memo().forget(&memo_key(pool));
    Ok(())
}

fn list(set: &BTreeSet<String>) -> Vec<String> {
    set.iter().cloned().collect()
}

/// A list that AWS takes empty as well.
fn texts(set: Option<&BTreeSet<String>>) -> Option<Vec<String>> {
    Some(set.map(list).unwrap_or_default())
}

fn words<O: Copy + Into<S>, S>(set: Option<&BTreeSet<O>>) -> Option<Vec<S>> {
    Some(set.into_iter().flatten().map(|own| (*own).into()).collect())
}

fn default_redirect_uri(oauth: Option<&OAuth>) -> Option<String> {
    oauth.and_then(|oauth| oauth.default_redirect_uri.clone())
}

/// Left out where it is off: pools of the tier Lite know no rotation.
fn rotation(client: &UserPoolClient) -> Result<Option<sdk::RefreshTokenRotationType>> {
    let Some(rotation) = &client.refresh_token_rotation else {
        return Ok(None);
    };
    let request = sdk::RefreshTokenRotationType::builder()
        .feature(sdk::FeatureType::Enabled)
        .retry_grace_period_seconds(rotation.retry_grace_period_seconds)
        .build()?;
    Ok(Some(request))
}

fn analytics(own: &Analytics) -> sdk::AnalyticsConfigurationType {
    sdk::AnalyticsConfigurationType::builder()
        .set_application_arn(own.application_arn.clone())
        .set_application_id(own.application_id.clone())
        .set_role_arn(own.role.as_ref().cloned())
        .set_external_id(own.external_id.clone())
        .user_data_shared(own.user_data_shared)
        .build()
}
