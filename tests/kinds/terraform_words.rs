//! Terraform's words in ours.

use terraform::mapping::{Translation, kind_of, translation};

#[test]
fn attributes_are_fields() {
    for (kind, around, attribute, field) in [
        ("dynamodb.table", "", "hash_key", "partition_key.name"),
        ("dynamodb.table", "", "billing_mode", "capacity"),
        ("dynamodb.table", "", "global_secondary_index", "global_secondary_indexes"),
        ("s3.bucket", "", "bucket", "name"),
        ("s3.bucket", "", "cors_rule", "cors_rules"),
        ("lambda.function", "", "function_name", "name"),
        ("lambda.function", "", "memory_size", "memory"),
        ("lambda.function", "", "vpc_config", "vpc"),
        ("lambda.function", "vpc", "subnet_ids", "subnets"),
        ("lambda.function", "aliases.live", "function_version", "version"),
        ("events.rule", "", "event_pattern", "pattern"),
        ("events.rule", "", "schedule_expression", "schedule"),
        ("iam.role", "", "assume_role_policy", "trust_policy"),
        ("scheduler.schedule", "target", "role_arn", "role"),
    ] {
        let around: Vec<&str> = around.split_terminator('.').collect();
        assert_eq!(
            translation(kind, &around, attribute, None),
            Some(Translation::Field(field.to_owned())),
            "{kind} {attribute}"
        );
    }
    let integration = ["routes", "/a", "GET", "integration"];
    for (kind, around, attribute) in [
        ("s3.bucket", &[][..], "nonsense"),
        ("s3.bucket", &[], "id"),
        // An authorizer has a type, and an integration another.
        ("apigateway.rest_api", &integration, "type"),
        ("lambda.function", &[], "subnet_ids"),
    ] {
        assert_eq!(translation(kind, around, attribute, None), None, "{attribute}");
    }
}

#[test]
fn a_value_may_mean_that_nothing_is_written() {
    let mode = |value| translation("dynamodb.table", &[], "billing_mode", Some(value));
    let capacity = || "capacity".to_owned();
    assert_eq!(mode("PAY_PER_REQUEST"), Some(Translation::Without(capacity())));
    assert_eq!(mode("PROVISIONED"), Some(Translation::Field(capacity())));
}

#[test]
fn types_are_kinds_or_parts_of_their_objects() {
    assert_eq!(kind_of("aws_s3_bucket"), Some(("s3.bucket", false)));
    assert_eq!(kind_of("aws_lambda_permission"), Some(("lambda.function", true)));
    assert_eq!(kind_of("aws_sns_topic_subscription"), Some(("sns.topic", true)));
    assert_eq!(kind_of("aws_opsworks_stack"), None);
}
