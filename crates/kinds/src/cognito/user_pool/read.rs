//! A pool as it is, from everything that AWS knows of it.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_cognitoidentityprovider::types as sdk;

use super::domain::Domains;
use super::messages::{AdminCreateUser, Email, Sms, Verification};
use super::mfa::{self, WebAuthn};
use super::risk::{self, Risk};
use super::settings::{
    AcrLevel, AdvancedSecurity, AuthFactor, Contact, Devices, Issuer, PasswordPolicy, Recovery,
    SignIn, Tier, default_acr_value, password_alone,
};
use super::triggers::Triggers;
use super::{Outputs, UserPool, attributes, children, domain, identity_providers, logs};
use crate::cognito::Cognito;
use crate::fields::present;
use aws::tags::{self, Tags};
use aws::{Aws, AwsError, Result, member, optional};
use kind::Live;
use language::value::Auto;

/// The list of all pools, which is fetched once a run.
const POOLS: &str = "cognito user pools";

/// The ids of the pools with a name.
pub(super) async fn find(aws: &Aws, name: &str) -> Result<Vec<String>> {
    let pools = aws.memo().once(POOLS, || list(aws)).await?;
    let named = pools.iter().filter(|(found, _)| found == name);
    Ok(named.map(|(_, id)| id.clone()).collect())
}

/// Forgets the list of pools, which a write has made stale.
pub(super) fn forget(aws: &Aws) {
    aws.memo().forget(POOLS);
}

