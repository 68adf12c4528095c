//! API Gateway.

use super::{Line, text};
use crate::legacy::mapping::pair::{covers, entry, member, only, opposite, same, unlike};
use crate::legacy::mapping::{own, part};
use crate::legacy::state::Attributes;

pub(super) const LINES: &[Line] = &[
    (
        &["aws_api_gateway_account"],
        own("apigateway.account", |_| Some("account".to_owned()))
            .with(&[same("cloudwatch_role_arn", "cloudwatch_role")]),
    ),
    (
        &["aws_api_gateway_api_key"],
        own("apigateway.api_key", |it| text(it, "id")).with(&[
            same("name", "name"),
            same("description", "description"),
            same("customer_id", "customer_id"),
            opposite("enabled", "disabled"),
        ]),
    ),
    (
        &["aws_api_gateway_domain_name"],
        own("apigateway.domain_name", |it| text(it, "domain_name")).with(&[
            same("certificate_arn", "edge_certificate"),
            same("regional_certificate_arn", "regional_certificate"),
            same("security_policy", "security_policy"),
            same(
                "mutual_tls_authentication.truststore_uri",
                "mutual_tls.truststore",
            ),
        ]),
    ),
    (
        &["aws_api_gateway_base_path_mapping"],
        part("apigateway.domain_name", |it| text(it, "domain_name")).with(&[
            entry("base_path", "mappings./{base_path}"),
            same("api_id", "mappings./{base_path}.api"),
            same("stage_name", "mappings./{base_path}.stage"),
        ]),
    ),
    (
        &["aws_api_gateway_usage_plan"],
        own("apigateway.usage_plan", |it| text(it, "id")).with(&[
            same("name", "name"),
            same("description", "description"),
            same("product_code", "product_code"),
            same("quota_settings.limit", "quota.limit"),
            same("quota_settings.offset", "quota.offset"),
            same("quota_settings.period", "quota.period"),
            same("throttle_settings.burst_limit", "throttle.burst_limit"),
            same("throttle_settings.rate_limit", "throttle.rate_limit"),
        ]),
    ),
    (
        &["aws_api_gateway_usage_plan_key"],
        part("apigateway.usage_plan", |it| text(it, "usage_plan_id"))
            .with(&[member("key_id", "keys")]),
    ),
    (
        &["aws_api_gateway_rest_api"],
        own("apigateway.rest_api", |it| text(it, "id")).with(&[
            same("name", "name"),
            same("description", "description"),
            only("endpoint_configuration.types", "endpoint_type"),
            same("api_key_source", "api_key_source"),
            same("binary_media_types", "binary_media_types"),
            same(
                "disable_execute_api_endpoint",
                "disable_execute_api_endpoint",
            ),
            // A policy has the API's own ARN in it, in several spellings.
            same("policy", "policy").only_says().fallback(),
            covers("authorizers").when(has_body),
            covers("cors").when(has_body),
            covers("gateway_responses").when(has_body),
            covers("models").when(has_body),
            covers("policy").when(has_body),
            covers("request_validators").when(has_body),
            covers("routes").when(has_body),
        ]),
    ),
    (
        &["aws_api_gateway_authorizer"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("name", "authorizers.{name}"),
            same("type", "authorizers.{name}.type"),
            same("provider_arns", "authorizers.{name}.user_pools"),
            same(
                "authorizer_result_ttl_in_seconds",
                "authorizers.{name}.result_ttl_seconds",
            ),
        ]),
    ),
    (
        &["aws_api_gateway_stage"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("stage_name", "stages.{stage_name}"),
            same("description", "stages.{stage_name}.description"),
            same("xray_tracing_enabled", "stages.{stage_name}.tracing"),
            same(
                "access_log_settings.destination_arn",
                "stages.{stage_name}.access_log.destination",
            ),
            same("variables", "stages.{stage_name}.variables").hidden(),
            same("tags_all", "stages.{stage_name}.tags"),
        ]),
    ),
    (
        &["aws_api_gateway_method"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("http_method", "routes.{resource_id@path}.{http_method}").when(is_no_preflight),
            unlike(
                "authorization",
                "NONE",
                "routes.{resource_id@path}.{http_method}.authorization",
            )
            .when(is_no_preflight),
            same(
                "api_key_required",
                "routes.{resource_id@path}.{http_method}.api_key_required",
            )
            .when(is_no_preflight),
            // A preflight is mostly a part of `cors`.
            covers("routes.{resource_id@path}.{http_method}").when(|it| !is_no_preflight(it)),
            covers("cors").when(|it| !is_no_preflight(it)),
        ]),
    ),
    (
        &["aws_api_gateway_gateway_response"],
        part("apigateway.rest_api", rest_api).with(&[entry(
            "response_type",
            "gateway_responses.{response_type}",
        )
        .only_says()]),
    ),
    (
        &["aws_api_gateway_model"],
        part("apigateway.rest_api", rest_api).with(&[entry("name", "models.{name}").only_says()]),
    ),
    (
        &["aws_api_gateway_request_validator"],
        part("apigateway.rest_api", rest_api)
            .with(&[entry("name", "request_validators.{name}").only_says()]),
    ),
    (
        &["aws_api_gateway_rest_api_policy"],
        part("apigateway.rest_api", rest_api).with(&[covers("policy")]),
    ),
    (
        &["aws_api_gateway_rest_api_put"],
        part("apigateway.rest_api", rest_api).with(&[
            covers("authorizers"),
            covers("cors"),
            covers("gateway_responses"),
            covers("models"),
            covers("policy"),
            covers("request_validators"),
            covers("routes"),
        ]),
    ),
    (
        &[
            "aws_api_gateway_deployment",
            "aws_api_gateway_integration",
            "aws_api_gateway_integration_response",
            "aws_api_gateway_method_response",
            "aws_api_gateway_method_settings",
            "aws_api_gateway_resource",
        ],
        part("apigateway.rest_api", rest_api),
    ),
];

/// Whether an API is written as an OpenAPI document, which says all of it.
fn has_body(attributes: &Attributes) -> bool {
    attributes.text("body").is_some()
}

fn is_no_preflight(attributes: &Attributes) -> bool {
    attributes.text("http_method") != Some("OPTIONS")
}

fn rest_api(attributes: &Attributes) -> Option<String> {
    text(attributes, "rest_api_id")
}
