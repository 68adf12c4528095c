//! The state in which Terraform would have what diatonic has made: the objects and their parts, each as a
//! resource of its own.

use serde_json::{Map, Value, json};

use super::live::Object;
use Parts::{Each, One};

/// Parts of an object that are resources of Terraform's: a field of its spec, and the types that it becomes.
enum Parts {
    /// The field as a whole is one resource of each type.
    One(&'static str, &'static [&'static str]),
    /// Each entry of the field is.
    Each(&'static str, &'static [&'static str]),
}

/// Every instance of an object: its address in Terraform, and what the provider says of it.
pub fn instances(object: &Object) -> Vec<(String, Value)> {
    let (type_name, own, of_parts, parts) = described(object);
    let label = label(object);
    let mut instances = vec![(format!("{type_name}.{label}"), own)];
    for part in parts {
        let (Each(field, types) | One(field, types)) = part;
        let count = match (part, object.spec.get(*field)) {
            (_, None | Some(Value::Null | Value::Bool(false))) => 0,
            (Each(..), Some(Value::Object(entries))) => entries.len(),
            (Each(..), Some(Value::Array(list))) => list.len(),
            _ => 1,
        };
        for (number, type_name) in
            (0..count).flat_map(|number| types.iter().map(move |it| (number, it)))
        {
            let mut attributes = of_parts.clone();
            attributes.insert("id".to_owned(), format!("{}/{number}", object.id).into());
            let address = format!("{type_name}.{label}_{field}_{number}");
            instances.push((address, attributes.into()));
        }
    }
    instances
}

fn described(object: &Object) -> (&'static str, Value, Map<String, Value>, &'static [Parts]) {
    let id = object.id.as_str();
    let name = object.spec["name"].as_str().expect("a name");
    let arn = object.outputs.get("arn").and_then(Option::as_deref);
    let tags = object.tags();
    let own = |fields: Value| {
        let mut own = json!({ "id": id, "arn": arn, "tags": tags, "tags_all": tags });
        let fields = fields.as_object().cloned().unwrap_or_default();
        own.as_object_mut().expect("a map").extend(fields);
        own
    };
    let parent = |field: &str, id: &str| Map::from_iter([(field.to_owned(), json!(id))]);
    match object.address.kind.as_str() {
        "apigateway.rest_api" => (
            "aws_api_gateway_rest_api",
            own(json!({ "name": name })),
            parent("rest_api_id", id),
            &[
                Each("authorizers", &["aws_api_gateway_authorizer"]),
                Each("models", &["aws_api_gateway_model"]),
                Each("request_validators", &["aws_api_gateway_request_validator"]),
                Each("gateway_responses", &["aws_api_gateway_gateway_response"]),
                Each(
                    "routes",
                    &[
                        "aws_api_gateway_resource", "aws_api_gateway_method",
                        "aws_api_gateway_integration", "aws_api_gateway_method_response",
                        "aws_api_gateway_integration_response",
                    ],
                ),
                Each(
                    "stages",
                    &[
                        "aws_api_gateway_deployment", "aws_api_gateway_stage",
                        "aws_api_gateway_method_settings",
                    ],
                ),
            ],
        ),
        "cognito.identity_pool" => (
            "aws_cognito_identity_pool",
            own(json!({ "identity_pool_name": name })),
            parent("identity_pool_id", id),
            &[One("roles", &["aws_cognito_identity_pool_roles_attachment"])],
        ),
        "cognito.user_pool" => (
            "aws_cognito_user_pool",
            own(json!({ "name": name })),
            parent("user_pool_id", id),
            &[
                Each("groups", &["aws_cognito_user_group"]),
                Each("resource_servers", &["aws_cognito_resource_server"]),
                One("domain", &["aws_cognito_user_pool_domain"]),
            ],
        ),
        "cognito.user_pool_client" => {
            let (pool, client) = id.split_once('/').expect("two ids");
            (
                "aws_cognito_user_pool_client",
                json!({ "id": client, "user_pool_id": pool, "name": name }),
                Map::new(),
                &[],
            )
        }
        "dynamodb.table" => (
            "aws_dynamodb_table",
            own(json!({ "name": name })),
            Map::from_iter([
                ("table_name".to_owned(), json!(name)),
                ("resource_arn".to_owned(), json!(arn)),
            ]),
            &[
                One("resource_policy", &["aws_dynamodb_resource_policy"]),
                One("contributor_insights", &["aws_dynamodb_contributor_insights"]),
            ],
        ),
        "iam.policy" => ("aws_iam_policy", own(json!({ "name": name })), Map::new(), &[]),
        "iam.role" => (
            "aws_iam_role",
            own(json!({ "name": name })),
            parent("role", name),
            &[
                Each("inline_policies", &["aws_iam_role_policy"]),
                Each("managed_policies", &["aws_iam_role_policy_attachment"]),
            ],
        ),
        "lambda.function" => (
            "aws_lambda_function",
            own(json!({ "function_name": name })),
            parent("function_name", name),
            &[
                Each("permissions", &["aws_lambda_permission"]),
                Each("aliases", &["aws_lambda_alias"]),
                Each("event_sources", &["aws_lambda_event_source_mapping"]),
                One("function_url", &["aws_lambda_function_url"]),
                One("async_invocation", &["aws_lambda_function_event_invoke_config"]),
            ],
        ),
        "logs.log_group" => {
            ("aws_cloudwatch_log_group", own(json!({ "name": name })), Map::new(), &[])
        }
        "s3.bucket" => (
            "aws_s3_bucket",
            own(json!({ "bucket": name, "region": "us-east-2" })),
            parent("bucket", name),
            &[
                One("versioning", &["aws_s3_bucket_versioning"]),
                One("encryption", &["aws_s3_bucket_server_side_encryption_configuration"]),
                One("cors_rules", &["aws_s3_bucket_cors_configuration"]),
                One("lifecycle_rules", &["aws_s3_bucket_lifecycle_configuration"]),
                One("policy", &["aws_s3_bucket_policy"]),
                One("notifications", &["aws_s3_bucket_notification"]),
                One("public_access_block", &["aws_s3_bucket_public_access_block"]),
                One("object_ownership", &["aws_s3_bucket_ownership_controls"]),
                One("website", &["aws_s3_bucket_website_configuration"]),
                One("transfer_acceleration", &["aws_s3_bucket_accelerate_configuration"]),
            ],
        ),
        other => panic!("how does Terraform describe {other}?"),
    }
}

/// A name in Terraform's own style.
fn label(object: &Object) -> String {
    let address = &object.address;
    let key = address.key.iter().flat_map(|key| ["_", key.as_str()]);
    let label: String = std::iter::once(address.name.as_str()).chain(key).collect();
    label.replace('-', "_")
}
