//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{
    Line, covers, document, entry, names, own, part, presence, same, text,
};
use terraform::state::{Attributes, Stated};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_dynamodb_table"],
        own("dynamodb.table", |it| text(it, "name")).with(&[
            presence("billing_mode", "PROVISIONED", "capacity"),
            same("hash_key", "partition_key.name"),
            same("range_key", "sort_key.name"),
            names("global_secondary_index", "name", "global_secondary_indexes"),
            names("local_secondary_index", "name", "local_secondary_indexes"),
            same("ttl.attribute_name", "ttl").when(has_ttl),
            same("ttl.enabled", "ttl").when(|it| !has_ttl(it)),
            same("point_in_time_recovery.enabled", "point_in_time_recovery"),
            same("stream_view_type", "stream"),
            same("table_class", "table_class"),
            same("deletion_protection_enabled", "deletion_protection"),
            covers("replicas"),
        ]),
    ),
    (
        &["aws_appautoscaling_policy", "aws_appautoscaling_target"],
        part("dynamodb.table", |it| table_in(it, "resource_id")).when(is_of_a_table),
    ),
    (
        &["aws_dynamodb_contributor_insights"],
        part("dynamodb.table", table).with(&[covers("contributor_insights")]),
    ),
    (
        &["aws_dynamodb_kinesis_streaming_destination"],
        part("dynamodb.table", table).with(&[same("stream_arn", "kinesis_stream.arn")]),
    ),
    (
        &["aws_dynamodb_resource_policy"],
        part("dynamodb.table", |it| table_in(it, "resource_arn"))
            .with(&[document("policy", "resource_policy")]),
    ),
    (
        &["aws_dynamodb_tag"],
        part("dynamodb.table", |it| table_in(it, "resource_arn"))
            .with(&[entry("key", "tags.{key}"), same("value", "tags.{key}")]),
    ),
    (
        &["aws_dynamodb_table_replica"],
        part("dynamodb.table", |it| table_in(it, "global_table_arn"))
            .elsewhere()
            .with(&[covers("replicas")]),
    ),
];

fn table(attributes: &Attributes) -> Option<String> {
    text(attributes, "table_name")
}

/// The table in an ARN, or in `table/<name>/index/<index>`.
fn table_in(attributes: &Attributes, name: &str) -> Option<String> {
    let (_, rest) = attributes.text(name)?.split_once("table/")?;
    rest.split('/').next().map(str::to_owned)
}

fn is_of_a_table(attributes: &Attributes) -> bool {
    attributes.text("service_namespace") == Some("dynamodb")
}

fn has_ttl(attributes: &Attributes) -> bool {
    attributes.at("ttl.enabled") == Stated::Value(&true.into())
}