/// The names and ids of all pools.
async fn list(aws: &Aws) -> Result<Vec<(String, String)>> {
    let request = aws.cognito().list_user_pools().max_results(60);
    let mut pages = request.into_paginator().items().send();
    let mut found = Vec::new();
    while let Some(pool) = pages.next().await {
        let pool = pool?;
        found.extend(pool.name.zip(pool.id));
    }
    Ok(found)
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
pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<UserPool>>> {
    let Some(live) = describe(aws, id).await? else {
        return Ok(None);
    };
    let (mfa, groups, servers, providers, domains, risk, logs, css) = tokio::try_join!(
        mfa_of(aws, id),
        children::read_groups(aws, id),
        children::read_servers(aws, id),
        identity_providers::read(aws, id),
        domain::read(aws, &live),
        risk_of(aws, id, &live),
        logs::read(aws, id),
        css_of(aws, id, &live),
    )?;
    let outputs = outputs(aws, id, &live, &domains)?;
    let pool = UserPool {
        mfa: mfa::of(&mfa)?,
        web_authn: mfa.web_authn_configuration().map(WebAuthn::of).transpose()?.unwrap_or_default(),
        groups,
        resource_servers: servers,
        identity_providers: providers,
        domain: domains.prefix,
        custom_domain: domains.custom,
        risk,
        log_delivery: logs,
        hosted_ui_css: css,
        ..UserPool::of(&live)?
    };
    Ok(Some(Live::new(outputs, pool)))
}

type MfaConfig =
    aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;

async fn mfa_of(aws: &Aws, id: &str) -> Result<MfaConfig> {
    let request = aws.cognito().get_user_pool_mfa_config().user_pool_id(id);
    Ok(request.send().await?)
}

async fn risk_of(aws: &Aws, id: &str, live: &sdk::UserPoolType) -> Result<Risk> {
    let add_ons = live.user_pool_add_ons();
    if add_ons.map(AdvancedSecurity::of).transpose()?.unwrap_or_default().is_on() {
        risk::read(aws, id).await
    } else {
        Ok(Risk::default())
    }
}

/// Only a pool with a domain has pages to style.
async fn css_of(aws: &Aws, id: &str, live: &sdk::UserPoolType) -> Result<Option<String>> {
    let domain = present(live.domain()).or_else(|| present(live.custom_domain()));
    if domain.is_none() {
        return Ok(None);
    }
    let request = aws.cognito().get_ui_customization().user_pool_id(id);
    let answer = request.send().await?;
    Ok(present(answer.ui_customization().and_then(|ui| ui.css())))
}

fn outputs(aws: &Aws, id: &str, live: &sdk::UserPoolType, domains: &Domains) -> Result<Outputs> {
    let place = aws.place();
    let region = aws.region();
    let suffix = match place.partition {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    let endpoint = format!("cognito-idp.{region}.{suffix}/{id}");
    let issuer_url = match issuer(live) {
        Issuer::Updated => format!("https://issuer-{endpoint}"),
        _ => format!("https://{endpoint}"),
    };
    let custom = domains.custom.as_ref();
    Ok(Outputs {
        id: Some(id.to_owned()),
        arn: Some(arn(aws, id)),
        endpoint: Some(endpoint),
        issuer_url: Some(issuer_url),
        custom_domain_url: custom.map(|domain| format!("https://{}", domain.name)),
        custom_domain_distribution: custom.and(present(domains.distribution.as_deref())),
        ..Outputs::predicted(live.name().unwrap_or_default(), domains.prefix.as_ref(), &place)
    })
}

pub(super) fn arn(aws: &Aws, id: &str) -> String {
    aws.place().arn("cognito-idp", &format!("userpool/{id}"))
}

fn issuer(live: &sdk::UserPoolType) -> Issuer {
    let kind = live.issuer_configuration().and_then(|issuer| issuer.r#type());
    Issuer::present(kind).unwrap_or_default()
}

impl UserPool {
    /// What DescribeUserPool tells, and nothing else.
    fn of(live: &sdk::UserPoolType) -> Result<Self> {
        let name = live
            .name()
            .ok_or_else(|| AwsError::new("DescribeUserPool gave a pool without its name"))?;
        let (standard_attributes, custom_attributes) = attributes::of(live.schema_attributes())?;
        let policies = live.policies();
        let password = policies.and_then(sdk::UserPoolPolicyType::password_policy);
        let updates = live.user_attribute_update_settings();
        let verify_first = updates.map(|it| it.attributes_require_verification_before_update());
        let create_user = live.admin_create_user_config();
        let tags = live.user_pool_tags().cloned().unwrap_or_default();
        let tier = live.user_pool_tier();
        Ok(Self {
            name: name.to_owned(),
            sign_in: SignIn::of(live)?,
            standard_attributes,
            custom_attributes,
            auto_verified_attributes: contacts(live.auto_verified_attributes()),
            verify_before_update: contacts(verify_first.unwrap_or_default()),
            password_policy: password.map(PasswordPolicy::of).unwrap_or_default(),
            allowed_first_auth_factors: first_factors(policies),
            account_recovery: Auto(recovery(live)),
            devices: live.device_configuration().map(Devices::of),
            tier: Tier::present(tier).unwrap_or_default(),
            advanced_security: live
                .user_pool_add_ons()
                .map(AdvancedSecurity::of)
                .transpose()?
                .unwrap_or_default(),
            admin_create_user: create_user.map(AdminCreateUser::of).unwrap_or_default(),
            verification: Verification::of(live)?,
            sms_authentication_message: present(live.sms_authentication_message()),
            email: live.email_configuration().map(Email::of).transpose()?.unwrap_or_default(),
            sms: live.sms_configuration().and_then(Sms::of),
            triggers: live.lambda_config().map(Triggers::of).transpose()?.unwrap_or_default(),
            issuer: issuer(live),
            acr_values: acr_values(live),
            kms_key: present(live.key_configuration().and_then(|key| key.kms_key_arn())),
            deletion_protection: is_protected(live),
            tags: tags::from_aws(tags),
            ..Self::empty()
        })
    }

    /// The parts that other calls tell of.
    fn empty() -> Self {
        Self {
            name: String::new(),
            sign_in: SignIn::default(),
            standard_attributes: BTreeMap::new(),
            custom_attributes: BTreeMap::new(),
            auto_verified_attributes: Default::default(),
            verify_before_update: Default::default(),
            password_policy: PasswordPolicy::default(),
            allowed_first_auth_factors: password_alone(),
            mfa: Default::default(),
            web_authn: WebAuthn::default(),
            account_recovery: Auto(None),
            devices: None,
            tier: Tier::default(),
            advanced_security: AdvancedSecurity::default(),
            risk: Risk::default(),
            admin_create_user: AdminCreateUser::default(),
            verification: Verification::default(),
            sms_authentication_message: None,
            email: Email::default(),
            sms: None,
            triggers: Triggers::default(),
            groups: BTreeMap::new(),
            resource_servers: BTreeMap::new(),
            identity_providers: BTreeMap::new(),
            domain: None,
            custom_domain: None,
            hosted_ui_css: None,
            log_delivery: Default::default(),
            issuer: Issuer::default(),
            acr_values: BTreeMap::new(),
            kms_key: None,
            deletion_protection: false,
            tags: BTreeMap::new(),
        }
    }
}

pub(super) fn is_protected(live: &sdk::UserPoolType) -> bool {
    live.deletion_protection() == Some(&sdk::DeletionProtectionType::Active)
}

fn contacts(live: &[sdk::VerifiedAttributeType]) -> BTreeSet<Contact> {
    live.iter().map(Contact::of).collect()
}

fn first_factors(policies: Option<&sdk::UserPoolPolicyType>) -> BTreeSet<AuthFactor> {
    let policy = policies.and_then(sdk::UserPoolPolicyType::sign_in_policy);
    let live = policy.map(sdk::SignInPolicyType::allowed_first_auth_factors);
    match live.filter(|factors| !factors.is_empty()) {
        Some(factors) => factors.iter().map(AuthFactor::of).collect(),
        None => password_alone(),
    }
}

fn recovery(live: &sdk::UserPoolType) -> Option<Vec<Recovery>> {
    let setting = live.account_recovery_setting();
    let ways = setting.map(sdk::AccountRecoverySettingType::recovery_mechanisms);
    let mut ways = ways.unwrap_or_default().to_vec();
    ways.sort_by_key(sdk::RecoveryOptionType::priority);
    let ways: Vec<Recovery> = ways.iter().map(|way| Recovery::of(way.name())).collect();
    (!ways.is_empty()).then_some(ways)
}

fn acr_values(live: &sdk::UserPoolType) -> BTreeMap<AcrLevel, String> {
    let levels = live.acr_configuration().into_iter().flatten();
    levels
        .map(|(level, value)| (AcrLevel::of(level), value.acr_value().to_owned()))
        .filter(|(level, value)| *value != default_acr_value(*level))
        .collect()
}
