//! The table itself, and how ids are read from the attributes that the provider gives.

use super::{Mapping, no_object, only_copy, own, part};
use crate::legacy::state::Attributes;

/// Every type of Terraform's that means something to us, and what it means.
pub(super) const TABLE: &[(&[&str], Mapping)] = &[
    // API Gateway
    (
        &["aws_api_gateway_account"],
        own("apigateway.account", |_| Some("account".to_owned())),
    ),
    (
        &["aws_api_gateway_api_key"],
        own("apigateway.api_key", |it| text(it, "id")),
    ),
    (
        &["aws_api_gateway_domain_name"],
        own("apigateway.domain_name", |it| text(it, "domain_name")),
    ),
    (
        &["aws_api_gateway_base_path_mapping"],
        part("apigateway.domain_name", |it| text(it, "domain_name")),
    ),
    (
        &["aws_api_gateway_usage_plan"],
        own("apigateway.usage_plan", |it| text(it, "id")),
    ),
    (
        &["aws_api_gateway_usage_plan_key"],
        part("apigateway.usage_plan", |it| text(it, "usage_plan_id")),
    ),
    (
        &["aws_api_gateway_rest_api"],
        own("apigateway.rest_api", |it| text(it, "id")),
    ),
    (
        &[
            "aws_api_gateway_authorizer",
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
            "aws_api_gateway_stage",
        ],
        part("apigateway.rest_api", rest_api),
    ),
    // Cognito
    (
        &["aws_cognito_identity_pool"],
        own("cognito.identity_pool", |it| text(it, "id")),
    ),
    (
        &[
            "aws_cognito_identity_pool_provider_principal_tag",
            "aws_cognito_identity_pool_roles_attachment",
        ],
        part("cognito.identity_pool", identity_pool),
    ),
    (
        &["aws_cognito_user_pool"],
        own("cognito.user_pool", |it| text(it, "id")),
    ),
    (
        &[
            "aws_cognito_identity_provider",
            "aws_cognito_log_delivery_configuration",
            "aws_cognito_resource_server",
            "aws_cognito_user_group",
            "aws_cognito_user_pool_domain",
        ],
        part("cognito.user_pool", user_pool),
    ),
    (
        &[
            "aws_cognito_risk_configuration",
            "aws_cognito_user_pool_ui_customization",
        ],
        part("cognito.user_pool", user_pool).when(is_of_all_clients),
    ),
    (
        &["aws_cognito_user_pool_client"],
        own("cognito.user_pool_client", user_pool_client),
    ),
    (
        &["aws_cognito_managed_user_pool_client"],
        own("cognito.user_pool_client", user_pool_client),
    ),
    // DynamoDB
    (
        &["aws_dynamodb_table"],
        own("dynamodb.table", |it| text(it, "name")),
    ),
    (
        &["aws_appautoscaling_policy", "aws_appautoscaling_target"],
        part("dynamodb.table", |it| table_in(it, "resource_id")).when(is_of_a_table),
    ),
    (
        &[
            "aws_dynamodb_contributor_insights",
            "aws_dynamodb_kinesis_streaming_destination",
        ],
        part("dynamodb.table", table),
    ),
    (
        &["aws_dynamodb_resource_policy", "aws_dynamodb_tag"],
        part("dynamodb.table", |it| table_in(it, "resource_arn")),
    ),
    (
        &["aws_dynamodb_table_replica"],
        part("dynamodb.table", |it| table_in(it, "global_table_arn")),
    ),
    // IAM
    (&["aws_iam_policy"], own("iam.policy", |it| text(it, "arn"))),
    (&["aws_iam_role"], own("iam.role", |it| text(it, "name"))),
    (
        &["aws_iam_policy_attachment"],
        part("iam.role", |it| it.only("roles").map(str::to_owned)).when(is_of_one_role),
    ),
    (
        &[
            "aws_iam_role_policies_exclusive",
            "aws_iam_role_policy_attachments_exclusive",
        ],
        part("iam.role", |it| text(it, "role_name")),
    ),
    (
        &["aws_iam_role_policy", "aws_iam_role_policy_attachment"],
        part("iam.role", role),
    ),
    // Lambda
    (
        &["aws_lambda_function"],
        own("lambda.function", |it| text(it, "function_name")),
    ),
    (
        &[
            "aws_lambda_alias",
            "aws_lambda_event_source_mapping",
            "aws_lambda_function_event_invoke_config",
            "aws_lambda_function_recursion_config",
            "aws_lambda_function_url",
            "aws_lambda_permission",
            "aws_lambda_provisioned_concurrency_config",
        ],
        part("lambda.function", function),
    ),
    // CloudWatch Logs
    (
        &["aws_cloudwatch_log_group"],
        own("logs.log_group", |it| text(it, "name")),
    ),
    // S3
    (&["aws_s3_bucket"], own("s3.bucket", bucket)),
    (
        &[
            "aws_s3_bucket_accelerate_configuration",
            "aws_s3_bucket_acl",
            "aws_s3_bucket_analytics_configuration",
            "aws_s3_bucket_cors_configuration",
            "aws_s3_bucket_intelligent_tiering_configuration",
            "aws_s3_bucket_inventory",
            "aws_s3_bucket_lifecycle_configuration",
            "aws_s3_bucket_logging",
            "aws_s3_bucket_metric",
            "aws_s3_bucket_notification",
            "aws_s3_bucket_object_lock_configuration",
            "aws_s3_bucket_ownership_controls",
            "aws_s3_bucket_policy",
            "aws_s3_bucket_public_access_block",
            "aws_s3_bucket_replication_configuration",
            "aws_s3_bucket_request_payment_configuration",
            "aws_s3_bucket_server_side_encryption_configuration",
            "aws_s3_bucket_versioning",
            "aws_s3_bucket_website_configuration",
        ],
        part("s3.bucket", bucket),
    ),
    // What is in Terraform's state alone
    (
        &[
            "archive_file",
            "aws_lambda_invocation",
            "external",
            "local_file",
            "local_sensitive_file",
            "null_resource",
            "random_id",
            "random_integer",
            "random_pet",
            "random_shuffle",
            "random_string",
            "random_uuid",
            "template_dir",
            "template_file",
            "terraform_data",
            "time_offset",
            "time_rotating",
            "time_sleep",
            "time_static",
            "tls_cert_request",
            "tls_locally_signed_cert",
            "tls_self_signed_cert",
        ],
        no_object(),
    ),
    (
        &["random_bytes", "random_password", "tls_private_key"],
        only_copy(),
    ),
];

