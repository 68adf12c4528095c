//! The smaller groups of settings of a pool, and their twins in the SDK.

use std::collections::HashMap;

use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::prelude::*;

aws_enum! {
    /// How a user can be reached.
    Contact = sdk::VerifiedAttributeType, sdk::UsernameAttributeType {
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

impl AcrLevel {
    /// What a level is called that was not given another name (CreateUserPool, AcrConfiguration).
    pub(super) fn default_value(self) -> String {
        format!("urn:cognito:loa:{}", self.as_str().trim_start_matches("Level"))
    }
}

/// What users sign in with. AWS accepts it only at creation.
#[spec]
pub struct SignIn {
    /// What takes the place of a user name: `email`, `phone_number` or both. Empty: users have a name,
    /// besides which `alias_attributes` may serve.
    #[field(omit_default)]
    pub username_attributes: BTreeSet<Contact>,
    /// What users may sign in with besides their name: `email`, `phone_number`, `preferred_username`. A
    /// name can then not have the form of an e-mail address or phone number. Not together with
    /// `username_attributes`.
    #[field(omit_default)]
    pub alias_attributes: BTreeSet<Alias>,
    /// Whether `Ann` and `ann` are two users, and so are their e-mail addresses. Absent: they are, as
    /// the API has it. AWS advises `false` for most pools, which is what the console makes. It can never
    /// be changed.
    pub case_sensitive: Option<bool>,
}

impl SignIn {
    /// Removes what is the default anyhow.
    pub(super) fn normalise(&mut self) {
        self.case_sensitive.take_if(|is_sensitive| *is_sensitive);
    }

    pub(super) fn of(live: &sdk::UserPoolType) -> Self {
        let case = live.username_configuration();
        Self {
            username_attributes: live.username_attributes().iter().map(Contact::of).collect(),
            alias_attributes: live.alias_attributes().iter().map(Alias::of).collect(),
            case_sensitive: case.map(sdk::UsernameConfigurationType::case_sensitive),
        }
    }
}

/// What a password must be. What is absent here is as AWS has it.
#[spec(sdk::PasswordPolicyType)]
pub struct PasswordPolicy {
    /// Characters at least, 6–99.
    #[field(default = 8, range = 6..=99)]
    pub minimum_length: i32,
    /// Whether it needs a small letter. Absent: it does.
    #[field(default = true)]
    pub require_lowercase: bool,
    /// Whether it needs a capital letter. Absent: it does.
    #[field(default = true)]
    pub require_uppercase: bool,
    /// Whether it needs a digit. Absent: it does.
    #[field(default = true)]
    pub require_numbers: bool,
    /// Whether it needs a character that is neither letter nor digit. Absent: it does.
    #[field(default = true)]
    pub require_symbols: bool,
    /// Days after which a password that an administrator has set no longer serves, 0–365.
    #[field(default = 7, range = 0..=365, with = validity_days)]
    pub temporary_password_validity_days: i32,
    /// Former passwords that may not be used again, 0–24. Needs the tier `ESSENTIALS` or `PLUS`.
    #[field(range = 0..=24, with = unless_default)]
    pub password_history_size: i32,
}

/// The ways in which a sign-in may begin where nothing else is said.
pub(super) fn password_alone() -> BTreeSet<AuthFactor> {
    BTreeSet::from([AuthFactor::Password])
}

/// Threat protection, which needs the tier `PLUS`.
#[spec(sdk::UserPoolAddOnsType)]
#[inside(advanced_security_additional_flows = sdk::AdvancedSecurityAdditionalFlowsType)]
pub struct AdvancedSecurity {
    /// `AUDIT` records what looks like an attack; `ENFORCED` acts on it, as `risk` says.
    #[field(aws = advanced_security_mode)]
    pub mode: AdvancedSecurityMode,
    /// The same for sign-ins in which triggers ask the questions. Absent: they are not watched.
    #[field(aws = advanced_security_additional_flows.custom_auth_mode)]
    pub custom_auth_mode: Option<CustomAuthMode>,
}

impl AdvancedSecurity {
    pub(super) fn is_on(&self) -> bool {
        self.mode != AdvancedSecurityMode::Off
    }
}

/// Whether the pool remembers the devices that users sign in from.
#[spec(sdk::DeviceConfigurationType)]
pub struct Devices {
    /// Whether a remembered device takes the place of the second factor.
    pub challenge_required_on_new_device: bool,
    /// Whether a device is remembered only if its user says so. Absent: each is.
    #[field(aws = device_only_remembered_on_user_prompt)]
    pub only_remembered_on_user_prompt: bool,
}

conversions! {
    /// AWS treats 0 as the default.
    validity_days: i32, i32 {
        |said| said.filter(|days| *days != 0),
        |days| Some(*days),
    }
    /// AWS keeps the first factors in a policy of its own.
    first_factors: BTreeSet<AuthFactor>, sdk::SignInPolicyType {
        |said| BTreeSet::of(said.and_then(|policy| policy.allowed_first_auth_factors))?,
        |factors| factors.to_aws()?.map(|factors| {
            sdk::SignInPolicyType::builder().set_allowed_first_auth_factors(Some(factors)).build()
        }),
    }
    /// AWS numbers the ways to recover an account, the preferred one first.
    recovery: Auto<Vec<Recovery>>, sdk::AccountRecoverySettingType {
        |said| {
            let mut ways = said.and_then(|setting| setting.recovery_mechanisms).unwrap_or_default();
            ways.sort_by_key(sdk::RecoveryOptionType::priority);
            Some(Auto(Vec::of(Some(ways.into_iter().map(|way| way.name).collect()))?))
        },
        |ways| {
            let number = |(way, priority): (&Recovery, i32)| {
                sdk::RecoveryOptionType::builder().name((*way).into()).priority(priority).build()
            };
            let ways = ways.as_ref().map(|ways| ways.iter().zip(1..).map(number).collect());
            let setting = sdk::AccountRecoverySettingType::builder();
            ways.transpose()?.map(|ways| setting.set_recovery_mechanisms(Some(ways)).build())
        },
    }
    /// What levels of assurance are called at a provider.
    acr_names: BTreeMap<AcrLevel, String>, HashMap<String, String> {
        |said| {
            let names = said.into_iter().flatten();
            Some(names.map(|(level, name)| (AcrLevel::of(level), name)).collect())
        },
        |names| {
            let names = names.iter().map(|(level, name)| (level.as_str().to_owned(), name.clone()));
            names.collect::<BTreeMap<_, _>>().to_aws()?
        },
    }
    /// What levels of assurance are called in tokens.
    acr_values: BTreeMap<AcrLevel, String>, HashMap<String, sdk::AcrLevelConfigType> {
        |said| {
            let values = said.into_iter().flatten().map(|(level, value)| (level, value.acr_value));
            acr_names::of(Some(values.collect()))?
        },
        |values| {
            let level = |(level, value)| {
                Ok((level, sdk::AcrLevelConfigType::builder().acr_value(value).build()?))
            };
            let values = acr_names::to_aws(values)?;
            values.map(|values| values.into_iter().map(level).collect::<Result<_>>()).transpose()?
        },
    }
    /// A key of one's own. Without one, AWS uses its own key.
    key: Option<String>, sdk::KeyConfigurationType {
        |said| said.map(|key| non_empty(key.kms_key_arn)),
        |arn| arn.as_ref().map(|arn| {
            let key = sdk::KeyConfigurationType::builder().kms_key_arn(arn);
            key.key_type(sdk::EncryptionKeyType::CustomerManagedKey).build()
        }),
    }
    /// Whether AWS refuses to delete a pool.
    protection: bool, sdk::DeletionProtectionType {
        |said| Some(said == Some(sdk::DeletionProtectionType::Active)),
        |protects| Some(match protects {
            true => sdk::DeletionProtectionType::Active,
            false => sdk::DeletionProtectionType::Inactive,
        }),
    }
}
