//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, called, entry, named, own, part, same, text};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_apigatewayv2_api"],
        own("apigatewayv2.api", |it| text(it, "id")).with(&[
            same("name", "name"),
            same("protocol_type", "protocol"),
            same("description", "description"),
            same("version", "version"),
            same("disable_execute_api_endpoint", "disable_execute_api_endpoint"),
            same("ip_address_type", "ip_address_type"),
            same("cors_configuration.allow_credentials", "cors.allow_credentials"),
            same("cors_configuration.allow_headers", "cors.allow_headers"),
            same("cors_configuration.allow_methods", "cors.allow_methods"),
            same("cors_configuration.allow_origins", "cors.allow_origins"),
            same("cors_configuration.expose_headers", "cors.expose_headers"),
            same("cors_configuration.max_age", "cors.max_age_seconds"),
        ]),
    ),
    (
        &["aws_apigatewayv2_authorizer"],
        part("apigatewayv2.api", api).with(&[
            entry("name", "authorizers.{name}"),
            same("jwt_configuration.issuer", "authorizers.{name}.issuer"),
            same("jwt_configuration.audience", "authorizers.{name}.audience"),
            called("authorizer_uri", "authorizers.{name}.function"),
            same("authorizer_credentials_arn", "authorizers.{name}.credentials"),
            same("identity_sources", "authorizers.{name}.identity_sources"),
        ]),
    ),
    (
        &["aws_apigatewayv2_route"],
        part("apigatewayv2.api", api).with(&[
            entry("route_key", "routes.{route_key}"),
            named("authorization_type", "authorizer_id", "routes.{route_key}.authorization"),
            same("authorization_scopes", "routes.{route_key}.scopes"),
            same("api_key_required", "routes.{route_key}.api_key_required"),
            same("operation_name", "routes.{route_key}.operation_name"),
        ]),
    ),
    (
        &["aws_apigatewayv2_stage"],
        part("apigatewayv2.api", api).with(&[
            entry("name", "stages.{name}"),
            same("auto_deploy", "stages.{name}.auto_deploy"),
            same("description", "stages.{name}.description"),
            same("access_log_settings.destination_arn", "stages.{name}.access_log.destination"),
            same("stage_variables", "stages.{name}.variables").hidden(),
        ]),
    ),
    (
        &["aws_apigatewayv2_model"],
        part("apigatewayv2.api", api).with(&[entry("name", "models.{name}").only_says()]),
    ),
    (
        &[
            "aws_apigatewayv2_deployment", "aws_apigatewayv2_integration",
            "aws_apigatewayv2_integration_response", "aws_apigatewayv2_route_response",
        ],
        part("apigatewayv2.api", api),
    ),
];

fn api(attributes: &Attributes) -> Option<String> {
    text(attributes, "api_id")
}
