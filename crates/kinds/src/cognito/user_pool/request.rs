//! What CreateUserPool and UpdateUserPool take, which is the same but for what AWS takes at creation
//! alone. Everything is in it each time, as UpdateUserPool resets what it lacks.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_cognitoidentityprovider::operation::create_user_pool::builders::CreateUserPoolInputBuilder;
use aws_sdk_cognitoidentityprovider::operation::update_user_pool::builders::UpdateUserPoolInputBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;

use super::UserPool;
use super::attributes::standard_requests;
use super::messages::Sms;
use super::mfa::MfaMode;
use super::settings::{Contact, Devices, Issuer, Tier};
use kind::Result;

/// Attributes that CreateUserPool takes. The rest is added afterwards.
const MOST_ATTRIBUTES: usize = 50;

/// Fills in what both calls take. Their builders have no type in common.
macro_rules! with_settings {
    ($request:expr, $pool:expr) => {{
        let pool: &UserPool = $pool;
        $request
            .pool_name(&pool.name)
            .policies(pool.policies())
            .deletion_protection(pool.protection())
            .lambda_config(pool.triggers.request()?)
            .set_auto_verified_attributes(Some(contacts(&pool.auto_verified_attributes)))
            .user_attribute_update_settings(pool.update_settings())
            .verification_message_template(pool.verification.request())
            .set_sms_authentication_message(pool.sms_authentication_message.clone())
            .set_device_configuration(pool.devices.as_ref().map(Devices::request))
            .email_configuration(pool.email.request())
            .set_sms_configuration(pool.sms.as_ref().map(Sms::request).transpose()?)
            .set_user_pool_tags(Some(pool.tags.clone().into_iter().collect()))
            .admin_create_user_config(pool.admin_create_user.request())
            .user_pool_add_ons(pool.advanced_security.request()?)
            .set_account_recovery_setting(pool.recovery()?)
            .user_pool_tier(pool.tier.into())
            .set_key_configuration(pool.key())
            .set_issuer_configuration(pool.issuer())
            .set_acr_configuration(pool.acr()?)
    }};
}

/// Without a second factor: only SetUserPoolMfaConfig takes all that belongs to it.
pub(super) fn create(pool: &UserPool) -> Result<CreateUserPoolInputBuilder> {
    let sign_in = &pool.sign_in;
    let usernames = sign_in.username_attributes.iter();
    let aliases = sign_in.alias_attributes.iter();
    let case = sdk::UsernameConfigurationType::builder()
        .case_sensitive(sign_in.case_sensitive.unwrap_or(true));
    let custom = pool.custom_attributes.iter();
    let attributes: Vec<sdk::SchemaAttributeType> = standard_requests(&pool.standard_attributes)
        .chain(custom.map(|(name, attribute)| attribute.request(name)))
        .take(MOST_ATTRIBUTES)
        .collect();
    let request = CreateUserPoolInputBuilder::default()
        .set_username_attributes(list(usernames.map(|word| (*word).into())))
        .set_alias_attributes(list(aliases.map(|word| (*word).into())))
        .username_configuration(case.build()?)
        .set_schema(list(attributes));
    Ok(with_settings!(request, pool))
}

/// `mode` says who needs a second factor at this moment, which this call must not change.
pub(super) fn update(
    pool: &UserPool,
    id: &str,
    mode: MfaMode,
) -> Result<UpdateUserPoolInputBuilder> {
    let request =
        UpdateUserPoolInputBuilder::default().user_pool_id(id).mfa_configuration(mode.into());
    Ok(with_settings!(request, pool))
}

/// A list that AWS wants left out where it is empty.
fn list<T>(elements: impl IntoIterator<Item = T>) -> Option<Vec<T>> {
    let elements: Vec<T> = elements.into_iter().collect();
    (!elements.is_empty()).then_some(elements)
}

fn contacts(contacts: &BTreeSet<Contact>) -> Vec<sdk::VerifiedAttributeType> {
    contacts.iter().map(|word| (*word).into()).collect()
}

impl UserPool {
    fn policies(&self) -> sdk::UserPoolPolicyType {
        let factors = self.allowed_first_auth_factors.iter();
        let sign_in = sdk::SignInPolicyType::builder()
            .set_allowed_first_auth_factors(list(factors.map(|word| (*word).into())))
            .build();
        sdk::UserPoolPolicyType::builder()
            .password_policy(self.password_policy.request())
            // LITE knows no other way than the password.
            .set_sign_in_policy((self.tier != Tier::Lite).then_some(sign_in))
            .build()
    }

    fn protection(&self) -> sdk::DeletionProtectionType {
        if self.deletion_protection {
            sdk::DeletionProtectionType::Active
        } else {
            sdk::DeletionProtectionType::Inactive
        }
    }

    /// Only an empty list takes the setting back; without one AWS keeps it.
    fn update_settings(&self) -> sdk::UserAttributeUpdateSettingsType {
        let contacts = contacts(&self.verify_before_update);
        sdk::UserAttributeUpdateSettingsType::builder()
            .set_attributes_require_verification_before_update(Some(contacts))
            .build()
    }

    fn recovery(&self) -> Result<Option<sdk::AccountRecoverySettingType>> {
        let Some(ways) = self.account_recovery.as_ref() else {
            return Ok(None);
        };
        let ways = ways.iter().zip(1..).map(|(way, priority)| {
            Ok(sdk::RecoveryOptionType::builder().name((*way).into()).priority(priority).build()?)
        });
        let setting = sdk::AccountRecoverySettingType::builder()
            .set_recovery_mechanisms(Some(ways.collect::<Result<_>>()?));
        Ok(Some(setting.build()))
    }

    fn key(&self) -> Option<sdk::KeyConfigurationType> {
        let key = sdk::KeyConfigurationType::builder()
            .key_type(sdk::EncryptionKeyType::CustomerManagedKey)
            .kms_key_arn(self.kms_key.as_ref()?);
        Some(key.build())
    }

    fn issuer(&self) -> Option<sdk::IssuerConfigurationType> {
        let issuer = sdk::IssuerConfigurationType::builder().r#type(self.issuer.into());
        (self.issuer != Issuer::Original).then(|| issuer.build())
    }

    fn acr(&self) -> Result<Option<HashMap<String, sdk::AcrLevelConfigType>>> {
        let levels = self.acr_values.iter().map(|(level, value)| {
            let value = sdk::AcrLevelConfigType::builder().acr_value(value).build()?;
            Ok((level.as_str().to_owned(), value))
        });
        let levels: HashMap<_, _> = levels.collect::<Result<_>>()?;
        Ok((!levels.is_empty()).then_some(levels))
    }
}
