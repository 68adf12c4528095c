//! What threat protection does about what it finds.

use aws_sdk_cognitoidentityprovider::operation::set_risk_configuration::builders::SetRiskConfigurationFluentBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::cognito::Cognito;
use crate::prelude::*;

aws_enum! {
    /// When a password is held against those that are known to be stolen.
    CredentialsEvent = sdk::EventFilterType {
        SignIn = "SIGN_IN",
        PasswordChange = "PASSWORD_CHANGE",
        SignUp = "SIGN_UP",
    }
    /// What becomes of a stolen password.
    CredentialsAction = sdk::CompromisedCredentialsEventActionType {
        Block = "BLOCK",
        NoAction = "NO_ACTION",
    }
    /// What becomes of a sign-in that may be somebody else's.
    TakeoverAction = sdk::AccountTakeoverEventActionType {
        NoAction = "NO_ACTION",
        /// A second factor is asked for, of users who have one.
        MfaIfConfigured = "MFA_IF_CONFIGURED",
        /// A second factor is asked for, and who has none is refused.
        MfaRequired = "MFA_REQUIRED",
        Block = "BLOCK",
    }
}

/// What threat protection does about what it finds.
#[spec(sdk::RiskConfigurationType, request = SetRiskConfigurationFluentBuilder)]
#[inside(risk_exception_configuration = sdk::RiskExceptionConfigurationType)]
pub struct Risk {
    /// Passwords that are known to be stolen. Absent: they are let be.
    #[field(aws = compromised_credentials_risk_configuration)]
    pub compromised_credentials: Option<CompromisedCredentials>,
    /// Sign-ins that may be somebody else's. Absent: they are let be.
    #[field(aws = account_takeover_risk_configuration)]
    pub account_takeover: Option<AccountTakeover>,
    /// Ranges of IP addresses (`192.0.2.0/24`) that are always refused. 200 at most.
    #[field(length = ..=200, aws = risk_exception_configuration.blocked_ip_range_list)]
    pub blocked_ip_ranges: BTreeSet<String>,
    /// Ranges of IP addresses that are never suspected. 200 at most.
    #[field(length = ..=200, aws = risk_exception_configuration.skipped_ip_range_list)]
    pub skipped_ip_ranges: BTreeSet<String>,
}

/// What becomes of passwords that are known to be stolen.
#[spec(sdk::CompromisedCredentialsRiskConfigurationType)]
#[inside(actions = sdk::CompromisedCredentialsActionsType)]
pub struct CompromisedCredentials {
    /// `BLOCK` or `NO_ACTION`.
    #[field(required, aws = actions.event_action)]
    pub action: CredentialsAction,
    /// When to look. Absent: always.
    #[field(default = every_event(), length = 1.., aws = event_filter)]
    pub events: BTreeSet<CredentialsEvent>,
}

fn every_event() -> BTreeSet<CredentialsEvent> {
    use CredentialsEvent::{PasswordChange, SignIn, SignUp};
    BTreeSet::from([PasswordChange, SignIn, SignUp])
}

/// What becomes of sign-ins that may be somebody else's, by how likely that is.
#[spec(sdk::AccountTakeoverRiskConfigurationType)]
#[inside(actions = sdk::AccountTakeoverActionsType, always)]
pub struct AccountTakeover {
    /// Where it is not likely. Absent: nothing is done.
    #[field(aws = actions.low_action)]
    pub low: Option<TakeoverResponse>,
    /// Where it may well be. Absent: nothing is done.
    #[field(aws = actions.medium_action)]
    pub medium: Option<TakeoverResponse>,
    /// Where it is likely. Absent: nothing is done.
    #[field(aws = actions.high_action)]
    pub high: Option<TakeoverResponse>,
    /// The e-mail to users whose sign-in was suspect.
    #[field(aws = notify_configuration)]
    pub notification: Option<Notification>,
}

/// What is done about a suspect sign-in.
#[spec(sdk::AccountTakeoverActionType)]
pub struct TakeoverResponse {
    /// `BLOCK`, `MFA_REQUIRED`, `MFA_IF_CONFIGURED` or `NO_ACTION`.
    #[field(required, aws = event_action)]
    pub action: TakeoverAction,
    /// Whether the user hears of it, as `notification` says.
    pub notify: bool,
}

/// E-mail to users whose sign-in was suspect.
#[spec(sdk::NotifyConfigurationType)]
pub struct Notification {
    /// ARN of the SES identity in whose name it is sent.
    #[field(required, pattern = r"^arn:[a-z-]+:ses:[a-z0-9-]+:[0-9]{12}:identity/.+$")]
    pub source_arn: String,
    /// The sender. Absent: the address of the identity.
    pub from: Option<String>,
    /// The address to which answers go. Absent: the sender's.
    pub reply_to: Option<String>,
    /// What is written where the sign-in was refused. Absent: AWS's own words.
    pub block_email: Option<NotificationEmail>,
    /// What is written where nothing was done. Absent: AWS's own words.
    pub no_action_email: Option<NotificationEmail>,
    /// What is written where a second factor was asked for. Absent: AWS's own words.
    pub mfa_email: Option<NotificationEmail>,
}

/// An e-mail.
#[spec(sdk::NotifyEmailType)]
pub struct NotificationEmail {
    /// Its subject. 1–140 characters.
    #[field(required, length = 1..=140)]
    pub subject: String,
    /// Its text as HTML. 6–20,000 characters.
    #[field(length = 6..=20_000, aws = html_body)]
    pub html: Option<String>,
    /// Its text as plain text. 6–20,000 characters.
    #[field(length = 6..=20_000, aws = text_body)]
    pub text: Option<String>,
}

/// Only a pool with threat protection has such a thing; AWS refuses to speak of another's.
pub(super) async fn read(aws: &Aws, pool: &str) -> Result<Risk> {
    let request = aws.cognito().describe_risk_configuration();
    let answer = request.user_pool_id(pool).send().await?;
    found(Some(answer), |answer| answer.risk_configuration)
}

/// Writes the whole, as AWS forgets what a call leaves out.
pub(super) async fn write(aws: &Aws, pool: &str, wanted: &Risk) -> Result<()> {
    let request = aws.cognito().set_risk_configuration().user_pool_id(pool);
    sent(wanted.fill(request)?.send().await)
}
