//! What a pool writes to its users, and by what way: e-mail and text messages.

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fields::{is_default, present};
use crate::words::words;
use kind::Result;
use language::value::Auto;

words! {
    /// How a user proves an e-mail address.
    #[derive(Default)]
    VerificationMethod = sdk::DefaultEmailOptionType {
        /// By a code that the message holds.
        #[default]
        Code = "CONFIRM_WITH_CODE",
        /// By a link that the message holds, to a page of the pool's domain.
        Link = "CONFIRM_WITH_LINK",
    }
    /// Who sends e-mail.
    #[derive(Default)]
    SendingAccount = sdk::EmailSendingAccountType {
        /// Cognito, 50 messages a day.
        #[default]
        Cognito = "COGNITO_DEFAULT",
        /// Your own Amazon SES.
        Developer = "DEVELOPER",
    }
}

/// The messages by which users prove that an address or number is theirs. What is absent is in AWS's
/// own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Verification {
    /// Whether new users get a code or a link by e-mail. Absent: a code. A link needs a domain.
    pub method: VerificationMethod,
    /// Text of an e-mail with a code, for which `{####}` stands. 6–20,000 characters.
    #[schemars(length(min = 6, max = 20_000), regex(pattern = r"\{####\}"))]
    pub email_message: Option<String>,
    /// Subject of an e-mail with a code. 1–140 characters.
    #[schemars(length(min = 1, max = 140))]
    pub email_subject: Option<String>,
    /// Text of an e-mail with a link: what is between `{##` and `##}` is what users click on. 6–20,000
    /// characters.
    #[schemars(length(min = 6, max = 20_000), regex(pattern = r"(?s)\{##.*##\}"))]
    pub email_message_by_link: Option<String>,
    /// Subject of an e-mail with a link. 1–140 characters.
    #[schemars(length(min = 1, max = 140))]
    pub email_subject_by_link: Option<String>,
    /// Text message with a code, for which `{####}` stands. 6–140 characters.
    #[schemars(length(min = 6, max = 140), regex(pattern = r"\{####\}"))]
    pub sms_message: Option<String>,
}

impl Verification {
    pub(super) fn request(&self) -> sdk::VerificationMessageTemplateType {
        sdk::VerificationMessageTemplateType::builder()
            .default_email_option(self.method.into())
            .set_email_message(self.email_message.clone())
            .set_email_subject(self.email_subject.clone())
            .set_email_message_by_link(self.email_message_by_link.clone())
            .set_email_subject_by_link(self.email_subject_by_link.clone())
            .set_sms_message(self.sms_message.clone())
            .build()
    }

    /// Old pools hold three of the texts in fields of the pool itself.
    pub(super) fn of(live: &sdk::UserPoolType) -> Result<Self> {
        let template = live.verification_message_template();
        let text = |of: fn(&sdk::VerificationMessageTemplateType) -> Option<&str>,
                    old: Option<&str>| {
            present(template.and_then(of)).or_else(|| present(old))
        };
        let method = template.and_then(|template| template.default_email_option());
        Ok(Self {
            method: VerificationMethod::present(method).unwrap_or_default(),
            email_message: text(|it| it.email_message(), live.email_verification_message()),
            email_subject: text(|it| it.email_subject(), live.email_verification_subject()),
            email_message_by_link: text(|it| it.email_message_by_link(), None),
            email_subject_by_link: text(|it| it.email_subject_by_link(), None),
            sms_message: text(|it| it.sms_message(), live.sms_verification_message()),
        })
    }
}

/// How users come into the pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AdminCreateUser {
    /// Whether only administrators add users. Absent: users sign up by themselves.
    pub only_admins: bool,
    /// The message to users whom an administrator has added.
    #[serde(skip_serializing_if = "is_default")]
    pub invitation: Invitation,
}

/// The message to users whom an administrator has added. What is absent is in AWS's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Invitation {
    /// Text of the e-mail, in which `{username}` and `{####}` stand for the name and the temporary
    /// password. 6–20,000 characters.
    #[schemars(length(min = 6, max = 20_000))]
    pub email_message: Option<String>,
    /// Subject of the e-mail. 1–140 characters.
    #[schemars(length(min = 1, max = 140))]
    pub email_subject: Option<String>,
    /// The text message, in which `{username}` and `{####}` stand for the name and the temporary
    /// password. 6–140 characters.
    #[schemars(length(min = 6, max = 140))]
    pub sms_message: Option<String>,
}

impl AdminCreateUser {
    /// Without the number of days, which AWS has moved to the password policy. The SDK writes 0, which
    /// says the same.
    pub(super) fn request(&self) -> sdk::AdminCreateUserConfigType {
        let invitation = &self.invitation;
        let template = sdk::MessageTemplateType::builder()
            .set_email_message(invitation.email_message.clone())
            .set_email_subject(invitation.email_subject.clone())
            .set_sms_message(invitation.sms_message.clone())
            .build();
        sdk::AdminCreateUserConfigType::builder()
            .allow_admin_create_user_only(self.only_admins)
            .set_invite_message_template((!is_default(invitation)).then_some(template))
            .build()
    }

