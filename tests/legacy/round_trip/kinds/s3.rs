//! `s3.bucket`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fields::*;

pub(super) fn bucket() -> BoxedStrategy<Value> {
    let policy = json!({ "Statement": {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["<self.arn#0>", "<self.arn#0>/*"],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    } });
    let lifecycle = any_fields(vec![
        (
            "uploads",
            any_of([json!({
                "prefix": "uploads/",
                "transitions": { "STANDARD_IA": { "days": 30 }, "GLACIER": { "days": 90 } },
                "expiration": { "days": 365 },
            })]),
        ),
        ("unfinished", any_of([json!({ "abort_incomplete_multipart_upload_days": 7 })])),
    ]);
    let notifications = all_of(vec![(
        "images",
        all_of(vec![
            ("target", to("lambda.function.arn")),
            ("events", any_of([json!(["s3:ObjectCreated:*"])])),
            ("suffix", any_of([json!(".png")])),
        ]),
    )]);
    any_fields(vec![
        ("versioning", yes()),
        ("encryption", any_of([json!({ "bucket_key": true })])),
        (
            "cors_rules",
            any_of([
                json!([{ "allowed_origins": ["*"], "allowed_methods": ["GET"] }]),
                json!([{
                    "id": "pages",
                    "allowed_origins": ["https://example.com", "http://localhost:3000"],
                    "allowed_methods": ["GET", "PUT"],
                    "allowed_headers": ["*"],
                    "max_age_seconds": 3000,
                }]),
            ]),
        ),
        ("lifecycle_rules", lifecycle),
        ("policy", any_of([policy])),
        ("notifications", notifications),
        ("eventbridge_notifications", any_of([json!(true)])),
        (
            "public_access_block",
            any_of([json!({ "block_public_policy": false, "restrict_public_buckets": false })]),
        ),
        ("object_ownership", any_of([json!("BucketOwnerPreferred")])),
        ("website", any_of([json!({ "index_document": "index.html" })])),
        ("transfer_acceleration", any_of([json!(true)])),
        ("tags", tags()),
    ])
}
