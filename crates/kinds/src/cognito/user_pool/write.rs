//! Creates, changes and deletes a pool.

use super::messages::SendingAccount;
use super::mfa::MfaMode;
use super::read::{self, is_protected};
use super::settings::Tier;
use super::spec::UserPool;
use super::{attributes, children, domain, identity_providers, logs, request, risk};
use crate::cognito::Cognito;
use crate::prelude::*;
use crate::settings::write_tags;

pub(super) async fn create(pool: &UserPool, aws: &Aws) -> Result<String> {
    let request = request::create(pool)?;
    let answer = request.send_with(&aws.cognito()).await?;
    read::forget(aws);
    member(answer, "Id", |answer| answer.user_pool?.id)
}

/// What is to go away stands until nothing needs it any more: first comes everything that the pool has
/// or is to have, then what rests on it, and at last what is removed.
pub(super) async fn update(wanted: &UserPool, aws: &Aws, id: &str, live: &UserPool) -> Result<()> {
    let wanted = &wanted.settled(live);
    let between = &wanted.bridged(live);
    add_attributes(wanted, aws, id, live).await?;
    // By calls of their own: who takes a pool over changes nothing else in it.
    let (cognito, arn) = (aws.cognito(), read::arn(aws, id));
    let (untag, tag) = (cognito.untag_resource(), cognito.tag_resource());
    write_tags!(wanted.tags, live.tags, untag.resource_arn(&arn), tag.resource_arn(&arn));
    write_settings(between, live, live.mfa.mode, aws, id).await?;
    write_mfa(wanted, aws, id, live).await?;
    // A change of the pool itself refuses another one meanwhile (ConcurrentModificationException), and these do not.
    tokio::try_join!(
        children::write_groups(aws, id, &wanted.groups, &live.groups),
        children::write_servers(aws, id, &wanted.resource_servers, &live.resource_servers),
    )?;
    let providers = &wanted.identity_providers;
    identity_providers::write(aws, id, providers, &live.identity_providers).await?;
    write_domains(wanted, aws, id, live).await?;
    if wanted.risk != live.risk {
        risk::write(aws, id, &wanted.risk).await?;
    }
    if wanted.log_delivery != live.log_delivery {
        logs::write(aws, id, &wanted.log_delivery).await?;
    }
    write_settings(wanted, between, wanted.mfa.mode, aws, id).await?;
    if wanted.name != live.name {
        read::forget(aws);
    }
    Ok(())
}

impl UserPool {
    /// With what is left to AWS as it is, since a call that lacked it would reset it.
    fn settled(&self, live: &Self) -> Self {
        let mut settled = self.clone();
        if settled.account_recovery.as_ref().is_none() {
            settled.account_recovery = live.account_recovery.clone();
        }
        if let (Some(wanted), Some(live)) = (&mut settled.sms, &live.sms)
            && wanted.region.as_ref().is_none()
            && wanted.end_user_messaging.is_some() == live.end_user_messaging.is_some()
        {
            wanted.region = live.region.clone();
        }
        if let (Some(wanted), Some(live)) = (&mut settled.custom_domain, &live.custom_domain)
            && wanted.security_policy.as_ref().is_none()
        {
            wanted.security_policy = live.security_policy.clone();
        }
        settled
    }

    /// With what the live pool's other settings still need.
    fn bridged(&self, live: &Self) -> Self {
        let mut between = self.clone();
        if live.mfa.sms && between.sms.is_none() {
            between.sms = live.sms.clone();
        }
        let sends_itself = between.email.sending_account == SendingAccount::Developer;
        if live.mfa.email.is_some() && !sends_itself {
            between.email = live.email.clone();
        }
        let rank = |tier: &Tier| match tier {
            Tier::Lite => 0,
            Tier::Essentials => 1,
            Tier::Plus | Tier::Other(_) => 2,
        };
        if rank(&live.tier) > rank(&between.tier) {
            between.tier = live.tier;
        }
        if live.advanced_security.is_on() && !between.advanced_security.is_on() {
            between.advanced_security = live.advanced_security.clone();
        }
        between
    }
}

/// AWS accepts so many new attributes in one call.
const ATTRIBUTES_A_CALL: usize = 25;

async fn add_attributes(wanted: &UserPool, aws: &Aws, id: &str, live: &UserPool) -> Result<()> {
    let mut new = wanted.custom_attributes.clone();
    new.retain(|name, _| !live.custom_attributes.contains_key(name));
    let new = attributes::requests(&BTreeMap::new(), &new)?;
    for some in new.chunks(ATTRIBUTES_A_CALL) {
        let request = aws.cognito().add_custom_attributes().user_pool_id(id);
        request.set_custom_attributes(Some(some.to_vec())).send().await?;
    }
    Ok(())
}

/// Sends everything if anything but the tags differs.
async fn write_settings(
    wanted: &UserPool,
    live: &UserPool,
    mode: MfaMode,
    aws: &Aws,
    id: &str,
) -> Result<()> {
    let request = request::update(wanted, id, mode)?;
    let live = UserPool { tags: wanted.tags.clone(), ..live.clone() };
    if request != request::update(&live, id, mode)? {
        request.send_with(&aws.cognito()).await?;
    }
    Ok(())
}

async fn write_mfa(wanted: &UserPool, aws: &Aws, id: &str, live: &UserPool) -> Result<()> {
    let request = request::mfa(wanted, id, live)?;
    if request != request::mfa(live, id, wanted)? {
        request.send_with(&aws.cognito()).await?;
    }
    Ok(())
}

/// AWS forgets the style of pages whose domain goes.
async fn write_domains(wanted: &UserPool, aws: &Aws, id: &str, live: &UserPool) -> Result<()> {
    domain::write(aws, id, wanted.domain.as_ref(), live.domain.as_ref()).await?;
    domain::write(aws, id, wanted.custom_domain.as_ref(), live.custom_domain.as_ref()).await?;
    let names = |pool: &UserPool| {
        let prefix = pool.domain.as_ref().map(|domain| domain.prefix.clone());
        let custom = pool.custom_domain.as_ref().map(|domain| domain.name.clone());
        (prefix, custom)
    };
    let has_domain = names(wanted) != (None, None);
    let may_be_lost = wanted.hosted_ui_css.is_some() && names(wanted) != names(live);
    if has_domain && (wanted.hosted_ui_css != live.hosted_ui_css || may_be_lost) {
        let request = aws.cognito().set_ui_customization().user_pool_id(id);
        request.set_css(wanted.hosted_ui_css.clone()).send().await?;
    }
    Ok(())
}

/// AWS refuses to delete a pool that has a domain. Where the deletion is going to be refused anyhow,
/// the domain must not go before.
pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    let Some(live) = read::describe(aws, id).await? else {
        return Ok(());
    };
    if !is_protected(&live) {
        let domains = [non_empty(live.domain()), non_empty(live.custom_domain())];
        for name in domains.into_iter().flatten() {
            domain::delete(aws, id, &name).await?;
        }
    }
    let request = aws.cognito().delete_user_pool().user_pool_id(id);
    deleted(request.send().await)?;
    read::forget(aws);
    Ok(())
}
