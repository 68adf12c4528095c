//! The functions that a pool calls.

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fields::present;
use crate::words::words;
use kind::Result;

words! {
    /// The form of the event that a function gets before tokens are made.
    #[derive(Default)]
    TokenEventVersion = sdk::PreTokenGenerationLambdaVersionType {
        /// For the identity token. Every tier has it.
        #[default]
        V1 = "V1_0",
        /// For the access token too. Needs the tier `ESSENTIALS` or `PLUS`.
        V2 = "V2_0",
        /// For tokens of machines too. Needs the tier `ESSENTIALS` or `PLUS`.
        V3 = "V3_0",
    }
}

/// ARNs of the functions that the pool calls, each at its moment. Each must allow
/// `cognito-idp.amazonaws.com` to call it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Triggers {
    /// Before a user signs up: it may refuse, or confirm at once.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub pre_sign_up: Option<String>,
    /// After a user is confirmed.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub post_confirmation: Option<String>,
    /// Before a sign-in: it may refuse.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub pre_authentication: Option<String>,
    /// After a sign-in.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub post_authentication: Option<String>,
    /// Before tokens are made: it may change what they claim.
    pub pre_token_generation: Option<PreTokenGeneration>,
    /// When a message is made: it may write it.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub custom_message: Option<String>,
    /// When somebody unknown signs in: it may know the user from elsewhere.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub user_migration: Option<String>,
    /// Decides what is asked next in a sign-in of your own making.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub define_auth_challenge: Option<String>,
    /// Makes up what is asked.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub create_auth_challenge: Option<String>,
    /// Judges the answer.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub verify_auth_challenge_response: Option<String>,
    /// After a sign-in elsewhere: it may change the attributes that come from there.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub inbound_federation: Option<String>,
    /// Sends e-mail in place of Cognito. Needs `kms_key`.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub custom_email_sender: Option<String>,
    /// Sends text messages in place of Cognito. Needs `kms_key`.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub custom_sms_sender: Option<String>,
    /// ARN of the KMS key that encrypts codes and passwords on their way to the custom senders.
    #[schemars(regex(pattern = r"^arn:[a-z-]+:kms:.+$"))]
    pub kms_key: Option<String>,
}

/// The function that is called before tokens are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreTokenGeneration {
    /// ARN of the function.
    #[schemars(extend("x-called-by" = "cognito-idp.amazonaws.com"))]
    pub function: String,
    /// The form of the event: `V1_0` for the identity token alone, `V2_0` for the access token too,
    /// `V3_0` for tokens of machines too.
    #[serde(default)]
    pub version: TokenEventVersion,
}

impl Triggers {
    pub(super) fn request(&self) -> Result<sdk::LambdaConfigType> {
        let tokens = self.pre_token_generation.as_ref().map(|trigger| {
            sdk::PreTokenGenerationVersionConfigType::builder()
                .lambda_arn(&trigger.function)
                .lambda_version(trigger.version.into())
                .build()
        });
        let email = self.custom_email_sender.as_ref().map(|function| {
            sdk::CustomEmailLambdaVersionConfigType::builder()
                .lambda_arn(function)
                .lambda_version(sdk::CustomEmailSenderLambdaVersionType::V10)
                .build()
        });
        let sms = self.custom_sms_sender.as_ref().map(|function| {
            sdk::CustomSmsLambdaVersionConfigType::builder()
                .lambda_arn(function)
                .lambda_version(sdk::CustomSmsSenderLambdaVersionType::V10)
                .build()
        });
        let federation = self.inbound_federation.as_ref().map(|function| {
            sdk::InboundFederationLambdaType::builder()
                .lambda_arn(function)
                .lambda_version(sdk::InboundFederationLambdaVersionType::V10)
                .build()
        });
        Ok(sdk::LambdaConfigType::builder()
            .set_pre_sign_up(self.pre_sign_up.clone())
            .set_post_confirmation(self.post_confirmation.clone())
            .set_pre_authentication(self.pre_authentication.clone())
            .set_post_authentication(self.post_authentication.clone())
            .set_pre_token_generation_config(tokens.transpose()?)
            .set_custom_message(self.custom_message.clone())
            .set_user_migration(self.user_migration.clone())
            .set_define_auth_challenge(self.define_auth_challenge.clone())
            .set_create_auth_challenge(self.create_auth_challenge.clone())
            .set_verify_auth_challenge_response(self.verify_auth_challenge_response.clone())
            .set_inbound_federation(federation.transpose()?)
            .set_custom_email_sender(email.transpose()?)
            .set_custom_sms_sender(sms.transpose()?)
            .set_kms_key_id(self.kms_key.clone())
            .build())
    }

    pub(super) fn of(live: &sdk::LambdaConfigType) -> Result<Self> {
        // The older field names a function of the first version; AWS fills it for the newer one too.
        let tokens = match live.pre_token_generation_config() {
            Some(trigger) => Some(PreTokenGeneration {
                function: trigger.lambda_arn().to_owned(),
                version: TokenEventVersion::of(trigger.lambda_version()),
            }),
            None => present(live.pre_token_generation())
                .map(|function| PreTokenGeneration { function, version: TokenEventVersion::V1 }),
        };
        let federation = live.inbound_federation();
        let email = live.custom_email_sender();
        let sms = live.custom_sms_sender();
        Ok(Self {
            pre_sign_up: present(live.pre_sign_up()),
            post_confirmation: present(live.post_confirmation()),
            pre_authentication: present(live.pre_authentication()),
            post_authentication: present(live.post_authentication()),
            pre_token_generation: tokens,
            custom_message: present(live.custom_message()),
            user_migration: present(live.user_migration()),
            define_auth_challenge: present(live.define_auth_challenge()),
            create_auth_challenge: present(live.create_auth_challenge()),
            verify_auth_challenge_response: present(live.verify_auth_challenge_response()),
            inbound_federation: present(federation.map(|trigger| trigger.lambda_arn())),
            custom_email_sender: present(email.map(|trigger| trigger.lambda_arn())),
            custom_sms_sender: present(sms.map(|trigger| trigger.lambda_arn())),
            kms_key: present(live.kms_key_id()),
        })
    }
}
