//! API Gateway. It takes one change to an API at a time, and tries out roles before it takes them.

pub mod account;
pub mod api_key;
pub mod domain_name;
mod patch;
pub mod rest_api;
pub(crate) mod support;
mod templates;
pub(crate) mod terraform;
mod tls;
pub mod usage_plan;

use std::time::Duration;

use aws::services::{
    ALL, Answer, PROPAGATION, RIGHTS_CHANGED, Rate, Service, TransientError, When, rate,
};

aws::client! {
    /// The client of API Gateway.
    pub trait ApiGateway { api_gateway: aws_sdk_apigateway }
}

/// The name that the SDK gives it.
pub const NAME: &str = "API Gateway";

pub const SERVICE: Service = Service {
    rates,
    not_found: &["NotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateApiKey", "id"),
        ("CreateAuthorizer", "id"),
        ("CreateDeployment", "id"),
        ("CreateDomainName", "domainName"),
        ("CreateRequestValidator", "id"),
        ("CreateResource", "id"),
        ("CreateRestApi", "id"),
        ("CreateUsagePlan", "id"),
        ("GetAccount", "throttleSettings"),
        ("GetApiKey", "id"),
        ("GetApiKeys", "item[].id"),
        ("GetAuthorizers", "item[].id"),
        ("GetBasePathMappings", "item"),
        ("GetDeployment", "id"),
        ("GetDeployments", "item[].id"),
        ("GetDomainName", "domainName"),
        ("GetDomainNames", "item[].domainName"),
        ("GetGatewayResponses", "item[].responseType"),
        ("GetModels", "item[].name"),
        ("GetRequestValidators", "item[].id"),
        ("GetResources", "item[].id"),
        ("GetRestApi", "id"),
        ("GetRestApis", "item[].id"),
        ("GetStage", "stageName"),
        ("GetStages", "item[].stageName"),
        ("GetUsagePlan", "id"),
        ("GetUsagePlanKeys", "item[].id"),
        ("GetUsagePlans", "item[].id"),
    ],
    actions: &[
        // A resource policy and mutual TLS have actions of their own beside the method.
        ("CreateRestApi", &["POST", "UpdateRestApiPolicy"]),
        ("UpdateRestApi", &["PATCH", "UpdateRestApiPolicy"]),
        ("CreateDomainName", &["POST", "AddCertificateToDomain"]),
        ("UpdateDomainName", &["PATCH", "AddCertificateToDomain", "RemoveCertificateFromDomain"]),
    ],
    action: verb,
    spelled_out: templates::spelled_out,
    ..Service::new(NAME, "aws_sdk_apigateway", "apigateway")
};

/// API Gateway's actions are the methods of HTTP; what is called shows in the resource alone.
pub(crate) fn verb(operation: &str) -> &'static str {
    const VERBS: &[(&str, &str)] = &[
        ("Create", "POST"),
        ("Delete", "DELETE"),
        ("Put", "PUT"),
        ("Tag", "PUT"),
        ("Untag", "DELETE"),
        ("Update", "PATCH"),
    ];
    let verb = VERBS.iter().find(|(word, _)| operation.starts_with(word));
    verb.map_or("GET", |(_, verb)| verb)
}

/// API Gateway: a few operations have rates of their own, and all together 10 a second.
fn rates(operation: &str) -> Vec<Rate> {
    let own = match operation {
        "CreateApiKey" => Some(rate("apigateway/CreateApiKey", 5.0, 5.0)),
        "CreateDeployment" => Some(rate("apigateway/CreateDeployment", 0.2, 1.0)),
        "CreateResource" => Some(rate("apigateway/CreateResource", 5.0, 5.0)),
        "DeleteApiKey" => Some(rate("apigateway/DeleteApiKey", 5.0, 5.0)),
        "DeleteDomainName" => Some(rate("apigateway/DeleteDomainName", 1.0 / 30.0, 1.0)),
        "DeleteResource" => Some(rate("apigateway/DeleteResource", 5.0, 5.0)),
        "GetResources" => Some(rate("apigateway/GetResources", 2.5, 5.0)),
        "PutRestApi" => Some(rate("apigateway/PutRestApi", 1.0, 1.0)),
        "CreateRestApi" | "ImportRestApi" => Some(rate("apigateway/CreateRestApi", 1.0 / 3.0, 1.0)),
        "DeleteRestApi" => Some(rate("apigateway/DeleteRestApi", 1.0 / 30.0, 1.0)),
        "CreateDomainName" => Some(rate("apigateway/CreateDomainName", 1.0 / 30.0, 1.0)),
        "UpdateDomainName" => Some(rate("apigateway/UpdateDomainName", 1.0 / 30.0, 1.0)),
        "UpdateUsagePlan" => Some(rate("apigateway/UpdateUsagePlan", 0.05, 1.0)),
        "UpdateAccount" => Some(rate("apigateway/UpdateAccount", 0.05, 1.0)),
        _ => None,
    };
    own.into_iter().chain([rate("apigateway", 10.0, 40.0)]).collect()
}

