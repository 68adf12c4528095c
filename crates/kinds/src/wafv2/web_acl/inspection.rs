//! What AWS's groups must know of an application: where people sign in and up, and how a success looks.

use aws_sdk_wafv2::types as sdk;

use crate::conversions::conversions;
use crate::prelude::*;

/// How AWS's group against bots looks at requests.
#[spec(sdk::AwsManagedRulesBotControlRuleSet)]
pub struct BotControl {
    /// `COMMON`, or `TARGETED` for bots that hide, at a higher price.
    #[field(required, aws = inspection_level)]
    pub level: InspectionLevel,
    /// Whether it learns from the traffic. Only of `TARGETED`. Absent: yes.
    #[field(default = true, aws = enable_machine_learning)]
    pub machine_learning: bool,
}

/// Where people sign in.
#[spec(sdk::AwsManagedRulesAtpRuleSet)]
pub struct AccountTakeover {
    /// Path of the sign-in, such as `/login`.
    #[field(required, length = 1..=256)]
    pub login_path: String,
    /// Where name and password stand in the request. Absent: where AWS looks by itself.
    #[field(aws = request_inspection)]
    pub request: Option<SignIn>,
    /// How a success looks. Only before CloudFront.
    #[field(aws = response_inspection)]
    pub response: Option<Response>,
    /// Whether `login_path` is a regular expression. Absent: no.
    #[field(omit_default)]
    pub enable_regex_in_path: bool,
}

/// Where people sign up.
#[spec(sdk::AwsManagedRulesAcfpRuleSet)]
pub struct AccountCreation {
    /// Path that takes the sign-up, such as `/signup`.
    #[field(required, length = 1..=256)]
    pub creation_path: String,
    /// Path of the page with the form.
    #[field(required, length = 1..=256)]
    pub registration_page_path: String,
    /// Where AWS finds what people say of themselves.
    #[field(required, aws = request_inspection)]
    pub request: SignUp,
    /// How a success looks. Only before CloudFront.
    #[field(aws = response_inspection)]
    pub response: Option<Response>,
    /// Whether the paths are regular expressions. Absent: no.
    #[field(omit_default)]
    pub enable_regex_in_path: bool,
}

/// Where name and password stand in a request.
#[spec(sdk::RequestInspection)]
pub struct SignIn {
    /// How the body is written.
    #[field(required)]
    pub payload_type: PayloadType,
    /// The field of the name: `username`, or `/form/username` of JSON.
    #[field(required, length = 1..=512, with = username)]
    pub username_field: String,
    /// The field of the password.
    #[field(required, length = 1..=512, with = password)]
    pub password_field: String,
}

/// Where a request says what people say of themselves.
#[spec(sdk::RequestInspectionAcfp)]
pub struct SignUp {
    /// How the body is written.
    #[field(required)]
    pub payload_type: PayloadType,
    /// The field of the name: `username`, or `/form/username` of JSON.
    #[field(length = 1..=512, with = username::maybe)]
    pub username_field: Option<String>,
    /// The field of the password.
    #[field(length = 1..=512, with = password::maybe)]
    pub password_field: Option<String>,
    /// The field of the e-mail address.
    #[field(length = 1..=512, with = email::maybe)]
    pub email_field: Option<String>,
    /// The fields of the phone number, in their order.
    #[field(omit_default, with = phone::all)]
    pub phone_number_fields: Vec<String>,
    /// The fields of the address, in their order.
    #[field(omit_default, with = address::all)]
    pub address_fields: Vec<String>,
}

/// How a success looks in an answer: by one of these.
#[spec(sdk::ResponseInspection)]
pub struct Response {
    /// By its status.
    pub status_code: Option<StatusCodes>,
    /// By a header.
    pub header: Option<HeaderValues>,
    /// By a text in the body.
    pub body_contains: Option<Texts>,
    /// By a value in JSON.
    pub json: Option<JsonValues>,
}

/// Status of HTTP.
#[spec(sdk::ResponseInspectionStatusCode)]
pub struct StatusCodes {
    /// Those of a success.
    #[field(required, length = 1..=10, aws = success_codes)]
    pub success: BTreeSet<i32>,
    /// Those of a failure.
    #[field(required, length = 1..=10, aws = failure_codes)]
    pub failure: BTreeSet<i32>,
}

/// Values of a header.
#[spec(sdk::ResponseInspectionHeader)]
pub struct HeaderValues {
    /// Name of the header.
    #[field(required, length = 1..=200)]
    pub name: String,
    /// Those of a success.
    #[field(required, length = 1..=3, aws = success_values)]
    pub success: BTreeSet<String>,
    /// Those of a failure.
    #[field(required, length = 1..=3, aws = failure_values)]
    pub failure: BTreeSet<String>,
}

/// Texts in the body.
#[spec(sdk::ResponseInspectionBodyContains)]
pub struct Texts {
    /// Those of a success.
    #[field(required, length = 1..=5, aws = success_strings)]
    pub success: BTreeSet<String>,
    /// Those of a failure.
    #[field(required, length = 1..=5, aws = failure_strings)]
    pub failure: BTreeSet<String>,
}

