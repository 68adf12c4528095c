//! The second factor of a sign-in, and passkeys, which AWS sets together.

use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use aws_sdk_cognitoidentityprovider::operation::set_user_pool_mfa_config::builders::SetUserPoolMfaConfigInputBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::UserPool;
use crate::fields::{is_default, present};
use crate::words::words;
use kind::Result;

words! {
    /// Who needs a second factor.
    #[derive(Default)]
    MfaMode = sdk::UserPoolMfaType {
        /// Nobody.
        #[default]
        Off = "OFF",
        /// Users who have set one up.
        Optional = "OPTIONAL",
        /// Everybody.
        On = "ON",
    }
    /// Whether a passkey must make sure who uses it.
    #[derive(Default)]
    UserVerification = sdk::UserVerificationType {
        /// Where it can.
        #[default]
        Preferred = "preferred",
        /// Passkeys that cannot are refused.
        Required = "required",
    }
    /// What a passkey counts for.
    #[derive(Default)]
    PasskeyFactor = sdk::WebAuthnFactorConfigurationType {
        #[default]
        Single = "SINGLE_FACTOR",
        /// It is the second factor too.
        Multi = "MULTI_FACTOR_WITH_USER_VERIFICATION",
    }
}

/// The second factor of a sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Mfa {
    /// `OFF`, `OPTIONAL` for users who have set one up, or `ON` for everybody.
    pub mode: MfaMode,
    /// Whether codes of an authenticator app serve.
    pub software_token: bool,
    /// Whether codes in text messages serve, sent as `sms` says.
    pub sms: bool,
    /// Whether codes by e-mail serve; `{}` is enough. Needs e-mail by SES (`email.sending_account:
    /// DEVELOPER`) and the tier `ESSENTIALS` or `PLUS`. Absent: they do not.
    pub email: Option<EmailMfa>,
}

/// The e-mail that brings a code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EmailMfa {
    /// Its text, in which `{####}` stands for the code. 6–20,000 characters. Absent: AWS's own.
    #[schemars(length(min = 6, max = 20_000), regex(pattern = r"\{####\}"))]
    pub message: Option<String>,
    /// Its subject. Absent: AWS's own.
    #[schemars(length(min = 1, max = 140))]
    pub subject: Option<String>,
}

/// Sign-in by passkey, where `allowed_first_auth_factors` has `WEB_AUTHN`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebAuthn {
    /// The domain that passkeys are bound to. Absent: the pool's own domain.
    #[schemars(length(min = 1, max = 127))]
    pub relying_party: Option<String>,
    /// Whether passkeys must make sure who uses them: `required`, or `preferred`.
    pub user_verification: UserVerification,
    /// Whether a passkey is the second factor too. Needs the tier `ESSENTIALS` or `PLUS`.
    pub factor: PasskeyFactor,
}

impl Mfa {
    pub(super) fn has_factor(&self) -> bool {
        self.software_token || self.sms || self.email.is_some()
    }
}

/// The whole of what SetUserPoolMfaConfig takes for a pool, as it resets what it is not given. Passkeys
/// are named where either state has them: where they were never used AWS need not hear of them.
pub(super) fn request(
    pool: &UserPool,
    id: &str,
    live: &UserPool,
) -> Result<SetUserPoolMfaConfigInputBuilder> {
    let has_passkeys = !is_default(&pool.web_authn) || !is_default(&live.web_authn);
    let request = SetUserPoolMfaConfigInputBuilder::default()
        .user_pool_id(id)
        .mfa_configuration(pool.mfa.mode.into())
        .set_web_authn_configuration(has_passkeys.then(|| pool.web_authn.request()));
    // AWS refuses to hear of a factor where there is to be none.
    if pool.mfa.mode == MfaMode::Off {
        return Ok(request);
    }
    let token = sdk::SoftwareTokenMfaConfigType::builder().enabled(pool.mfa.software_token);
    Ok(request
        .software_token_mfa_configuration(token.build())
        .set_sms_mfa_configuration(sms(pool)?)
        .set_email_mfa_configuration(pool.mfa.email.as_ref().map(EmailMfa::request)))
}

fn sms(pool: &UserPool) -> Result<Option<sdk::SmsMfaConfigType>> {
    let sender = pool.sms.as_ref().filter(|_| pool.mfa.sms);
    let configuration = sender.map(super::messages::Sms::request).transpose()?;
    Ok(configuration.map(|configuration| {
        sdk::SmsMfaConfigType::builder()
            .set_sms_authentication_message(pool.sms_authentication_message.clone())
            .sms_configuration(configuration)
            .build()
    }))
}

impl EmailMfa {
    fn request(&self) -> sdk::EmailMfaConfigType {
        sdk::EmailMfaConfigType::builder()
            .set_message(self.message.clone())
            .set_subject(self.subject.clone())
            .build()
    }
}

impl WebAuthn {
    fn request(&self) -> sdk::WebAuthnConfigurationType {
        sdk::WebAuthnConfigurationType::builder()
            .set_relying_party_id(self.relying_party.clone())
            .user_verification(self.user_verification.into())
            .factor_configuration(self.factor.into())
            .build()
    }

    pub(super) fn of(live: &sdk::WebAuthnConfigurationType) -> Result<Self> {
        let verification = live.user_verification();
        let factor = live.factor_configuration();
        Ok(Self {
            relying_party: present(live.relying_party_id()),
            user_verification: UserVerification::present(verification).unwrap_or_default(),
            factor: PasskeyFactor::present(factor).unwrap_or_default(),
        })
    }
}

/// Where nobody needs a second factor, what AWS remembers of factors means nothing.
pub(super) fn of(live: &GetUserPoolMfaConfigOutput) -> Result<Mfa> {
    let mode = MfaMode::present(live.mfa_configuration());
    let mode = mode.unwrap_or_default();
    if mode == MfaMode::Off {
        return Ok(Mfa::default());
    }
    let email = live.email_mfa_configuration();
    Ok(Mfa {
        mode,
        software_token: live
            .software_token_mfa_configuration()
            .is_some_and(sdk::SoftwareTokenMfaConfigType::enabled),
        sms: live.sms_mfa_configuration().is_some_and(|sms| sms.sms_configuration().is_some()),
        email: email.map(|email| EmailMfa {
            message: present(email.message()),
            subject: present(email.subject()),
        }),
    })
}