/// What makes an API, a stage of one, or a domain.
const MADE: When = When::InRunAfter(
    NAME,
    &["CreateDeployment", "CreateDomainName", "CreateRestApi", "CreateStage"],
);

/// What API Gateway says of an API or a stage that it has not heard of.
const UNKNOWN_STAGE: Answer = Answer::Saying(
    "BadRequestException",
    &["Invalid domain name identifier", "Invalid REST API identifier", "Invalid stage identifier"],
);
const MAPPINGS: &[&str] = &["CreateBasePathMapping", "UpdateBasePathMapping"];

/// What API Gateway says of a role, or of a policy of it, that it has not heard of. It tries the role out
/// by writing a log line.
const UNKNOWN_ROLE: Answer = Answer::Saying(
    "BadRequestException",
    &[
        "The role ARN does not have required permissions",
        "API Gateway could not successfully write to CloudWatch Logs using the ARN specified",
    ],
);

const TRANSIENT_ERRORS: &[TransientError] = &[
    // The code stands for names that are taken as well.
    TransientError {
        operations: ALL,
        answer: Answer::Saying("ConflictException", &["concurrent modification"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: &["PutIntegrationResponse"],
        answer: Answer::Refused(&["ConflictException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: ALL,
        answer: Answer::Saying("NotFoundException", &["Invalid API identifier"]),
        when: When::InStepsAfter(&["CreateRestApi"]),
        limit: PROPAGATION,
        what: "the API to be known",
    },
    // A part of the API at hand was made a moment ago.
    TransientError {
        operations: &["Create*", "GetStages", "Put*", "UpdateStage"],
        answer: Answer::Refused(&["NotFoundException"]),
        when: When::InStepsAfter(&[
            "CreateAuthorizer", "CreateDeployment", "CreateModel", "CreateRequestValidator",
            "CreateResource", "CreateRestApi", "CreateStage", "PutIntegration", "PutMethod",
        ]),
        limit: PROPAGATION,
        what: "the parts of the API to be known",
    },
    TransientError {
        operations: &["CreateUsagePlanKey"],
        answer: Answer::Refused(&["NotFoundException"]),
        when: When::InRunAfter(NAME, &["CreateApiKey", "CreateUsagePlan"]),
        limit: PROPAGATION,
        what: "the key and the plan to be known",
    },
    TransientError {
        operations: &["CreateUsagePlan", "UpdateUsagePlan"],
        answer: Answer::Refused(&["NotFoundException"]),
        when: MADE,
        limit: PROPAGATION,
        what: "the stages to be known",
    },
    TransientError {
        operations: MAPPINGS,
        answer: UNKNOWN_STAGE,
        when: MADE.or_briefly(),
        limit: PROPAGATION,
        what: "the stage to be known",
    },
    // IAM tells it of a new role within seconds, and UpdateAccount may be called every 20.
    TransientError {
        operations: &["UpdateAccount"],
        answer: UNKNOWN_ROLE,
        when: RIGHTS_CHANGED.or_briefly(),
        limit: Duration::from_secs(3 * 60),
        what: "API Gateway to be allowed to take on the role",
    },
    TransientError {
        operations: &["CreateStage", "UpdateStage"],
        answer: Answer::Saying(
            "BadRequestException",
            &["CloudWatch Logs role ARN must be set in account settings"],
        ),
        when: When::InRunAfter(NAME, &["UpdateAccount"]),
        limit: PROPAGATION,
        what: "the account's role for logs to be known",
    },
];

#[cfg(test)]
mod tests {
    use super::verb;

    #[test]
    fn actions_are_methods_of_http() {
        for (operation, action) in [
            ("CreateStage", "POST"),
            ("DeleteMethod", "DELETE"),
            ("GetResources", "GET"),
            ("PutIntegration", "PUT"),
            ("TagResource", "PUT"),
            ("UntagResource", "DELETE"),
            ("UpdateStage", "PATCH"),
        ] {
            assert_eq!(verb(operation), action);
        }
    }
}
