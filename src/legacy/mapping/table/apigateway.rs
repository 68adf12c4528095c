//! API Gateway.

use super::{Line, text};
use crate::legacy::mapping::pair::{entry, member, only, opposite, same};
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
        &[
            "aws_api_gateway_deployment",
            "aws_api_gateway_gateway_response",
            "aws_api_gateway_integration",
            "aws_api_gateway_integration_response",
            "aws_api_gateway_method",
            "aws_api_gateway_method_response",
            "aws_api_gateway_method_settings",
            "aws_api_gateway_model",
            "aws_api_gateway_request_validator",
            "aws_api_gateway_resource",
            "aws_api_gateway_rest_api_policy",
            "aws_api_gateway_rest_api_put",
        ],
        part("apigateway.rest_api", rest_api),
    ),
];

fn rest_api(attributes: &Attributes) -> Option<String> {
    text(attributes, "rest_api_id")
}
