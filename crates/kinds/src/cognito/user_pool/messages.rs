//! What a pool writes to its users, and by what way: e-mail and text messages.

use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::prelude::*;

aws_enum! {
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
#[spec(sdk::VerificationMessageTemplateType)]
pub struct Verification {
    /// Whether new users get a code or a link by e-mail. Absent: a code. A link needs a domain.
    #[field(aws = default_email_option)]
    pub method: VerificationMethod,
    /// Text of an e-mail with a code, for which `{####}` stands. 6–20,000 characters.
    #[field(length = 6..=20_000, pattern = r"\{####\}")]
    pub email_message: Option<String>,
    /// Subject of an e-mail with a code. 1–140 characters.
    #[field(length = 1..=140)]
    pub email_subject: Option<String>,
    /// Text of an e-mail with a link: what is between `{##` and `##}` is what users click on. 6–20,000
    /// characters.
    #[field(length = 6..=20_000, pattern = r"(?s)\{##.*##\}")]
    pub email_message_by_link: Option<String>,
    /// Subject of an e-mail with a link. 1–140 characters.
    #[field(length = 1..=140)]
    pub email_subject_by_link: Option<String>,
    /// Text message with a code, for which `{####}` stands. 6–140 characters.
    #[field(length = 6..=140, pattern = r"\{####\}")]
    pub sms_message: Option<String>,
}

impl Verification {
    /// Old pools hold three of the texts in fields of the pool itself.
    pub(super) fn or_old(self, live: &sdk::UserPoolType) -> Self {
        Self {
            email_message: self.email_message.or(non_empty(live.email_verification_message())),
            email_subject: self.email_subject.or(non_empty(live.email_verification_subject())),
            sms_message: self.sms_message.or(non_empty(live.sms_verification_message())),
            ..self
        }
    }
}

/// How users come into the pool.
#[spec(sdk::AdminCreateUserConfigType)]
pub struct AdminCreateUser {
    /// Whether only administrators add users. Absent: users sign up by themselves.
    #[field(aws = allow_admin_create_user_only)]
    pub only_admins: bool,
    /// The message to users whom an administrator has added.
    #[field(omit_default, aws = invite_message_template, with = unless_default)]
    pub invitation: Invitation,
}

/// The message to users whom an administrator has added. What is absent is in AWS's own words.
#[spec(sdk::MessageTemplateType)]
pub struct Invitation {
    /// Text of the e-mail, in which `{username}` and `{####}` stand for the name and the temporary
    /// password. 6–20,000 characters.
    #[field(length = 6..=20_000)]
    pub email_message: Option<String>,
    /// Subject of the e-mail. 1–140 characters.
    #[field(length = 1..=140)]
    pub email_subject: Option<String>,
    /// The text message, in which `{username}` and `{####}` stand for the name and the temporary
    /// password. 6–140 characters.
    #[field(length = 6..=140)]
    pub sms_message: Option<String>,
}

/// Who sends the pool's e-mail, and in whose name.
#[spec(sdk::EmailConfigurationType)]
pub struct Email {
    /// `COGNITO_DEFAULT` for Cognito itself, 50 messages a day; `DEVELOPER` for Amazon SES, within the
    /// limits of your account.
    #[field(aws = email_sending_account)]
    pub sending_account: SendingAccount,
    /// ARN of the SES identity (address or domain) in whose name messages are sent. Needed with
    /// `DEVELOPER`.
    #[field(pattern = r"^arn:[a-z-]+:ses:[a-z0-9-]+:[0-9]{12}:identity/.+$")]
    pub source_arn: Option<String>,
    /// The sender, such as `Support <support@example.com>`. Absent: the address of the identity.
    #[field(length = 1..=131_072)]
    pub from: Option<String>,
    /// The address to which answers go. Absent: the sender's.
    #[field(pattern = r"^\S+@\S+$", aws = reply_to_email_address)]
    pub reply_to: Option<String>,
    /// The SES configuration set that is applied to messages. Only with `DEVELOPER`.
    #[field(length = 1..=64, pattern = r"^[a-zA-Z0-9_-]+$")]
    pub configuration_set: Option<String>,
}

/// How the pool sends text messages.
#[spec]
pub struct Sms {
    /// ARN of the role with which Cognito sends: `sns:Publish`, or `sms-voice:SendTextMessage` with
    /// `end_user_messaging`.
    #[field(required, pattern = r"^arn:[a-z-]+:iam::[0-9]{12}:role/.+$")]
    pub role: String,
    /// What the role's trust policy asks for as `sts:ExternalId`. Absent: nothing.
    pub external_id: Option<String>,
    /// The region that sends. Absent: AWS's choice, which is the pool's own where that can send.
    #[field(length = 5..=32)]
    pub region: Auto<String>,
    /// Sends by AWS End User Messaging; `{}` is enough. Absent: by Amazon SNS.
    pub end_user_messaging: Option<EndUserMessaging>,
}

/// How AWS End User Messaging sends the text messages.
#[spec]
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

impl Field for Sms {
    type Aws = sdk::SmsConfigurationType;

    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
        let Some(aws) = aws else {
            return Ok(None);
        };
        if let Some(messaging) = aws.eums_sms {
            return Ok(Some(Self {
                role: messaging.caller_arn,
                external_id: non_empty(messaging.external_id),
                region: non_empty(messaging.region).into(),
                end_user_messaging: Some(EndUserMessaging {
                    origination_identity: non_empty(messaging.origination_identity),
                    configuration_set: non_empty(messaging.configuration_set_name),
                    india_entity_id: non_empty(messaging.in_entity_id),
                    india_template_id: non_empty(messaging.in_template_id),
                }),
            }));
        }
        Ok(non_empty(Some(aws.sns_caller_arn)).map(|role| Self {
            role,
            external_id: non_empty(aws.external_id),
            region: non_empty(aws.sns_region).into(),
            end_user_messaging: None,
        }))
    }

    fn to_aws(&self) -> Result<Option<Self::Aws>> {
        let sms = sdk::SmsConfigurationType::builder();
        let Some(messaging) = &self.end_user_messaging else {
            let sms = sms.sns_caller_arn(&self.role).set_external_id(self.external_id.clone());
            return Ok(Some(sms.set_sns_region(self.region.0.clone()).build()));
        };
        let messaging = sdk::EumsSmsConfigurationType::builder()
            .caller_arn(&self.role)
            .set_external_id(self.external_id.clone())
            .set_region(self.region.0.clone())
            .set_origination_identity(messaging.origination_identity.clone())
            .set_configuration_set_name(messaging.configuration_set.clone())
            .set_in_entity_id(messaging.india_entity_id.clone())
            .set_in_template_id(messaging.india_template_id.clone())
            .build()?;
        Ok(Some(sms.eums_sms(messaging).build()))
    }
}
