//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{
    Line, covers, document, entry, except, names, own, part, same, text, word,
};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_s3_bucket"],
        own("s3.bucket", bucket).with(&[
            document("policy", "policy").fallback(),
            same("cors_rule", "cors_rules").fallback(),
            names("lifecycle_rule", "id", "lifecycle_rules").fallback(),
            same("logging.target_bucket", "logging.target_bucket").fallback(),
            same("versioning.enabled", "versioning").fallback(),
            same("website.index_document", "website.index_document").fallback(),
            same("object_lock_configuration", "object_lock").only_says().fallback(),
            same("replication_configuration", "replication").only_says().fallback(),
            same("grant", "acl_grants").only_says().fallback(),
        ]),
    ),
    (&["aws_s3_bucket_acl"], part("s3.bucket", bucket).with(&[covers("acl_grants")])),
    (
        &["aws_s3_bucket_analytics_configuration"],
        part("s3.bucket", bucket).with(&[entry("name", "analytics.{name}")]),
    ),
    (
        &["aws_s3_bucket_intelligent_tiering_configuration"],
        part("s3.bucket", bucket).with(&[entry("name", "intelligent_tiering.{name}")]),
    ),
    (
        &["aws_s3_bucket_inventory"],
        part("s3.bucket", bucket).with(&[entry("name", "inventories.{name}")]),
    ),
    (
        &["aws_s3_bucket_metric"],
        part("s3.bucket", bucket).with(&[entry("name", "request_metrics.{name}")]),
    ),
    (
        &["aws_s3_bucket_notification"],
        part("s3.bucket", bucket).with(&[
            names("lambda_function", "id", "notifications").only_says(),
            names("queue", "id", "notifications").only_says(),
            names("topic", "id", "notifications").only_says(),
            same("eventbridge", "eventbridge_notifications"),
        ]),
    ),
    (
        &["aws_s3_bucket_object_lock_configuration"],
        part("s3.bucket", bucket).with(&[covers("object_lock")]),
    ),
    (
        &["aws_s3_bucket_replication_configuration"],
        part("s3.bucket", bucket).with(&[covers("replication")]),
    ),
    (
        &["aws_s3_bucket_accelerate_configuration"],
        part("s3.bucket", bucket).with(&[word("status", "Enabled", "transfer_acceleration")]),
    ),
    (
        &["aws_s3_bucket_cors_configuration"],
        part("s3.bucket", bucket).with(&[same("cors_rule", "cors_rules")]),
    ),
    (
        &["aws_s3_bucket_lifecycle_configuration"],
        part("s3.bucket", bucket).with(&[names("rule", "id", "lifecycle_rules")]),
    ),
    (
        &["aws_s3_bucket_logging"],
        part("s3.bucket", bucket).with(&[
            same("target_bucket", "logging.target_bucket"),
            same("target_prefix", "logging.target_prefix"),
        ]),
    ),
    (
        &["aws_s3_bucket_ownership_controls"],
        part("s3.bucket", bucket).with(&[same("rule.object_ownership", "object_ownership")]),
    ),
    (&["aws_s3_bucket_policy"], part("s3.bucket", bucket).with(&[document("policy", "policy")])),
    (
        &["aws_s3_bucket_public_access_block"],
        part("s3.bucket", bucket).with(&[
            same("block_public_acls", "public_access_block.block_public_acls"),
            same("block_public_policy", "public_access_block.block_public_policy"),
            same("ignore_public_acls", "public_access_block.ignore_public_acls"),
            same("restrict_public_buckets", "public_access_block.restrict_public_buckets"),
        ]),
    ),
    (
        &["aws_s3_bucket_request_payment_configuration"],
        part("s3.bucket", bucket).with(&[word("payer", "Requester", "requester_pays")]),
    ),
    (
        &["aws_s3_bucket_server_side_encryption_configuration"],
        part("s3.bucket", bucket).with(&[
            same(
                "rule.apply_server_side_encryption_by_default.sse_algorithm",
                "encryption.algorithm",
            ),
            same("rule.bucket_key_enabled", "encryption.bucket_key"),
        ]),
    ),
    (
        &["aws_s3_bucket_versioning"],
        part("s3.bucket", bucket)
            .with(&[word("versioning_configuration.status", "Enabled", "versioning")]),
    ),
    (
        &["aws_s3_bucket_website_configuration"],
        part("s3.bucket", bucket).with(&[
            same("index_document.suffix", "website.index_document"),
            same("error_document.key", "website.error_document"),
        ]),
    ),
    // One set of all that Terraform has put into a bucket: it knows no prefix.
    (
        &["aws_s3_object", "aws_s3_bucket_object"],
        own("s3.objects", |it| Some(format!("{}/", bucket(it)?))).gathered().with(&[
            entry("key", "objects.{key}"),
            same("cache_control", "objects.{key}.cache_control"),
            same("checksum_sha256", "objects.{key}.sha256")
                .when(|it| it.text("checksum_sha256").is_some()),
            same("content_disposition", "objects.{key}.content_disposition"),
            same("content_encoding", "objects.{key}.content_encoding"),
            same("content_language", "objects.{key}.content_language"),
            same("content_type", "objects.{key}.content_type"),
            same("metadata", "objects.{key}.metadata"),
            except("storage_class", "STANDARD", "objects.{key}.storage_class"),
            same("website_redirect", "objects.{key}.website_redirect"),
        ]),
    ),
];

fn bucket(attributes: &Attributes) -> Option<String> {
    text(attributes, "bucket")
}
