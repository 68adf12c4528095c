//! What people write of a pool, and what others may refer to.

use aws_sdk_cognitoidentityprovider::operation::create_user_pool::builders::CreateUserPoolInputBuilder;
use aws_sdk_cognitoidentityprovider::operation::update_user_pool::builders::UpdateUserPoolInputBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::Deserialize;

use super::attributes::{self, CustomAttributes, StandardAttributes};
use super::children::{Group, ResourceServer};
use super::domain::{CustomDomain, Domain};
use super::identity_providers::IdentityProviders;
use super::logs::LogDelivery;
use super::messages::{AdminCreateUser, Email, Sms, Verification};
use super::mfa::{Mfa, WebAuthn};
use super::risk::Risk;
use super::settings::{
    AcrLevel, AdvancedSecurity, AuthFactor, Contact, Devices, Issuer, PasswordPolicy, Recovery,
    SignIn, Tier, acr_values, first_factors, key, password_alone, protection, recovery,
};
use super::triggers::Triggers;
use crate::forms::tags;
use crate::prelude::*;
use kind::Place;

/// A pool of users who sign up and sign in.
#[spec(sdk::UserPoolType, request = CreateUserPoolInputBuilder, update = UpdateUserPoolInputBuilder)]
#[inside(policies = sdk::UserPoolPolicyType)]
#[inside(user_attribute_update_settings = sdk::UserAttributeUpdateSettingsType)]
#[inside(issuer_configuration = sdk::IssuerConfigurationType)]
pub struct UserPool {
    /// The pool's name, which others may have too. 1–128 letters, digits, spaces and `_+=,.@-`. A
    /// change renames the pool.
    #[field(required, value_only, length = 1..=128, pattern = r"^[\w\s+=,.@-]+$", not_in_request)]
    pub name: String,
    /// What users sign in with.
    #[field(create_only, omit_default, not_in_answer, not_in_request)]
    pub sign_in: SignIn,
    /// How attributes that every pool has (`email`, `given_name` …) differ from what they are by
    /// default: optional and mutable. Those that do not differ need not be named.
    #[field(create_only, omit_default, not_in_answer, not_in_request)]
    pub standard_attributes: StandardAttributes,
    /// Attributes of the pool's own, by name without `custom:`. 50 at most.
    #[field(append_only, entries = ..=50, omit_default, not_in_answer, not_in_request)]
    pub custom_attributes: CustomAttributes,
    /// Addresses that users prove to be theirs when they sign up: `email`, `phone_number`.
    #[field(omit_default, with = even_empty)]
    pub auto_verified_attributes: BTreeSet<Contact>,
    /// Addresses that change only once a user has proved the new one. They must be in
    /// `auto_verified_attributes`.
    #[field(
        omit_default,
        aws = user_attribute_update_settings.attributes_require_verification_before_update,
        with = even_empty
    )]
    pub verify_before_update: BTreeSet<Contact>,
    /// What a password must be.
    #[field(omit_default, aws = policies.password_policy)]
    pub password_policy: PasswordPolicy,
    /// The ways in which a sign-in may begin. `PASSWORD` must be one. Absent: it is the only one.
    /// Others need the tier `ESSENTIALS` or `PLUS`.
    #[field(
        default = password_alone(), omit_default, length = 1.., aws = policies.sign_in_policy,
        with = first_factors
    )]
    pub allowed_first_auth_factors: BTreeSet<AuthFactor>,
    /// The second factor of a sign-in.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub mfa: Mfa,
    /// Sign-in by passkey.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub web_authn: WebAuthn,
    /// How users who have forgotten their password get back in, the preferred way first. Absent: AWS's
    /// choice.
    #[field(length = 1..=2, aws = account_recovery_setting, with = recovery)]
    pub account_recovery: Auto<Vec<Recovery>>,
    /// Whether the pool remembers devices. Absent: it does not.
    #[field(aws = device_configuration)]
    pub devices: Option<Devices>,
    /// The feature plan: `LITE`, `ESSENTIALS` or `PLUS`.
    #[field(omit_default, aws = user_pool_tier)]
    pub tier: Tier,
    /// Threat protection. Needs the tier `PLUS`.
    #[field(omit_default, aws = user_pool_add_ons)]
    pub advanced_security: AdvancedSecurity,
    /// What threat protection does about what it finds.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub risk: Risk,
    /// How users come into the pool: by themselves, or by an administrator.
    #[field(omit_default, aws = admin_create_user_config)]
    pub admin_create_user: AdminCreateUser,
    /// The messages by which users prove that an address is theirs.
    #[field(omit_default, aws = verification_message_template)]
    pub verification: Verification,
    /// Text message with the code of a sign-in, for which `{####}` stands. 6–140 characters. Absent:
    /// AWS's own words.
    #[field(length = 6..=140, pattern = r"\{####\}")]
    pub sms_authentication_message: Option<String>,
    /// Who sends the pool's e-mail. Absent: Cognito, 50 messages a day.
    #[field(omit_default, aws = email_configuration)]
    pub email: Email,
    /// How the pool sends text messages. Absent: it sends none.
    #[field(aws = sms_configuration)]
    pub sms: Option<Sms>,
    /// The functions that the pool calls.
    #[field(omit_default, deferrable, aws = lambda_config)]
    pub triggers: Triggers,
    /// Groups of users by name. Others are removed, but for those that Cognito makes itself.
    #[field(omit_default, deferrable, not_in_answer, not_in_request)]
    pub groups: BTreeMap<String, Group>,
    /// APIs that tokens give access to, by identifier, such as `https://api.example.com`. Others are
    /// removed.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub resource_servers: BTreeMap<String, ResourceServer>,
    /// Where else users may sign in, by name. Others are removed.
    #[field(omit_default, deferrable, grants, not_in_answer, not_in_request)]
    pub identity_providers: IdentityProviders,
    /// A domain of Amazon's for sign-in pages and tokens. Absent: none.
    #[field(not_in_answer, not_in_request)]
    pub domain: Option<Domain>,
    /// A domain of your own for the same. Absent: none.
    #[field(deferrable, not_in_answer, not_in_request)]
    pub custom_domain: Option<CustomDomain>,
    /// Style sheet of the classic hosted UI, for all clients. Needs a domain. Absent: AWS's own.
    #[field(length = 1..=131_072, not_in_answer, not_in_request)]
    pub hosted_ui_css: Option<String>,
    /// Where the pool says what it does.
    #[field(omit_default, deferrable, not_in_answer, not_in_request)]
    pub log_delivery: LogDelivery,
    /// Where tokens say that they come from: `ORIGINAL` or `UPDATED`.
    #[field(omit_default, aws = issuer_configuration.r#type, with = unless_default)]
    pub issuer: Issuer,
    /// What levels of assurance (`Level1` to `Level4`) are called in the `acr` claim of tokens. Absent:
    /// `urn:cognito:loa:1` and so on. Needs the tier `ESSENTIALS` or `PLUS`.
    #[field(omit_default, aws = acr_configuration, with = acr_values)]
    pub acr_values: BTreeMap<AcrLevel, String>,
    /// ARN of the KMS key that encrypts the pool's data. Absent: a key of AWS's own.
    #[field(pattern = r"^arn:[a-z-]+:kms:.+$", aws = key_configuration, with = key)]
    pub kms_key: Option<String>,
    /// Whether AWS refuses to delete the pool.
    #[field(with = protection)]
    pub deletion_protection: bool,
    /// Tags of the pool.
    #[field(aws = user_pool_tags, with = tags)]
    pub tags: Tags,
}

