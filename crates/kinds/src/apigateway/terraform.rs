//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{
    Line, api_policy, called, covers, entry, except, member, named, only, open_api, opposite, own,
    part, prefixed, same, split, templates, text, without,
};
use terraform::state::Attributes;

/// A field of a method, and of the settings that a stage has for it.
macro_rules! method {
    ($field:literal) => {
        concat!("routes.{resource_id@path}.{http_method}", $field)
    };
}
macro_rules! settings {
    ($field:literal) => {
        concat!("stages.{stage_name}.methods.{method_path@method}", $field)
    };
}

pub(crate) const LINES: &[Line] = &[
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
            same("mutual_tls_authentication.truststore_uri", "mutual_tls.truststore"),
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
        &["aws_apigatewayv2_domain_name"],
        own("apigateway.domain_name", |it| text(it, "domain_name")).with(&[
            same("domain_name_configuration.certificate_arn", "regional_certificate"),
            same("domain_name_configuration.security_policy", "security_policy"),
            same("domain_name_configuration.ip_address_type", "ip_address_type"),
            same("mutual_tls_authentication.truststore_uri", "mutual_tls.truststore"),
        ]),
    ),
    (
        &["aws_apigatewayv2_api_mapping"],
        part("apigateway.domain_name", |it| text(it, "domain_name")).with(&[
            entry("api_mapping_key", "mappings./{api_mapping_key}"),
            same("api_id", "mappings./{api_mapping_key}.api"),
            same("stage", "mappings./{api_mapping_key}.stage"),
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
            same("disable_execute_api_endpoint", "disable_execute_api_endpoint"),
            api_policy("policy", "policy").fallback(),
            covers("authorizers").when(has_body),
            covers("cors").when(has_body),
            covers("gateway_responses").when(has_body),
            covers("models").when(has_body),
            covers("policy").when(has_body),
            covers("request_validators").when(has_body),
            open_api("body", "routes").when(has_body),
            covers("routes").when(has_body),
        ]),
    ),
    (
        &["aws_api_gateway_authorizer"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("name", "authorizers.{name}"),
            same("type", "authorizers.{name}.type"),
            same("provider_arns", "authorizers.{name}.user_pools"),
            called("authorizer_uri", "authorizers.{name}.function"),
            same("authorizer_credentials", "authorizers.{name}.credentials"),
            split("identity_source", "authorizers.{name}.identity_sources"),
            same(
                "identity_validation_expression",
                "authorizers.{name}.identity_validation_expression",
            ),
            same("authorizer_result_ttl_in_seconds", "authorizers.{name}.result_ttl_seconds"),
        ]),
    ),
    (
        &["aws_api_gateway_stage"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("stage_name", "stages.{stage_name}"),
            same("description", "stages.{stage_name}.description"),
            same("xray_tracing_enabled", "stages.{stage_name}.tracing"),
            same(
                "access_log_settings.destination_arn", "stages.{stage_name}.access_log.destination",
            ),
            same("variables", "stages.{stage_name}.variables").hidden(),
            same("tags_all", "stages.{stage_name}.tags"),
        ]),
    ),
    (
        &["aws_api_gateway_method"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("http_method", method!("")),
            named("authorization", "authorizer_id", method!(".authorization")),
            same("authorization_scopes", method!(".scopes")),
            same("api_key_required", method!(".api_key_required")),
            named("request_validator_id", "request_validator_id", method!(".request_validator")),
            same("request_models", method!(".request_models")),
            same("request_parameters", method!(".request_parameters")),
        ]),
    ),
    (
        &["aws_api_gateway_integration"],
        part("apigateway.rest_api", rest_api).with(&[
            same("type", method!(".integration.type")),
            called("uri", method!(".integration.uri")),
            same("integration_http_method", method!(".integration.http_method")),
            same("credentials", method!(".integration.credentials")),
            same("connection_id", method!(".integration.vpc_link")),
            same("request_parameters", method!(".integration.request_parameters")).hidden(),
            templates("request_templates", method!(".integration.request_templates")).hidden(),
            same("passthrough_behavior", method!(".integration.passthrough_behavior")),
            same("content_handling", method!(".integration.content_handling")),
            same("timeout_milliseconds", method!(".integration.timeout_milliseconds")),
            same("cache_key_parameters", method!(".integration.cache_key_parameters")),
            same(
                "tls_config.insecure_skip_verification",
                method!(".integration.insecure_skip_verification"),
            ),
        ]),
    ),
    (
        &["aws_api_gateway_integration_response"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("status_code", method!(".responses.{status_code}")),
            prefixed(
                "response_parameters",
                "method.response.header.",
                method!(".responses.{status_code}.headers"),
            ),
            templates("response_templates", method!(".responses.{status_code}.templates")).hidden(),
            same("selection_pattern", method!(".responses.{status_code}.selection_pattern")),
            same("content_handling", method!(".responses.{status_code}.content_handling")),
        ]),
    ),
    (
        &["aws_api_gateway_method_response"],
        part("apigateway.rest_api", rest_api)
            .with(&[entry("status_code", method!(".responses.{status_code}"))]),
    ),
    (
        &["aws_api_gateway_method_settings"],
        part("apigateway.rest_api", rest_api).with(&[
            entry("method_path", settings!("")),
            same("settings.metrics_enabled", settings!(".metrics")),
            same("settings.data_trace_enabled", settings!(".data_trace")),
            same("settings.caching_enabled", settings!(".caching")),
            except("settings.logging_level", "OFF", settings!(".logging_level")),
            without("settings.throttling_burst_limit", -1, settings!(".throttling_burst_limit")),
            without("settings.throttling_rate_limit", -1, settings!(".throttling_rate_limit")),
        ]),
    ),
    (
        &["aws_api_gateway_gateway_response"],
        part("apigateway.rest_api", rest_api)
            .with(&[entry("response_type", "gateway_responses.{response_type}").only_says()]),
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
        part("apigateway.rest_api", rest_api).with(&[api_policy("policy", "policy")]),
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
        &["aws_api_gateway_deployment", "aws_api_gateway_resource"],
        part("apigateway.rest_api", rest_api),
    ),
];

/// Whether an API is written as an OpenAPI document, which says all of it.
fn has_body(attributes: &Attributes) -> bool {
    attributes.text("body").is_some()
}

fn rest_api(attributes: &Attributes) -> Option<String> {
    text(attributes, "rest_api_id")
}