fn text(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.text(name).map(str::to_owned)
}

fn bucket(attributes: &Attributes) -> Option<String> {
    text(attributes, "bucket")
}

fn rest_api(attributes: &Attributes) -> Option<String> {
    text(attributes, "rest_api_id")
}

fn user_pool(attributes: &Attributes) -> Option<String> {
    text(attributes, "user_pool_id")
}

fn user_pool_client(attributes: &Attributes) -> Option<String> {
    let pool = attributes.text("user_pool_id")?;
    Some(format!("{pool}/{}", attributes.text("id")?))
}

fn identity_pool(attributes: &Attributes) -> Option<String> {
    text(attributes, "identity_pool_id")
}

fn role(attributes: &Attributes) -> Option<String> {
    text(attributes, "role")
}

fn table(attributes: &Attributes) -> Option<String> {
    text(attributes, "table_name")
}

/// The function in a name, in a name with a qualifier, or in an ARN.
fn function(attributes: &Attributes) -> Option<String> {
    let written = attributes.text("function_name")?;
    let name = written
        .rsplit_once("function:")
        .map_or(written, |(_, name)| name);
    name.split(':').next().map(str::to_owned)
}

/// The table in an ARN, or in `table/<name>/index/<index>`.
fn table_in(attributes: &Attributes, name: &str) -> Option<String> {
    let (_, rest) = attributes.text(name)?.split_once("table/")?;
    rest.split('/').next().map(str::to_owned)
}

fn is_of_a_table(attributes: &Attributes) -> bool {
    attributes.text("service_namespace") == Some("dynamodb")
}

/// Whether something in a user pool is for all of its clients.
fn is_of_all_clients(attributes: &Attributes) -> bool {
    matches!(attributes.text("client_id"), None | Some("ALL"))
}

/// Whether a policy is attached to one role and to nothing else.
fn is_of_one_role(attributes: &Attributes) -> bool {
    attributes.only("roles").is_some()
        && attributes.is_empty("users")
        && attributes.is_empty("groups")
}