/// Values in JSON.
#[spec(sdk::ResponseInspectionJson)]
pub struct JsonValues {
    /// Where the value stands, such as `/login/success`.
    #[field(required, length = 1..=512)]
    pub identifier: String,
    /// Those of a success.
    #[field(required, length = 1..=5, aws = success_values)]
    pub success: BTreeSet<String>,
    /// Those of a failure.
    #[field(required, length = 1..=5, aws = failure_values)]
    pub failure: BTreeSet<String>,
}

/// How AWS's group against floods acts.
#[spec(sdk::AwsManagedRulesAntiDDoSRuleSet)]
pub struct AntiDdos {
    /// How readily a request is blocked during a flood. Absent: `LOW`.
    #[field(aws = sensitivity_to_block)]
    pub sensitivity: FloodSensitivity,
    /// Whether browsers have to run a script during a flood.
    #[field(required, aws = client_side_action_config, with = challenge)]
    pub challenge: ClientSideAction,
}

/// Whether browsers have to run a script during a flood.
#[spec(sdk::ClientSideAction)]
pub struct ClientSideAction {
    /// `ENABLED` or `DISABLED`.
    #[field(required, aws = usage_of_action)]
    pub usage: Usage,
    /// How readily. Absent: `HIGH`.
    #[field(default = FloodSensitivity::High)]
    pub sensitivity: FloodSensitivity,
    /// Regular expressions of the paths of those that cannot run one, such as an API's.
    #[field(omit_default, length = ..=5, aws = exempt_uri_regular_expressions, with = expressions)]
    pub exempt_paths: BTreeSet<String>,
}

aws_enum! {
    /// How a group looks at requests.
    InspectionLevel = sdk::InspectionLevel {
        Common = "COMMON",
        Targeted = "TARGETED",
    }
    /// How a body is written.
    PayloadType = sdk::PayloadType {
        FormEncoded = "FORM_ENCODED",
        Json = "JSON",
    }
    /// How readily something is done.
    #[derive(Default)]
    FloodSensitivity = sdk::SensitivityToAct {
        #[default]
        Low = "LOW",
        Medium = "MEDIUM",
        High = "HIGH",
    }
    /// Whether something is done.
    Usage = sdk::UsageOfAction {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

/// Fields of requests, which the SDK has in a type for each.
macro_rules! fields {
    ($($name:ident: $aws:ident;)+) => {$(
        mod $name {
            #![allow(dead_code, reason = "some are there once, and some in a list")]
            use super::{Result, sdk};

            fn field(identifier: &str) -> Result<sdk::$aws> {
                Ok(sdk::$aws::builder().identifier(identifier).build()?)
            }

            pub(super) fn of(aws: Option<sdk::$aws>) -> Result<Option<String>> {
                Ok(aws.map(|field| field.identifier))
            }

            pub(super) fn to_aws(identifier: &str) -> Result<Option<sdk::$aws>> {
                field(identifier).map(Some)
            }

            pub(super) mod maybe {
                use super::{Result, sdk};

                pub(in super::super) fn of(
                    aws: Option<sdk::$aws>,
                ) -> Result<Option<Option<String>>> {
                    super::of(aws).map(Some)
                }

                pub(in super::super) fn to_aws(
                    identifier: &Option<String>,
                ) -> Result<Option<sdk::$aws>> {
                    identifier.as_deref().map(super::field).transpose()
                }
            }

            pub(super) mod all {
                use super::{Result, sdk};

                pub(in super::super) fn of(
                    aws: Option<Vec<sdk::$aws>>,
                ) -> Result<Option<Vec<String>>> {
                    let fields = aws.map(|fields| fields.into_iter().map(|it| it.identifier));
                    Ok(fields.map(Iterator::collect))
                }

                pub(in super::super) fn to_aws(
                    identifiers: &[String],
                ) -> Result<Option<Vec<sdk::$aws>>> {
                    let fields = identifiers.iter().map(|it| super::field(it));
                    let fields: Vec<_> = fields.collect::<Result<_>>()?;
                    Ok((!fields.is_empty()).then_some(fields))
                }
            }
        }
    )+};
}
fields! {
    username: UsernameField;
    password: PasswordField;
    email: EmailField;
    phone: PhoneNumberField;
    address: AddressField;
}

conversions! {
    challenge: ClientSideAction, sdk::ClientSideActionConfig {
        |said| match said {
            Some(config) => ClientSideAction::of(config.challenge)?,
            None => None,
        },
        |action| {
            let config = sdk::ClientSideActionConfig::builder();
            Some(config.set_challenge(action.to_aws()?).build())
        },
    }
    expressions: BTreeSet<String>, Vec<sdk::Regex> {
        |said| said.map(|all| all.into_iter().filter_map(|it| it.regex_string).collect()),
        |all| {
            let all = all.iter().map(|it| sdk::Regex::builder().regex_string(it).build());
            let all: Vec<sdk::Regex> = all.collect();
            (!all.is_empty()).then_some(all)
        },
    }
}
