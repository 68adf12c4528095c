//! What CreateUserPool and UpdateUserPool take, which is the same but for what AWS accepts only at
//! creation, and what SetUserPoolMfaConfig takes. Everything is in it each time, as they reset what they lack.

use aws_sdk_cognitoidentityprovider::operation::create_user_pool::builders::CreateUserPoolInputBuilder;
use aws_sdk_cognitoidentityprovider::operation::set_user_pool_mfa_config::builders::SetUserPoolMfaConfigInputBuilder;
use aws_sdk_cognitoidentityprovider::operation::update_user_pool::builders::UpdateUserPoolInputBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;

use super::attributes;
use super::mfa::MfaMode;
use super::settings::Tier;
use super::spec::UserPool;
use crate::fields::unless_empty;
use crate::prelude::*;

/// Attributes that CreateUserPool takes. The rest is added afterwards.
const MOST_ATTRIBUTES: usize = 50;

/// Without a second factor: only SetUserPoolMfaConfig takes all that belongs to it.
pub(super) fn create(pool: &UserPool) -> Result<CreateUserPoolInputBuilder> {
    let sign_in = &pool.sign_in;
    let usernames = sign_in.username_attributes.iter().map(|word| (*word).into()).collect();
    let case = sdk::UsernameConfigurationType::builder()
        .case_sensitive(sign_in.case_sensitive.unwrap_or(true));
    let mut schema = attributes::requests(&pool.standard_attributes, &pool.custom_attributes)?;
    schema.truncate(MOST_ATTRIBUTES);
    let request = CreateUserPoolInputBuilder::default()
        .pool_name(&pool.name)
        .set_username_attributes(unless_empty(usernames))
        .set_alias_attributes(sign_in.alias_attributes.to_aws()?)
        .username_configuration(case.build()?)
        .set_schema(unless_empty(schema));
    for_tier(pool).fill(request)
}

/// `mode` says who needs a second factor at this moment, which this call must not change.
pub(super) fn update(
    pool: &UserPool,
    id: &str,
    mode: MfaMode,
) -> Result<UpdateUserPoolInputBuilder> {
    let request = UpdateUserPoolInputBuilder::default().user_pool_id(id).pool_name(&pool.name);
    for_tier(pool).fill_update(request.mfa_configuration(mode.into()))
}

/// LITE knows no other way to sign in than the password, and is told of none.
fn for_tier(pool: &UserPool) -> UserPool {
    let mut pool = pool.clone();
    if pool.tier == Tier::Lite {
        pool.allowed_first_auth_factors.clear();
    }
    pool
}

/// The whole of what SetUserPoolMfaConfig takes for a pool. Passkeys are named where either state has them:
/// where they were never used AWS need not hear of them.
pub(super) fn mfa(
    pool: &UserPool,
    id: &str,
    live: &UserPool,
) -> Result<SetUserPoolMfaConfigInputBuilder> {
    let has_passkeys = !is_default(&pool.web_authn) || !is_default(&live.web_authn);
    let request = SetUserPoolMfaConfigInputBuilder::default()
        .user_pool_id(id)
        .mfa_configuration(pool.mfa.mode.into())
        .set_web_authn_configuration(pool.web_authn.to_aws()?.filter(|_| has_passkeys));
    // AWS rejects the settings of a factor where there is to be none.
    if pool.mfa.mode == MfaMode::Off {
        return Ok(request);
    }
    let token = sdk::SoftwareTokenMfaConfigType::builder().enabled(pool.mfa.software_token);
    let sms = pool.sms.to_aws()?.filter(|_| pool.mfa.sms).map(|sender| {
        sdk::SmsMfaConfigType::builder()
            .set_sms_authentication_message(pool.sms_authentication_message.clone())
            .sms_configuration(sender)
            .build()
    });
    Ok(request
        .software_token_mfa_configuration(token.build())
        .set_sms_mfa_configuration(sms)
        .set_email_mfa_configuration(pool.mfa.email.to_aws()?))
}
