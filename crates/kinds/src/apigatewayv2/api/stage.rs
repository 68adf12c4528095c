//! Where the API can be called.

use aws_sdk_apigatewayv2::operation::create_stage::builders::CreateStageFluentBuilder;
use aws_sdk_apigatewayv2::operation::update_stage::builders::UpdateStageInputBuilder;
use aws_sdk_apigatewayv2::types as sdk;

use crate::apigateway::rest_api::LogFormat;
use crate::forms::{Word, tags_if_any};
use crate::prelude::*;
use crate::settings::set_changed;

/// A stage: an address at which the API can be called, with settings of its own.
#[spec(sdk::Stage, request = CreateStageFluentBuilder)]
pub struct Stage {
    /// Whether AWS shows every change at once, or we deploy each update as a whole when it is written.
    #[field(default = true)]
    pub auto_deploy: bool,
    /// What the stage is for. Absent: nothing is said.
    #[field(length = 1..=1024)]
    pub description: Option<String>,
    /// Variables by name, which integrations use as `stageVariables.<name>`. Values have up to 512 letters, digits and
    /// `-._~:/?#&=,`.
    #[field(omit_default, aws = stage_variables)]
    pub variables: BTreeMap<String, String>,
    /// A line in a log for every request. Absent: none.
    #[field(aws = access_log_settings)]
    pub access_log: Option<AccessLog>,
    /// Id of the certificate by which a WebSocket API identifies itself to servers. Absent: none.
    #[field(length = 1..)]
    pub client_certificate_id: Option<String>,
    /// Limits and logs of all routes without settings of their own.
    #[field(omit_default, aws = default_route_settings, with = even_nothing)]
    pub default_route: RouteSettings,
    /// Limits and logs of single routes, by their keys.
    #[field(omit_default, aws = route_settings)]
    pub routes: BTreeMap<String, RouteSettings>,
    /// Tags of the stage.
    #[field(omit_default, with = tags_if_any)]
    pub tags: Tags,
    /// What a stage without `auto_deploy` shows: the hash of all that was deployed to it.
    #[field(not_in_answer, not_in_request)]
    #[schemars(skip)]
    pub deployment: Option<String>,
}

/// A line in a log for every request.
#[spec(sdk::AccessLogSettings, only_with = destination_arn)]
pub struct AccessLog {
    /// ARN of the log group, or of a Firehose stream whose name begins with `amazon-apigateway-`. A WebSocket API needs
    /// a role of the account that API Gateway may write logs with (`apigateway.account`).
    #[field(required, aws = destination_arn)]
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:(logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+(:\*)?|firehose:[a-z0-9-]+:\d{12}:deliverystream/amazon-apigateway-.+)$"
    ))]
    pub destination: String,
    /// What a line says, as text or as a map that becomes JSON. `$context.<variable>` stand for their values; one must be
    /// `$context.requestId` or `$context.extendedRequestId`.
    #[field(required)]
    #[schemars(with = "serde_json::Value", extend("type" = ["object", "string"]))]
    pub format: LogFormat,
}

/// Limits and logs of routes.
#[spec(sdk::RouteSettings)]
pub struct RouteSettings {
    /// Requests a second beyond which callers get a 429. Absent: only the account's own limit holds.
    #[field(range = 0.0..)]
    pub throttling_rate_limit: Option<f64>,
    /// Requests that may come at once. Absent: only the account's own limit holds.
    #[field(range = 0..)]
    pub throttling_burst_limit: Option<i32>,
    /// Whether CloudWatch counts each route by itself, which is paid for.
    #[field(omit_default, aws = detailed_metrics_enabled)]
    pub metrics: bool,
    /// Whether logs of a WebSocket API hold whole messages, with everything secret in them.
    #[field(omit_default, aws = data_trace_enabled, with = unless_default)]
    pub data_trace: bool,
    /// How much a WebSocket API logs of what it does: `ERROR` or `INFO`. Absent: nothing.
    #[field(known = ["ERROR", "INFO"], with = Word::<sdk::LoggingLevel>)]
    pub logging_level: Option<String>,
}

conversions! {
    /// Settings that are sent even where they say nothing.
    even_nothing: RouteSettings, sdk::RouteSettings {
        |live| Some(RouteSettings::of(live)?.unwrap_or_default()),
        |settings| settings.to_aws()?,
    }
}

impl Stage {
    /// Without what goes without saying.
    pub(super) fn normalise(&mut self) {
        let settings = self.routes.values_mut().chain([&mut self.default_route]);
        for settings in settings {
            settings.logging_level.take_if(|level| level == "OFF");
        }
        if let Some(log) = &mut self.access_log {
            let bare = log.destination.strip_suffix(":*").unwrap_or(&log.destination).len();
            log.destination.truncate(bare);
        }
    }

    /// The changes that one call can make; nothing where there are none.
    pub(super) fn change(&self, live: &Self) -> Result<Option<UpdateStageInputBuilder>> {
        let mut variables = self.variables.clone();
        for gone in live.variables.keys() {
            // An empty value removes a variable.
            variables.entry(gone.clone()).or_default();
        }
        let changes = set_changed!(UpdateStageInputBuilder::default(), self, live, {
            auto_deploy: set_auto_deploy(self.auto_deploy),
            description: set_description(self.description.clone().unwrap_or_default()),
            variables: set_stage_variables(variables.to_aws()?),
            access_log: set_access_log_settings(self.access_log.to_aws()?),
            client_certificate_id:
                set_client_certificate_id(self.client_certificate_id.clone().unwrap_or_default()),
            default_route: set_default_route_settings(self.default_route.to_aws()?),
            routes: set_route_settings(self.routes.to_aws()?),
        });
        Ok((changes != UpdateStageInputBuilder::default()).then_some(changes))
    }
}
