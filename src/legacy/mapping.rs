//! The table of Terraform's types: which is an object of ours, which a part of one, and which is none
//! that the cloud knows. A type that is not in it has no kind.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::state::Attributes;

/// What an instance of one of Terraform's types is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// An object of this kind.
    Own { kind: &'static str },
    /// A part of an object of this kind.
    Part { kind: &'static str },
    /// Something that is in Terraform's state alone.
    NoObject { only_copy: bool },
}

/// A line of the table.
#[derive(Clone, Copy)]
pub struct Mapping {
    pub meaning: Meaning,
    /// Reads the id by which our kind knows the object, or the object that this is a part of.
    id: Reading,
    /// Whether it is what the line says at all: some types serve several services.
    applies: fn(&Attributes) -> bool,
}

type Reading = fn(&Attributes) -> Option<String>;

impl Mapping {
    /// The id of the object, or of the object that this is a part of; nothing where the attributes do
    /// not say.
    pub fn id(&self, attributes: &Attributes) -> Option<String> {
        (self.id)(attributes)
    }

    const fn when(self, applies: fn(&Attributes) -> bool) -> Self {
        Self { applies, ..self }
    }
}

/// What an instance of a type is; nothing where we have no kind for it.
pub fn mapping(type_name: &str, attributes: &Attributes) -> Option<&'static Mapping> {
    static BY_TYPE: LazyLock<HashMap<&str, &Mapping>> = LazyLock::new(|| {
        TYPES
            .iter()
            .map(|(name, mapping)| (*name, mapping))
            .collect()
    });
    let mapping = BY_TYPE.get(type_name).copied()?;
    (mapping.applies)(attributes).then_some(mapping)
}

const fn own(kind: &'static str, id: Reading) -> Mapping {
    mapping_of(Meaning::Own { kind }, id)
}

const fn part(kind: &'static str, parent: Reading) -> Mapping {
    mapping_of(Meaning::Part { kind }, parent)
}

const fn no_object() -> Mapping {
    mapping_of(Meaning::NoObject { only_copy: false }, |_| None)
}

/// Its value is in the state and nowhere else.
const fn only_copy() -> Mapping {
    mapping_of(Meaning::NoObject { only_copy: true }, |_| None)
}

const fn mapping_of(meaning: Meaning, id: Reading) -> Mapping {
    Mapping {
        meaning,
        id,
        applies: |_| true,
    }
}

// How ids are read. The names are those of the provider's attributes.

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