    pub(super) fn of(live: &sdk::AdminCreateUserConfigType) -> Self {
        let template = live.invite_message_template();
        Self {
            only_admins: live.allow_admin_create_user_only(),
            invitation: Invitation {
                email_message: present(template.and_then(|it| it.email_message())),
                email_subject: present(template.and_then(|it| it.email_subject())),
                sms_message: present(template.and_then(|it| it.sms_message())),
            },
        }
    }
}

/// Who sends the pool's e-mail, and in whose name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Email {
    /// `COGNITO_DEFAULT` for Cognito itself, 50 messages a day; `DEVELOPER` for Amazon SES, within the
    /// limits of your account.
    pub sending_account: SendingAccount,
    /// ARN of the SES identity (address or domain) in whose name messages are sent. Needed with
    /// `DEVELOPER`.
    #[schemars(regex(pattern = r"^arn:[a-z-]+:ses:[a-z0-9-]+:[0-9]{12}:identity/.+$"))]
    pub source_arn: Option<String>,
    /// The sender, such as `Support <support@example.com>`. Absent: the address of the identity.
    #[schemars(length(min = 1, max = 131_072))]
    pub from: Option<String>,
    /// The address to which answers go. Absent: the sender's.
    #[schemars(regex(pattern = r"^\S+@\S+$"))]
    pub reply_to: Option<String>,
    /// The SES configuration set that is applied to messages. Only with `DEVELOPER`.
    #[schemars(length(min = 1, max = 64), regex(pattern = r"^[a-zA-Z0-9_-]+$"))]
    pub configuration_set: Option<String>,
}

impl Email {
    pub(super) fn request(&self) -> sdk::EmailConfigurationType {
        sdk::EmailConfigurationType::builder()
            .email_sending_account(self.sending_account.into())
            .set_source_arn(self.source_arn.clone())
            .set_from(self.from.clone())
            .set_reply_to_email_address(self.reply_to.clone())
            .set_configuration_set(self.configuration_set.clone())
            .build()
    }

    pub(super) fn of(live: &sdk::EmailConfigurationType) -> Result<Self> {
        let account = live.email_sending_account();
        Ok(Self {
            sending_account: SendingAccount::present(account).unwrap_or_default(),
            source_arn: present(live.source_arn()),
            from: present(live.from()),
            reply_to: present(live.reply_to_email_address()),
            configuration_set: present(live.configuration_set()),
        })
    }
}

/// How the pool sends text messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// ARN of the role with which Cognito sends: `sns:Publish`, or `sms-voice:SendTextMessage` with
    /// `end_user_messaging`.
    #[schemars(regex(pattern = r"^arn:[a-z-]+:iam::[0-9]{12}:role/.+$"))]
    pub role: String,
    /// What the role's trust policy asks for as `sts:ExternalId`. Absent: nothing.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The region that sends. Absent: AWS's choice, which is the pool's own where that can send.
    #[serde(default)]
    #[schemars(length(min = 5, max = 32))]
    pub region: Auto<String>,
    /// Sends by AWS End User Messaging; `{}` is enough. Absent: by Amazon SNS.
    #[serde(default)]
    pub end_user_messaging: Option<EndUserMessaging>,
}

/// How AWS End User Messaging sends the text messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EndUserMessaging {
    /// The phone number, or the ARN of the number, sender id or pool that messages come from. Absent:
    /// AWS's choice, which not every country allows.
    pub origination_identity: Option<String>,
    /// Name of the configuration set that logs messages. Absent: none.
    pub configuration_set: Option<String>,
    /// The id of the sender that India's law asks for.
    pub india_entity_id: Option<String>,
    /// The id of the template that India's law asks for.
    pub india_template_id: Option<String>,
}

impl Sms {
    pub(super) fn request(&self) -> Result<sdk::SmsConfigurationType> {
        let Some(messaging) = &self.end_user_messaging else {
            return Ok(sdk::SmsConfigurationType::builder()
                .sns_caller_arn(&self.role)
                .set_external_id(self.external_id.clone())
                .set_sns_region(self.region.as_ref().cloned())
                .build());
        };
        let messaging = sdk::EumsSmsConfigurationType::builder()
            .caller_arn(&self.role)
            .set_external_id(self.external_id.clone())
            .set_region(self.region.as_ref().cloned())
            .set_origination_identity(messaging.origination_identity.clone())
            .set_configuration_set_name(messaging.configuration_set.clone())
            .set_in_entity_id(messaging.india_entity_id.clone())
            .set_in_template_id(messaging.india_template_id.clone())
            .build()?;
        Ok(sdk::SmsConfigurationType::builder().eums_sms(messaging).build())
    }

    pub(super) fn of(live: &sdk::SmsConfigurationType) -> Option<Self> {
        if let Some(messaging) = live.eums_sms() {
            return Some(Self {
                role: messaging.caller_arn().to_owned(),
                external_id: present(messaging.external_id()),
                region: present(messaging.region()).into(),
                end_user_messaging: Some(EndUserMessaging {
                    origination_identity: present(messaging.origination_identity()),
                    configuration_set: present(messaging.configuration_set_name()),
                    india_entity_id: present(messaging.in_entity_id()),
                    india_template_id: present(messaging.in_template_id()),
                }),
            });
        }
        Some(Self {
            role: present(Some(live.sns_caller_arn()))?,
            external_id: present(live.external_id()),
            region: present(live.sns_region()).into(),
            end_user_messaging: None,
        })
    }
}