/// The fields of which names and addresses are made.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub(super) name: String,
    #[serde(default)]
    pub(super) domain: Option<Domain>,
}

outputs! {
    /// Id of the pool, such as `us-east-2_aBcDeFgHi`.
    id,
    /// ARN of the pool.
    arn,
    /// Name of the pool.
    name,
    /// `cognito-idp.<region>.amazonaws.com/<id>`, as identity pools name it.
    endpoint,
    /// URL that tokens name as their issuer.
    issuer_url,
    /// Prefix of the pool's domain, if it has one.
    domain,
    /// URL of the pool's domain, if it has one: `https://<prefix>.auth.<region>.amazoncognito.com`.
    domain_url,
    /// URL of the custom domain, if there is one.
    custom_domain_url,
    /// Name of the CloudFront distribution to which the custom domain's DNS record must lead.
    custom_domain_distribution,
}

impl Outputs {
    pub(super) fn predicted(name: &str, domain: Option<&Domain>, place: &Place) -> Self {
        Self {
            name: Some(name.to_owned()),
            domain: domain.map(|domain| domain.prefix.clone()),
            domain_url: domain.and_then(|domain| domain.url(place)),
            ..Self::default()
        }
    }

    pub(super) fn created(name: &str, domain: Option<&Domain>, id: &str, place: &Place) -> Self {
        Self {
            id: Some(id.to_owned()),
            arn: Some(place.arn("cognito-idp", &format!("userpool/{id}"))),
            endpoint: Some(endpoint(id, place)),
            ..Self::predicted(name, domain, place)
        }
    }
}

pub(super) fn endpoint(id: &str, place: &Place) -> String {
    format!("cognito-idp.{}.{}/{id}", place.region, place.dns_suffix())
}

impl UserPool {
    /// Removes what says no more than AWS's defaults do, as reads leave it out.
    pub(super) fn normalise(&mut self) {
        self.sign_in.normalise();
        attributes::normalise(&mut self.standard_attributes, &mut self.custom_attributes);
        self.acr_values.retain(|level, value| *value != level.default_value());
        for provider in self.identity_providers.values_mut() {
            provider.normalise();
        }
    }
}
