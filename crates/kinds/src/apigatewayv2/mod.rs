//! The second API of API Gateway, of HTTP and WebSocket APIs. Both share what an account may call in a second.

pub mod api;
pub(crate) mod terraform;

use aws::services::{ALL, Answer, PROPAGATION, Service, TransientError, When, rate};

use crate::apigateway::verb;

aws::client! {
    /// The client of API Gateway's second API.
    pub trait ApiGatewayV2 { api_gateway_v2: aws_sdk_apigatewayv2 }
}

/// The name that the SDK gives it.
pub const NAME: &str = "ApiGatewayV2";

/// The list of all APIs, which is asked once a run.
pub(crate) const ALL_APIS: &str = "apigatewayv2 apis";

pub const SERVICE: Service = Service {
    rates: |_| vec![rate("apigateway", 10.0, 40.0)],
    not_found: &["NotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateApi", "apiId"),
        ("CreateApiMapping", "apiMappingId"),
        ("CreateAuthorizer", "authorizerId"),
        ("CreateDeployment", "deploymentId"),
        ("CreateIntegration", "integrationId"),
        ("CreateRoute", "routeId"),
        ("GetApi", "apiId"),
        ("GetApiMappings", "items[].apiMappingId"),
        ("GetApis", "items[].apiId"),
        ("GetAuthorizers", "items[].authorizerId"),
        ("GetDeployments", "items[].deploymentId"),
        ("GetIntegrationResponses", "items[].integrationResponseKey"),
        ("GetIntegrations", "items[].integrationId"),
        ("GetModels", "items[].name"),
        ("GetRoutes", "items[].routeId"),
        ("GetStages", "items[].stageName"),
    ],
    action: verb,
    ..Service::new(NAME, "aws_sdk_apigatewayv2", "apigateway")
};

/// An API or a stage that a domain is to lead to, and that was made a moment ago.
const fn unknown(code: &'static str, says: &'static [&'static str]) -> TransientError {
    TransientError {
        operations: &["CreateApiMapping", "UpdateApiMapping"],
        answer: Answer::Saying(code, says),
        when: When::InRunAfter(NAME, &["CreateApi", "CreateStage"]).or_briefly(),
        limit: PROPAGATION,
        what: "the API and its stage to be known",
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Saying("ConflictException", &["concurrent modification"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    unknown("BadRequestException", &["Invalid stage identifier"]),
    unknown("NotFoundException", &["Invalid API identifier", "Invalid domain name identifier"]),
];

/// Every item of a list, by the largest pages that there are. The SDK makes no paginator for them.
macro_rules! pages {
    ($request:expr) => {{
        let (mut items, mut token) = (Vec::new(), None);
        loop {
            let page = $request.max_results("500").set_next_token(token).send().await?;
            items.extend(page.items.unwrap_or_default());
            token = page.next_token;
            if token.is_none() {
                break items;
            }
        }
    }};
}
pub(crate) use pages;
