//! What threat protection does about what it finds.

use std::collections::BTreeSet;

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Aws;
use crate::kind::Result;
use crate::kinds::fields::{is_default, present};
use crate::kinds::words::words;

words! {
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Risk {
    /// Passwords that are known to be stolen. Absent: they are let be.
    pub compromised_credentials: Option<CompromisedCredentials>,
    /// Sign-ins that may be somebody else's. Absent: they are let be.
    pub account_takeover: Option<AccountTakeover>,
    /// Ranges of IP addresses (`192.0.2.0/24`) that are always refused. 200 at the most.
    #[schemars(length(max = 200))]
    pub blocked_ip_ranges: BTreeSet<String>,
    /// Ranges of IP addresses that are never suspected. 200 at the most.
    #[schemars(length(max = 200))]
    pub skipped_ip_ranges: BTreeSet<String>,
}

/// What becomes of passwords that are known to be stolen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompromisedCredentials {
    /// `BLOCK` or `NO_ACTION`.
    pub action: CredentialsAction,
    /// When to look. Absent: always.
    #[serde(default = "every_event")]
    #[schemars(length(min = 1))]
    pub events: BTreeSet<CredentialsEvent>,
}

fn every_event() -> BTreeSet<CredentialsEvent> {
    use CredentialsEvent::{PasswordChange, SignIn, SignUp};
    BTreeSet::from([PasswordChange, SignIn, SignUp])
}

/// What becomes of sign-ins that may be somebody else's, by how likely that is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccountTakeover {
    /// Where it is not likely. Absent: nothing is done.
    pub low: Option<TakeoverResponse>,
    /// Where it may well be. Absent: nothing is done.
    pub medium: Option<TakeoverResponse>,
    /// Where it is likely. Absent: nothing is done.
    pub high: Option<TakeoverResponse>,
    /// The e-mail to users whose sign-in was suspect.
    pub notification: Option<Notification>,
}

/// What is done about a suspect sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeoverResponse {
    /// `BLOCK`, `MFA_REQUIRED`, `MFA_IF_CONFIGURED` or `NO_ACTION`.
    pub action: TakeoverAction,
    /// Whether the user hears of it, as `notification` says.
    #[serde(default)]
    pub notify: bool,
}

/// E-mail to users whose sign-in was suspect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// ARN of the SES identity in whose name it is sent.
    #[schemars(regex(pattern = r"^arn:[a-z-]+:ses:[a-z0-9-]+:[0-9]{12}:identity/.+$"))]
    pub source_arn: String,
    /// The sender. Absent: the address of the identity.
    #[serde(default)]
    pub from: Option<String>,
    /// The address to which answers go. Absent: the sender's.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// What is written where the sign-in was refused. Absent: AWS's own words.
    #[serde(default)]
    pub block_email: Option<NotificationEmail>,
    /// What is written where nothing was done. Absent: AWS's own words.
    #[serde(default)]
    pub no_action_email: Option<NotificationEmail>,
    /// What is written where a second factor was asked for. Absent: AWS's own words.
    #[serde(default)]
    pub mfa_email: Option<NotificationEmail>,
}

/// An e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationEmail {
    /// Its subject. 1–140 characters.
    #[schemars(length(min = 1, max = 140))]
    pub subject: String,
    /// Its text as HTML. 6–20,000 characters.
    #[serde(default)]
    #[schemars(length(min = 6, max = 20_000))]
    pub html: Option<String>,
    /// Its text as plain text. 6–20,000 characters.
    #[serde(default)]
    #[schemars(length(min = 6, max = 20_000))]
    pub text: Option<String>,
}

/// Only a pool with threat protection has such a thing; AWS refuses to speak of another's.
pub(super) async fn read(aws: &Aws, pool: &str) -> Result<Risk> {
    let request = aws
        .cognito()
        .describe_risk_configuration()
        .user_pool_id(pool);
    let live = request.send().await?.risk_configuration;
    Ok(live.as_ref().map(Risk::of).transpose()?.unwrap_or_default())
}

/// Writes the whole, as AWS forgets what a call leaves out.
pub(super) async fn write(aws: &Aws, pool: &str, wanted: &Risk) -> Result<()> {
    let takeover = wanted.account_takeover.as_ref();
    let credentials = wanted.compromised_credentials.as_ref();
    let exceptions = wanted.exceptions();
    let request = aws.cognito().set_risk_configuration().user_pool_id(pool);
    request
        .set_compromised_credentials_risk_configuration(
            credentials
                .map(CompromisedCredentials::request)
                .transpose()?,
        )
        .set_account_takeover_risk_configuration(
            takeover.map(AccountTakeover::request).transpose()?,
        )
        .set_risk_exception_configuration(exceptions)
        .send()
        .await?;
    Ok(())
}

impl Risk {
    fn exceptions(&self) -> Option<sdk::RiskExceptionConfigurationType> {
        if self.blocked_ip_ranges.is_empty() && self.skipped_ip_ranges.is_empty() {
            return None;
        }
        let list = |ranges: &BTreeSet<String>| Some(ranges.iter().cloned().collect());
        let exceptions = sdk::RiskExceptionConfigurationType::builder()
            .set_blocked_ip_range_list(list(&self.blocked_ip_ranges))
            .set_skipped_ip_range_list(list(&self.skipped_ip_ranges));
        Some(exceptions.build())
    }

