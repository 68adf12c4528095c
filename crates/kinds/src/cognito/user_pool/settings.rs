//! The smaller groups of settings of a pool, and their twins in the SDK.

use std::collections::BTreeSet;

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fields::{is_default, yes};
use crate::words::words;
use kind::Result;

words! {
    /// How a user can be reached.
    Contact = sdk::UsernameAttributeType, sdk::VerifiedAttributeType {
        Email = "email",
        PhoneNumber = "phone_number",
    }
    /// What a user may sign in with besides the user name.
    Alias = sdk::AliasAttributeType {
        Email = "email",
        PhoneNumber = "phone_number",
        PreferredUsername = "preferred_username",
    }
    /// The feature plan, by which AWS charges and gives features.
    #[derive(Default)]
    Tier = sdk::UserPoolTierType {
        /// With managed login, one-time passwords, passkeys and access tokens of your own making.
        #[default]
        Essentials = "ESSENTIALS",
        /// User names and passwords, with the classic sign-in pages.
        Lite = "LITE",
        /// With threat protection too.
        Plus = "PLUS",
    }
    /// The way in which a sign-in may begin.
    AuthFactor = sdk::AuthFactorType {
        Password = "PASSWORD",
        EmailOtp = "EMAIL_OTP",
        SmsOtp = "SMS_OTP",
        WebAuthn = "WEB_AUTHN",
    }
    /// A way to get back in without the password.
    Recovery = sdk::RecoveryOptionNameType {
        VerifiedEmail = "verified_email",
        VerifiedPhoneNumber = "verified_phone_number",
        /// Only an administrator can reset the password.
        AdminOnly = "admin_only",
    }
    /// What threat protection does.
    #[derive(Default)]
    AdvancedSecurityMode = sdk::AdvancedSecurityModeType {
        #[default]
        Off = "OFF",
        /// Records what looks like an attack.
        Audit = "AUDIT",
        /// Blocks it too, as `risk` says.
        Enforced = "ENFORCED",
    }
    /// What threat protection does where triggers ask the questions.
    CustomAuthMode = sdk::AdvancedSecurityEnabledModeType {
        Audit = "AUDIT",
        Enforced = "ENFORCED",
    }
    /// Where tokens say that they come from.
    #[derive(Default)]
    Issuer = sdk::IssuerType {
        /// `https://cognito-idp.<region>.amazonaws.com/<id>`.
        #[default]
        Original = "ORIGINAL",
        /// `https://issuer-cognito-idp.<region>.amazonaws.com/<id>`, which several regions serve.
        Updated = "UPDATED",
    }
    /// How sure the pool is of a user, as the `acr` claim of a token tells it.
    AcrLevel {
        Level1 = "Level1",
        Level2 = "Level2",
        Level3 = "Level3",
        Level4 = "Level4",
    }
}

/// The name of a level that was not given another (CreateUserPool, AcrConfiguration).
pub(super) fn default_acr_value(level: AcrLevel) -> String {
    format!("urn:cognito:loa:{}", level.as_str().trim_start_matches("Level"))
}

/// What users sign in with. AWS takes it at creation alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SignIn {
    /// What takes the place of a user name: `email`, `phone_number` or both. Empty: users have a name,
    /// besides which `alias_attributes` may serve.
    #[serde(skip_serializing_if = "is_default")]
    pub username_attributes: BTreeSet<Contact>,
    /// What users may sign in with besides their name: `email`, `phone_number`, `preferred_username`. A
    /// name can then not have the form of an e-mail address or phone number. Not together with
    /// `username_attributes`.
    #[serde(skip_serializing_if = "is_default")]
    pub alias_attributes: BTreeSet<Alias>,
    /// Whether `Ann` and `ann` are two users, and so are their e-mail addresses. Absent: they are, as
    /// the API has it. AWS advises `false` for most pools, which is what the console makes. It can never
    /// be changed.
    pub case_sensitive: Option<bool>,
}

impl SignIn {
    /// Takes away what is the default anyhow.
    pub(super) fn normalise(&mut self) {
        self.case_sensitive.take_if(|is_sensitive| *is_sensitive);
    }

    pub(super) fn of(live: &sdk::UserPoolType) -> Result<Self> {
        let usernames = live.username_attributes().iter();
        let aliases = live.alias_attributes().iter();
        let case = live.username_configuration();
        let mut sign_in = Self {
            username_attributes: usernames.map(Contact::of).collect(),
            alias_attributes: aliases.map(Alias::of).collect(),
            case_sensitive: case.map(sdk::UsernameConfigurationType::case_sensitive),
        };
        sign_in.normalise();
        Ok(sign_in)
    }
}

