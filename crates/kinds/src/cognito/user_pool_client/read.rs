//! Reads a client, and lists those of a pool.

use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::operation::describe_user_pool_client::DescribeUserPoolClientOutput;
use aws_sdk_cognitoidentityprovider::types::{UserPoolClientDescription, UserPoolClientType};

use super::types::{Analytics, OAuth, Outputs, TokenValidity, UserPoolClient};
use crate::cognito::Cognito;
use crate::lists::items;
use crate::prelude::*;
use aws::{self};
use kind::Live;

/// The pool and the client in an id of ours, as AWS's id of a client says nothing of the pool.
pub(super) fn parts(id: &str) -> Result<(&str, &str)> {
    id.split_once('/').ok_or_else(|| AwsError::new(format!("`{id}` is not `<user pool>/<client>`")))
}

/// The name under which the clients of a pool are kept for the run.
fn memo_key(pool: &str) -> String {
    format!("cognito/ListUserPoolClients/{pool}")
}

/// Forgets the list of a pool's clients, which a write has made stale.
pub(super) fn forget(aws: &Aws, pool: &str) {
    aws.memo().remove(&memo_key(pool));
}

/// The ids of the pool's clients that have a name. A pool that is gone has none.
pub(super) async fn find(aws: &Aws, pool: &str, name: &str) -> Result<Vec<String>> {
    let clients: Arc<Vec<UserPoolClientDescription>> =
        aws.memo().get_or_try_init(&memo_key(pool), || clients(aws, pool)).await?;
    let named = clients.iter().filter(|client| client.client_name() == Some(name));
    Ok(named.filter_map(|client| Some(format!("{pool}/{}", client.client_id()?))).collect())
}

/// The ids of the clients of all pools.
pub(super) async fn all(aws: &Aws) -> Result<Vec<String>> {
    const MOST_A_PAGE: i32 = 60;
    let pools = items!(aws.cognito().list_user_pools().max_results(MOST_A_PAGE));
    let mut ids = Vec::new();
    for pool in pools.into_iter().filter_map(|pool| pool.id) {
        let clients = aws.memo().get_or_try_init(&memo_key(&pool), || clients(aws, &pool)).await?;
        let of_pool = clients.iter().filter_map(|client| client.client_id());
        ids.extend(of_pool.map(|id| format!("{pool}/{id}")));
    }
    Ok(ids)
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
    let outputs = Outputs { id: Some(client.to_owned()), name: live.client_name.clone() };
    let spec = spec(pool, live)?;
    Ok(spec.map(|spec| Live::new(outputs, spec)))
}

fn spec(pool: &str, live: UserPoolClientType) -> Result<Option<UserPoolClient>> {
    let generate_secret = live.client_secret.is_some();
    let token_validity = TokenValidity::of(&live);
    // What is set for the sign-in pages means nothing while the client may not use them.
    let uses_pages = live.allowed_o_auth_flows_user_pool_client == Some(true);
    let oauth = uses_pages.then(|| live.clone());
    let oauth = aws::read::<DescribeUserPoolClientOutput, OAuth>(oauth)?;
    let spec = aws::read::<DescribeUserPoolClientOutput, UserPoolClient>(live)?;
    Ok(spec.map(|spec| UserPoolClient {
        user_pool: pool.to_owned(),
        generate_secret,
        oauth,
        token_validity,
        analytics: spec.analytics.filter(Analytics::has_project),
        ..spec
    }))
}