    fn of(live: &sdk::RiskConfigurationType) -> Result<Self> {
        let exceptions = live.risk_exception_configuration();
        let set = |ranges: Option<&[String]>| ranges.into_iter().flatten().cloned().collect();
        let credentials = live.compromised_credentials_risk_configuration();
        let takeover = live.account_takeover_risk_configuration();
        Ok(Self {
            compromised_credentials: credentials
                .map(CompromisedCredentials::of)
                .transpose()?
                .flatten(),
            account_takeover: takeover
                .map(AccountTakeover::of)
                .transpose()?
                .filter(|it| !is_default(it)),
            blocked_ip_ranges: set(exceptions.map(|it| it.blocked_ip_range_list())),
            skipped_ip_ranges: set(exceptions.map(|it| it.skipped_ip_range_list())),
        })
    }
}

impl CompromisedCredentials {
    fn request(&self) -> Result<sdk::CompromisedCredentialsRiskConfigurationType> {
        let actions = sdk::CompromisedCredentialsActionsType::builder()
            .event_action(self.action.into())
            .build()?;
        let events = self.events.iter().map(|event| (*event).into());
        Ok(sdk::CompromisedCredentialsRiskConfigurationType::builder()
            .actions(actions)
            .set_event_filter(Some(events.collect()))
            .build())
    }

    fn of(live: &sdk::CompromisedCredentialsRiskConfigurationType) -> Result<Option<Self>> {
        let events = live.event_filter().iter();
        let events: BTreeSet<_> = events.map(CredentialsEvent::of).collect();
        let Some(actions) = live.actions() else {
            return Ok(None);
        };
        Ok(Some(Self {
            action: CredentialsAction::of(actions.event_action()),
            events: if events.is_empty() {
                every_event()
            } else {
                events
            },
        }))
    }
}

impl AccountTakeover {
    fn request(&self) -> Result<sdk::AccountTakeoverRiskConfigurationType> {
        let action = |response: &Option<TakeoverResponse>| {
            response.as_ref().map(TakeoverResponse::request).transpose()
        };
        let actions = sdk::AccountTakeoverActionsType::builder()
            .set_low_action(action(&self.low)?)
            .set_medium_action(action(&self.medium)?)
            .set_high_action(action(&self.high)?)
            .build();
        let notification = self.notification.as_ref();
        Ok(sdk::AccountTakeoverRiskConfigurationType::builder()
            .actions(actions)
            .set_notify_configuration(notification.map(Notification::request).transpose()?)
            .build())
    }

    fn of(live: &sdk::AccountTakeoverRiskConfigurationType) -> Result<Self> {
        let actions = live.actions();
        Ok(Self {
            low: actions
                .and_then(|it| it.low_action())
                .map(TakeoverResponse::of)
                .transpose()?,
            medium: actions
                .and_then(|it| it.medium_action())
                .map(TakeoverResponse::of)
                .transpose()?,
            high: actions
                .and_then(|it| it.high_action())
                .map(TakeoverResponse::of)
                .transpose()?,
            notification: live.notify_configuration().map(Notification::of),
        })
    }
}

impl TakeoverResponse {
    fn request(&self) -> Result<sdk::AccountTakeoverActionType> {
        Ok(sdk::AccountTakeoverActionType::builder()
            .event_action(self.action.into())
            .notify(self.notify)
            .build()?)
    }

    fn of(live: &sdk::AccountTakeoverActionType) -> Result<Self> {
        Ok(Self {
            action: TakeoverAction::of(live.event_action()),
            notify: live.notify(),
        })
    }
}

impl Notification {
    fn request(&self) -> Result<sdk::NotifyConfigurationType> {
        let email = |email: &Option<NotificationEmail>| {
            email.as_ref().map(NotificationEmail::request).transpose()
        };
        Ok(sdk::NotifyConfigurationType::builder()
            .source_arn(&self.source_arn)
            .set_from(self.from.clone())
            .set_reply_to(self.reply_to.clone())
            .set_block_email(email(&self.block_email)?)
            .set_no_action_email(email(&self.no_action_email)?)
            .set_mfa_email(email(&self.mfa_email)?)
            .build()?)
    }

    fn of(live: &sdk::NotifyConfigurationType) -> Self {
        Self {
            source_arn: live.source_arn().to_owned(),
            from: present(live.from()),
            reply_to: present(live.reply_to()),
            block_email: live.block_email().map(NotificationEmail::of),
            no_action_email: live.no_action_email().map(NotificationEmail::of),
            mfa_email: live.mfa_email().map(NotificationEmail::of),
        }
    }
}

impl NotificationEmail {
    fn request(&self) -> Result<sdk::NotifyEmailType> {
        Ok(sdk::NotifyEmailType::builder()
            .subject(&self.subject)
            .set_html_body(self.html.clone())
            .set_text_body(self.text.clone())
            .build()?)
    }

    fn of(live: &sdk::NotifyEmailType) -> Self {
        Self {
            subject: live.subject().to_owned(),
            html: present(live.html_body()),
            text: present(live.text_body()),
        }
    }
}
