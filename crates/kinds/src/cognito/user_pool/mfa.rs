//! The second factor of a sign-in, and passkeys, which AWS sets together.

use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::prelude::*;

aws_enum! {
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
#[spec]
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
#[spec(sdk::EmailMfaConfigType)]
pub struct EmailMfa {
    /// Its text, in which `{####}` stands for the code. 6–20,000 characters. Absent: AWS's own.
    #[field(length = 6..=20_000, pattern = r"\{####\}")]
    pub message: Option<String>,
    /// Its subject. Absent: AWS's own.
    #[field(length = 1..=140)]
    pub subject: Option<String>,
}

/// Sign-in by passkey, where `allowed_first_auth_factors` has `WEB_AUTHN`.
#[spec(sdk::WebAuthnConfigurationType)]
pub struct WebAuthn {
    /// The domain that passkeys are bound to. Absent: the pool's own domain.
    #[field(length = 1..=127, aws = relying_party_id)]
    pub relying_party: Option<String>,
    /// Whether passkeys must make sure who uses them: `required`, or `preferred`.
    pub user_verification: UserVerification,
    /// Whether a passkey is the second factor too. Needs the tier `ESSENTIALS` or `PLUS`.
    #[field(aws = factor_configuration)]
    pub factor: PasskeyFactor,
}

impl Mfa {
    pub(super) fn has_factor(&self) -> bool {
        self.software_token || self.sms || self.email.is_some()
    }

    /// Where nobody needs a second factor, what AWS remembers of factors means nothing.
    pub(super) fn of(live: &GetUserPoolMfaConfigOutput) -> Result<Self> {
        let mode = MfaMode::from_aws(live.mfa_configuration()).unwrap_or_default();
        if mode == MfaMode::Off {
            return Ok(Self::default());
        }
        let token = live.software_token_mfa_configuration();
        let sms = live.sms_mfa_configuration();
        Ok(Self {
            mode,
            software_token: token.is_some_and(sdk::SoftwareTokenMfaConfigType::enabled),
            sms: sms.is_some_and(|sms| sms.sms_configuration().is_some()),
            email: EmailMfa::of(live.email_mfa_configuration.clone())?,
        })
    }
}
