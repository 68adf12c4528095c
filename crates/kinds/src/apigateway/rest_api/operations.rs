//! What an API takes: the operations that are called, and what AWS demands of the caller besides.

use kind::{Demand, Operations};

pub(super) const OPERATIONS: &[Operations] = &[
    Operations {
        service: "API Gateway",
        on: &[
            "arn:{partition}:apigateway:{region}::/restapis",
            "arn:{partition}:apigateway:{region}::/restapis/*",
        ],
        read: &[
            "GetAuthorizers",
            "GetDeployment",
            "GetDeployments",
            "GetGatewayResponses",
            "GetModels",
            "GetRequestValidators",
            "GetResources",
            "GetRestApi",
            "GetRestApis",
            "GetStages",
        ],
        write: &[
            "CreateAuthorizer",
            "CreateDeployment",
            "CreateModel",
            "CreateRequestValidator",
            "CreateResource",
            "CreateRestApi",
            "CreateStage",
            "DeleteAuthorizer",
            "DeleteDeployment",
            "DeleteGatewayResponse",
            "DeleteIntegrationResponse",
            "DeleteMethod",
            "DeleteModel",
            "DeleteRequestValidator",
            "DeleteResource",
            "DeleteRestApi",
            "DeleteStage",
            "GetStage",
            "PutGatewayResponse",
            "PutIntegration",
            "PutIntegrationResponse",
            "PutMethod",
            "PutMethodResponse",
            "UpdateAuthorizer",
            "UpdateModel",
            "UpdateRequestValidator",
            "UpdateRestApi",
            "UpdateStage",
        ],
    },
    Operations {
        service: "API Gateway",
        on: &["arn:{partition}:apigateway:{region}::/tags/*"],
        read: &[],
        write: &["TagResource", "UntagResource"],
    },
];

pub(super) const DEMANDS: &[Demand] = &[
    Demand::pass_role("authorizers.*.credentials", &["apigateway.amazonaws.com"]),
    Demand::pass_role("routes.*.*.integration.credentials", &["apigateway.amazonaws.com"]),
];