/// What a password must be. What is absent here is as AWS has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordPolicy {
    /// Characters at the least, 6–99.
    #[schemars(range(min = 6, max = 99))]
    pub minimum_length: i32,
    /// Whether it needs a small letter. Absent: it does.
    #[serde(default = "yes")]
    pub require_lowercase: bool,
    /// Whether it needs a capital letter. Absent: it does.
    #[serde(default = "yes")]
    pub require_uppercase: bool,
    /// Whether it needs a digit. Absent: it does.
    #[serde(default = "yes")]
    pub require_numbers: bool,
    /// Whether it needs a character that is neither letter nor digit. Absent: it does.
    #[serde(default = "yes")]
    pub require_symbols: bool,
    /// Days after which a password that an administrator has set no longer serves, 0–365.
    #[schemars(range(min = 0, max = 365))]
    pub temporary_password_validity_days: i32,
    /// Former passwords that may not be used again, 0–24. Needs the tier `ESSENTIALS` or `PLUS`.
    #[schemars(range(min = 0, max = 24))]
    pub password_history_size: i32,
}

/// The policy of a pool that was created without one (CreateUserPool).
impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_lowercase: true,
            require_uppercase: true,
            require_numbers: true,
            require_symbols: true,
            temporary_password_validity_days: 7,
            password_history_size: 0,
        }
    }
}

impl PasswordPolicy {
    pub(super) fn request(&self) -> sdk::PasswordPolicyType {
        let history = (self.password_history_size > 0).then_some(self.password_history_size);
        sdk::PasswordPolicyType::builder()
            .minimum_length(self.minimum_length)
            .require_lowercase(self.require_lowercase)
            .require_uppercase(self.require_uppercase)
            .require_numbers(self.require_numbers)
            .require_symbols(self.require_symbols)
            .temporary_password_validity_days(self.temporary_password_validity_days)
            .set_password_history_size(history)
            .build()
    }

    pub(super) fn of(live: &sdk::PasswordPolicyType) -> Self {
        let default = Self::default();
        let days = live.temporary_password_validity_days();
        Self {
            minimum_length: live.minimum_length().unwrap_or(default.minimum_length),
            require_lowercase: live.require_lowercase(),
            require_uppercase: live.require_uppercase(),
            require_numbers: live.require_numbers(),
            require_symbols: live.require_symbols(),
            // AWS takes 0 for the default.
            temporary_password_validity_days: match days {
                0 => default.temporary_password_validity_days,
                days => days,
            },
            password_history_size: live.password_history_size().unwrap_or(0),
        }
    }
}

/// The ways in which a sign-in may begin where nothing else is said.
pub(super) fn password_alone() -> BTreeSet<AuthFactor> {
    BTreeSet::from([AuthFactor::Password])
}

pub(super) fn is_password_alone(factors: &BTreeSet<AuthFactor>) -> bool {
    *factors == password_alone()
}

/// Threat protection, which needs the tier `PLUS`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AdvancedSecurity {
    /// `AUDIT` records what looks like an attack; `ENFORCED` acts on it, as `risk` says.
    pub mode: AdvancedSecurityMode,
    /// The same for sign-ins in which triggers ask the questions. Absent: they are not watched.
    pub custom_auth_mode: Option<CustomAuthMode>,
}

impl AdvancedSecurity {
    pub(super) fn is_on(&self) -> bool {
        self.mode != AdvancedSecurityMode::Off
    }

    pub(super) fn request(&self) -> Result<sdk::UserPoolAddOnsType> {
        let flows = self.custom_auth_mode.map(|mode| {
            sdk::AdvancedSecurityAdditionalFlowsType::builder()
                .custom_auth_mode(mode.into())
                .build()
        });
        Ok(sdk::UserPoolAddOnsType::builder()
            .advanced_security_mode(self.mode.into())
            .set_advanced_security_additional_flows(flows)
            .build()?)
    }

    pub(super) fn of(live: &sdk::UserPoolAddOnsType) -> Result<Self> {
        let custom = live
            .advanced_security_additional_flows()
            .and_then(sdk::AdvancedSecurityAdditionalFlowsType::custom_auth_mode);
        Ok(Self {
            mode: AdvancedSecurityMode::of(live.advanced_security_mode()),
            custom_auth_mode: CustomAuthMode::present(custom),
        })
    }
}

/// Whether the pool remembers the devices that users sign in from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// Whether a remembered device takes the place of the second factor.
    #[serde(default)]
    pub challenge_required_on_new_device: bool,
    /// Whether a device is remembered only if its user says so. Absent: each is.
    #[serde(default)]
    pub only_remembered_on_user_prompt: bool,
}

impl Devices {
    pub(super) fn request(&self) -> sdk::DeviceConfigurationType {
        sdk::DeviceConfigurationType::builder()
            .challenge_required_on_new_device(self.challenge_required_on_new_device)
            .device_only_remembered_on_user_prompt(self.only_remembered_on_user_prompt)
            .build()
    }

    pub(super) fn of(live: &sdk::DeviceConfigurationType) -> Self {
        Self {
            challenge_required_on_new_device: live.challenge_required_on_new_device(),
            only_remembered_on_user_prompt: live.device_only_remembered_on_user_prompt(),
        }
    }
}