const TYPES: &[(&str, Mapping)] = &[
    // API Gateway
    (
        "aws_api_gateway_account",
        own("apigateway.account", |_| Some("account".to_owned())),
    ),
    (
        "aws_api_gateway_api_key",
        own("apigateway.api_key", |it| text(it, "id")),
    ),
    (
        "aws_api_gateway_domain_name",
        own("apigateway.domain_name", |it| text(it, "domain_name")),
    ),
    (
        "aws_api_gateway_base_path_mapping",
        part("apigateway.domain_name", |it| text(it, "domain_name")),
    ),
    (
        "aws_api_gateway_usage_plan",
        own("apigateway.usage_plan", |it| text(it, "id")),
    ),
    (
        "aws_api_gateway_usage_plan_key",
        part("apigateway.usage_plan", |it| text(it, "usage_plan_id")),
    ),
    (
        "aws_api_gateway_rest_api",
        own("apigateway.rest_api", |it| text(it, "id")),
    ),
    (
        "aws_api_gateway_authorizer",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_deployment",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_gateway_response",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_integration",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_integration_response",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_method",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_method_response",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_method_settings",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_model",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_request_validator",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_resource",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_rest_api_policy",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_rest_api_put",
        part("apigateway.rest_api", rest_api),
    ),
    (
        "aws_api_gateway_stage",
        part("apigateway.rest_api", rest_api),
    ),
    // Cognito
    (
        "aws_cognito_identity_pool",
        own("cognito.identity_pool", |it| text(it, "id")),
    ),
    (
        "aws_cognito_identity_pool_provider_principal_tag",
        part("cognito.identity_pool", identity_pool),
    ),
    (
        "aws_cognito_identity_pool_roles_attachment",
        part("cognito.identity_pool", identity_pool),
    ),
    (
        "aws_cognito_user_pool",
        own("cognito.user_pool", |it| text(it, "id")),
    ),
    (
        "aws_cognito_identity_provider",
        part("cognito.user_pool", user_pool),
    ),
    (
        "aws_cognito_log_delivery_configuration",
        part("cognito.user_pool", user_pool),
    ),
    (
        "aws_cognito_resource_server",
        part("cognito.user_pool", user_pool),
    ),
    (
        "aws_cognito_risk_configuration",
        part("cognito.user_pool", user_pool).when(is_of_all_clients),
    ),
    (
        "aws_cognito_user_group",
        part("cognito.user_pool", user_pool),
    ),
    (
        "aws_cognito_user_pool_domain",
        part("cognito.user_pool", user_pool),
    ),
    (
        "aws_cognito_user_pool_ui_customization",
        part("cognito.user_pool", user_pool).when(is_of_all_clients),
    ),
    (
        "aws_cognito_user_pool_client",
        own("cognito.user_pool_client", user_pool_client),
    ),
    (
        "aws_cognito_managed_user_pool_client",
        own("cognito.user_pool_client", user_pool_client),
    ),
    // DynamoDB
    (
        "aws_dynamodb_table",
        own("dynamodb.table", |it| text(it, "name")),
    ),
    (
        "aws_appautoscaling_policy",
        part("dynamodb.table", |it| table_in(it, "resource_id")).when(is_of_a_table),
    ),
    (
        "aws_appautoscaling_target",
        part("dynamodb.table", |it| table_in(it, "resource_id")).when(is_of_a_table),
    ),
    (
        "aws_dynamodb_contributor_insights",
        part("dynamodb.table", table),
    ),
    (
        "aws_dynamodb_kinesis_streaming_destination",
        part("dynamodb.table", table),
    ),
    (
        "aws_dynamodb_resource_policy",
        part("dynamodb.table", |it| table_in(it, "resource_arn")),
    ),
    (
        "aws_dynamodb_table_replica",
        part("dynamodb.table", |it| table_in(it, "global_table_arn")),
    ),
    (
        "aws_dynamodb_tag",
        part("dynamodb.table", |it| table_in(it, "resource_arn")),
    ),
    // IAM
    ("aws_iam_policy", own("iam.policy", |it| text(it, "arn"))),
    ("aws_iam_role", own("iam.role", |it| text(it, "name"))),
    (
        "aws_iam_policy_attachment",
        part("iam.role", |it| it.only("roles").map(str::to_owned)).when(is_of_one_role),
    ),
    (
        "aws_iam_role_policies_exclusive",
        part("iam.role", |it| text(it, "role_name")),
    ),
    ("aws_iam_role_policy", part("iam.role", role)),
    ("aws_iam_role_policy_attachment", part("iam.role", role)),
    (
        "aws_iam_role_policy_attachments_exclusive",
        part("iam.role", |it| text(it, "role_name")),
    ),
    // Lambda
    (
        "aws_lambda_function",
        own("lambda.function", |it| text(it, "function_name")),
    ),
    ("aws_lambda_alias", part("lambda.function", function)),
    (
        "aws_lambda_event_source_mapping",
        part("lambda.function", function),
    ),
    (
        "aws_lambda_function_event_invoke_config",
        part("lambda.function", function),
    ),
    (
        "aws_lambda_function_recursion_config",
        part("lambda.function", function),
    ),
    ("aws_lambda_function_url", part("lambda.function", function)),
    ("aws_lambda_permission", part("lambda.function", function)),
    (
        "aws_lambda_provisioned_concurrency_config",
        part("lambda.function", function),
    ),
    // CloudWatch Logs
    (
        "aws_cloudwatch_log_group",
        own("logs.log_group", |it| text(it, "name")),
    ),
    // S3
    ("aws_s3_bucket", own("s3.bucket", bucket)),
    (
        "aws_s3_bucket_accelerate_configuration",
        part("s3.bucket", bucket),
    ),
    ("aws_s3_bucket_acl", part("s3.bucket", bucket)),
    (
        "aws_s3_bucket_analytics_configuration",
        part("s3.bucket", bucket),
    ),
    (
        "aws_s3_bucket_cors_configuration",
        part("s3.bucket", bucket),
    ),
    (
        "aws_s3_bucket_intelligent_tiering_configuration",
        part("s3.bucket", bucket),
    ),
    ("aws_s3_bucket_inventory", part("s3.bucket", bucket)),
    (
        "aws_s3_bucket_lifecycle_configuration",
        part("s3.bucket", bucket),
    ),
    ("aws_s3_bucket_logging", part("s3.bucket", bucket)),
    ("aws_s3_bucket_metric", part("s3.bucket", bucket)),
    ("aws_s3_bucket_notification", part("s3.bucket", bucket)),
    (
        "aws_s3_bucket_object_lock_configuration",
        part("s3.bucket", bucket),
    ),
    (
        "aws_s3_bucket_ownership_controls",
        part("s3.bucket", bucket),
    ),
    ("aws_s3_bucket_policy", part("s3.bucket", bucket)),
    (
        "aws_s3_bucket_public_access_block",
        part("s3.bucket", bucket),
    ),
    (
        "aws_s3_bucket_replication_configuration",
        part("s3.bucket", bucket),
    ),
    (
        "aws_s3_bucket_request_payment_configuration",
        part("s3.bucket", bucket),
    ),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        part("s3.bucket", bucket),
    ),
    ("aws_s3_bucket_versioning", part("s3.bucket", bucket)),
    (
        "aws_s3_bucket_website_configuration",
        part("s3.bucket", bucket),
    ),
    // What is in Terraform's state alone
    ("archive_file", no_object()),
    ("aws_lambda_invocation", no_object()),
    ("external", no_object()),
    ("local_file", no_object()),
    ("local_sensitive_file", no_object()),
    ("null_resource", no_object()),
    ("random_bytes", only_copy()),
    ("random_id", no_object()),
    ("random_integer", no_object()),
    ("random_password", only_copy()),
    ("random_pet", no_object()),
    ("random_shuffle", no_object()),
    ("random_string", no_object()),
    ("random_uuid", no_object()),
    ("template_dir", no_object()),
    ("template_file", no_object()),
    ("terraform_data", no_object()),
    ("time_offset", no_object()),
    ("time_rotating", no_object()),
    ("time_sleep", no_object()),
    ("time_static", no_object()),
    ("tls_cert_request", no_object()),
    ("tls_locally_signed_cert", no_object()),
    ("tls_private_key", only_copy()),
    ("tls_self_signed_cert", no_object()),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::kind::Kind;
    use crate::kinds;
    use crate::testing::{Drawer, Thing, Vault};

    fn kinds_of_the_table(owned: bool) -> BTreeSet<&'static str> {
        let kinds = TYPES
            .iter()
            .filter_map(|(_, mapping)| match mapping.meaning {
                Meaning::Own { kind } => Some(kind),
                Meaning::Part { kind } if !owned => Some(kind),
                _ => None,
            });
        kinds.collect()
    }

    #[test]
    fn every_kind_of_the_table_exists() {
        for kind in kinds_of_the_table(false) {
            assert!(kinds::find(kind).is_some(), "there is no kind {kind}");
        }
    }

    /// A new kind is a line in the table, or a line here that says why no type of Terraform's is one.
    #[test]
    fn every_kind_is_in_the_table() {
        let excepted = [
            (Drawer::NAME, "a kind of the tests"),
            (Thing::NAME, "a kind of the tests"),
            (Vault::NAME, "a kind of the tests"),
        ];
        let reachable = kinds_of_the_table(true);
        for kind in kinds::all() {
            let name = kind.name();
            let is_excepted = excepted.iter().any(|(excepted, _)| *excepted == name);
            assert!(
                reachable.contains(name) != is_excepted,
                "{name} is missing in the table, or excepted and in it"
            );
        }
    }

    #[test]
    fn every_part_is_of_a_kind_that_can_be_owned() {
        let owned = kinds_of_the_table(true);
        assert_eq!(kinds_of_the_table(false), owned);
    }

    #[test]
    fn no_type_is_in_the_table_twice() {
        let types: BTreeSet<&str> = TYPES.iter().map(|(name, _)| *name).collect();
        assert_eq!(types.len(), TYPES.len());
    }

    /// The page that tells people what folds into what.
    #[test]
    fn every_type_of_the_guide_is_in_the_table() {
        let guide = include_str!("../../docs/terraform.md");
        let of_data_sources = ["aws_iam_policy_document"];
        let rows = guide.lines().filter(|line| line.starts_with("| "));
        let types = rows
            .filter_map(|row| row.split('|').nth(1))
            .flat_map(|cell| cell.split('`'))
            .filter(|word| word.starts_with("aws_") && !word.contains('.'))
            .filter(|word| !of_data_sources.contains(word));
        for type_name in types {
            let known = TYPES.iter().any(|(name, _)| *name == type_name);
            assert!(
                known,
                "{type_name} is in docs/terraform.md and not in the table"
            );
        }
    }

    fn id(type_name: &str, attributes: serde_json::Value) -> Option<String> {
        let attributes = Attributes::of(attributes);
        mapping(type_name, &attributes)?.id(&attributes)
    }

    #[test]
    fn ids_are_ours() {
        let is = |type_name: &str, attributes: serde_json::Value, expected: &str| {
            assert_eq!(
                id(type_name, attributes).as_deref(),
                Some(expected),
                "{type_name}"
            );
        };
        is(
            "aws_api_gateway_account",
            json!({ "id": "api-gateway-account" }),
            "account",
        );
        is(
            "aws_cognito_user_pool_client",
            json!({ "id": "1h57kf5cpq17m0eml12EXAMPLE", "user_pool_id": "us-east-2_AbCdEfGhI" }),
            "us-east-2_AbCdEfGhI/1h57kf5cpq17m0eml12EXAMPLE",
        );
        let arn = "arn:aws:lambda:us-east-2:123456789012:function:api:live";
        is(
            "aws_lambda_permission",
            json!({ "function_name": arn }),
            "api",
        );
        is(
            "aws_lambda_permission",
            json!({ "function_name": "api" }),
            "api",
        );
        is(
            "aws_lambda_alias",
            json!({ "function_name": "api:live" }),
            "api",
        );
        is(
            "aws_appautoscaling_target",
            json!({ "service_namespace": "dynamodb", "resource_id": "table/users/index/email" }),
            "users",
        );
        is(
            "aws_dynamodb_resource_policy",
            json!({ "resource_arn": "arn:aws:dynamodb:us-east-2:123456789012:table/users" }),
            "users",
        );
        is(
            "aws_iam_policy_attachment",
            json!({ "roles": ["api"], "users": [] }),
            "api",
        );
    }

    #[test]
    fn some_types_serve_others_too() {
        let ecs = json!({ "service_namespace": "ecs", "resource_id": "service/a/b" });
        assert_eq!(id("aws_appautoscaling_target", ecs), None);
        let two = json!({ "roles": ["a", "b"] });
        assert_eq!(id("aws_iam_policy_attachment", two), None);
        let client = json!({ "user_pool_id": "p", "client_id": "c" });
        assert_eq!(id("aws_cognito_risk_configuration", client), None);
        assert_eq!(id("aws_sqs_queue", json!({})), None);
    }
}
