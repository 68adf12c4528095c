//! A pool as it is, from everything that AWS knows of it.

use aws_sdk_cognitoidentityprovider::operation::describe_user_pool::DescribeUserPoolOutput;
use aws_sdk_cognitoidentityprovider::types as sdk;

use super::domain::Domains;
use super::mfa::{Mfa, WebAuthn};
use super::risk::{self, Risk};
use super::settings::{Issuer, SignIn};
use super::spec::{Outputs, UserPool, endpoint};
use super::{attributes, children, domain, identity_providers, logs};
use crate::cognito::Cognito;
use crate::parts::part;
use crate::prelude::*;
use aws::tags;
use aws::{self};
use kind::{Live, Parts};

/// The list of all pools, which is fetched once a run.
const POOLS: &str = "cognito user pools";

/// The ids of the pools with a name.
pub(super) async fn find(aws: &Aws, name: &str) -> Result<Vec<String>> {
    let pools = aws.memo().get_or_try_init(POOLS, || list(aws)).await?;
    let named = pools.iter().filter(|(found, _)| found == name);
    Ok(named.map(|(_, id)| id.clone()).collect())
}

/// The ids of all pools.
pub(super) async fn all(aws: &Aws) -> Result<Vec<String>> {
    let pools = aws.memo().get_or_try_init(POOLS, || list(aws)).await?;
    Ok(pools.iter().map(|(_, id)| id.clone()).collect())
}

/// Forgets the list of pools, which a write has made stale.
pub(super) fn forget(aws: &Aws) {
    aws.memo().remove(POOLS);
}

/// The names and ids of all pools.
async fn list(aws: &Aws) -> Result<Vec<(String, String)>> {
    let request = aws.cognito().list_user_pools().max_results(60);
    let pools = request.into_paginator().items().send().try_collect().await?;
    Ok(pools.into_iter().filter_map(|pool| pool.name.zip(pool.id)).collect())
}

pub(super) async fn describe(aws: &Aws, id: &str) -> Result<Option<sdk::UserPoolType>> {
    let request = aws.cognito().describe_user_pool().user_pool_id(id);
    let answer = optional(request.send().await)?;
    let pool = answer.map(|answer| member(answer, "UserPool", |answer| answer.user_pool));
    pool.transpose()
}

/// One call, where a read is six.
pub(super) async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
    let live = describe(aws, id).await?;
    Ok(live.map(|live| tags::from_aws(live.user_pool_tags.unwrap_or_default())))
}

/// Six calls a pool, and one more for each domain, identity provider, style sheet and set of risks that
/// there is. Only the first says whether there is a pool.
pub(super) async fn read(
    aws: &Aws,
    id: &str,
    parts: &Parts<'_, UserPool>,
) -> Result<Option<Live<UserPool>>> {
    let Some(live) = describe(aws, id).await? else {
        return Ok(None);
    };
    let Some(pool) = settings(&live)? else {
        return Ok(None);
    };
    let ((mfa, web_authn), groups, servers, providers, domains, risk, logs, css) = tokio::try_join!(
        parts.part(MFA, |pool| (pool.mfa.clone(), pool.web_authn.clone()), mfa_of(aws, id)),
        part!(parts, groups => children::read_groups(aws, id)),
        part!(parts, resource_servers => children::read_servers(aws, id)),
        part!(parts, identity_providers => identity_providers::read(aws, id)),
        domain::read(aws, &live),
        risk_of(aws, id, &pool),
        part!(parts, log_delivery => logs::read(aws, id)),
        css_of(aws, id, &live),
    )?;
    let outputs = outputs(aws, id, &pool, &domains);
    let pool = UserPool {
        mfa,
        web_authn,
        groups,
        resource_servers: servers,
        identity_providers: providers,
        domain: domains.prefix,
        custom_domain: domains.custom,
        risk,
        log_delivery: logs,
        hosted_ui_css: css,
        ..pool
    };
    Ok(Some(Live::new(outputs, pool)))
}

/// The fields of a pool that GetUserPoolMfaConfig tells, and those on which they depend.
const MFA: &[&str] = &["email", "mfa", "sms", "web_authn"];

/// A pool that was just created: what lives in pools is not there yet.
pub(super) async fn created(
    pool: &UserPool,
    aws: &Aws,
    id: &str,
) -> Result<Option<Live<UserPool>>> {
    let empty = UserPool {
        groups: BTreeMap::new(),
        resource_servers: BTreeMap::new(),
        identity_providers: BTreeMap::new(),
        log_delivery: Default::default(),
        ..pool.clone()
    };
    let known = Live::new(Outputs::default(), empty);
    let told = MFA.iter().map(|field| (*field).to_owned()).collect();
    read(aws, id, &Parts::fresh(&known, &told)).await
}

/// What DescribeUserPool tells, and nothing else.
fn settings(live: &sdk::UserPoolType) -> Result<Option<UserPool>> {
    let Some(pool) = aws::read::<DescribeUserPoolOutput, UserPool>(live.clone())? else {
        return Ok(None);
    };
    let (standard_attributes, custom_attributes) =
        attributes::of(live.schema_attributes().to_vec())?;
    let mut pool = UserPool {
        sign_in: SignIn::of(live),
        standard_attributes,
        custom_attributes,
        verification: pool.verification.or_old(live),
        triggers: pool.triggers.or_old(live),
        ..pool
    };
    pool.normalise();
    Ok(Some(pool))
}

async fn mfa_of(aws: &Aws, id: &str) -> Result<(Mfa, WebAuthn)> {
    let request = aws.cognito().get_user_pool_mfa_config().user_pool_id(id);
    let live = request.send().await?;
    Ok((Mfa::of(&live)?, WebAuthn::of(live.web_authn_configuration)?.unwrap_or_default()))
}

async fn risk_of(aws: &Aws, id: &str, pool: &UserPool) -> Result<Risk> {
    match pool.advanced_security.is_on() {
        true => risk::read(aws, id).await,
        false => Ok(Risk::default()),
    }
}

/// Only a pool with a domain has pages to style.
async fn css_of(aws: &Aws, id: &str, live: &sdk::UserPoolType) -> Result<Option<String>> {
    let domain = non_empty(live.domain()).or_else(|| non_empty(live.custom_domain()));
    if domain.is_none() {
        return Ok(None);
    }
    let request = aws.cognito().get_ui_customization().user_pool_id(id);
    let answer = request.send().await?;
    Ok(non_empty(answer.ui_customization().and_then(|ui| ui.css())))
}

fn outputs(aws: &Aws, id: &str, pool: &UserPool, domains: &Domains) -> Outputs {
    let place = aws.place();
    let endpoint = endpoint(id, &place);
    let issuer_url = match pool.issuer {
        Issuer::Updated => format!("https://issuer-{endpoint}"),
        _ => format!("https://{endpoint}"),
    };
    let custom = domains.custom.as_ref();
    Outputs {
        issuer_url: Some(issuer_url),
        custom_domain_url: custom.map(|domain| format!("https://{}", domain.name)),
        custom_domain_distribution: custom.and(non_empty(domains.distribution.as_deref())),
        ..Outputs::created(&pool.name, domains.prefix.as_ref(), id, &place)
    }
}

pub(super) fn arn(aws: &Aws, id: &str) -> String {
    aws.place().arn("cognito-idp", &format!("userpool/{id}"))
}

pub(super) fn is_protected(live: &sdk::UserPoolType) -> bool {
    live.deletion_protection() == Some(&sdk::DeletionProtectionType::Active)
}
