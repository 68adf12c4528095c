//! The functions that a pool calls.

use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::prelude::*;

aws_enum! {
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
#[spec(sdk::LambdaConfigType)]
pub struct Triggers {
    /// Before a user signs up: it may refuse, or confirm at once.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub pre_sign_up: Option<String>,
    /// After a user is confirmed.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub post_confirmation: Option<String>,
    /// Before a sign-in: it may refuse.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub pre_authentication: Option<String>,
    /// After a sign-in.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub post_authentication: Option<String>,
    /// Before tokens are made: it may change what they claim.
    #[field(aws = pre_token_generation_config)]
    pub pre_token_generation: Option<PreTokenGeneration>,
    /// When a message is made: it may write it.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub custom_message: Option<String>,
    /// When somebody unknown signs in: it may know the user from elsewhere.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub user_migration: Option<String>,
    /// Decides what is asked next in a sign-in of your own making.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub define_auth_challenge: Option<String>,
    /// Makes up what is asked.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub create_auth_challenge: Option<String>,
    /// Judges the answer.
    #[field(called_by = "cognito-idp.amazonaws.com")]
    pub verify_auth_challenge_response: Option<String>,
    /// After a sign-in elsewhere: it may change the attributes that come from there.
    #[field(called_by = "cognito-idp.amazonaws.com", with = inbound_federation)]
    pub inbound_federation: Option<String>,
    /// Sends e-mail in place of Cognito. Needs `kms_key`.
    #[field(called_by = "cognito-idp.amazonaws.com", with = custom_email_sender)]
    pub custom_email_sender: Option<String>,
    /// Sends text messages in place of Cognito. Needs `kms_key`.
    #[field(called_by = "cognito-idp.amazonaws.com", with = custom_sms_sender)]
    pub custom_sms_sender: Option<String>,
    /// ARN of the KMS key that encrypts codes and passwords on their way to the custom senders.
    #[field(pattern = r"^arn:[a-z-]+:kms:.+$", aws = kms_key_id)]
    pub kms_key: Option<String>,
}

/// The function that is called before tokens are made.
#[spec(sdk::PreTokenGenerationVersionConfigType)]
pub struct PreTokenGeneration {
    /// ARN of the function.
    #[field(called_by = "cognito-idp.amazonaws.com", required, aws = lambda_arn)]
    pub function: String,
    /// The form of the event: `V1_0` for the identity token alone, `V2_0` for the access token too,
    /// `V3_0` for tokens of machines too.
    #[field(aws = lambda_version)]
    pub version: TokenEventVersion,
}

impl Triggers {
    /// The older field names a function of the first version; AWS fills it for the newer one too.
    pub(super) fn or_old(self, live: &sdk::UserPoolType) -> Self {
        let old = live.lambda_config().and_then(|triggers| triggers.pre_token_generation());
        let old = non_empty(old)
            .map(|function| PreTokenGeneration { function, version: TokenEventVersion::V1 });
        Self { pre_token_generation: self.pre_token_generation.or(old), ..self }
    }
}

/// Makes the conversion of a function of which AWS is told the version of its event, where there is but one.
macro_rules! one_version {
    ($($field:ident = $config:ident, $version:ident;)*) => {
        conversions! {$(
            $field: Option<String>, sdk::$config {
                |said| said.map(|config| non_empty(Some(config.lambda_arn))),
                |function| {
                    let config = |function| sdk::$config::builder().lambda_arn(function);
                    let version = sdk::$version::V10;
                    function.as_ref().map(|it| config(it).lambda_version(version).build()).transpose()?
                },
            }
        )*}
    };
}
one_version! {
    inbound_federation = InboundFederationLambdaType, InboundFederationLambdaVersionType;
    custom_email_sender = CustomEmailLambdaVersionConfigType, CustomEmailSenderLambdaVersionType;
    custom_sms_sender = CustomSmsLambdaVersionConfigType, CustomSmsSenderLambdaVersionType;
}
