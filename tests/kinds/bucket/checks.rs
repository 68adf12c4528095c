//! What AWS would refuse is found without it, and what it takes is not.

use serde_json::{Value, json};

/// The paths of everything that is wrong with a bucket of these fields.
fn wrong(fields: Value) -> Vec<String> {
    let mut spec = json!({ "name": "uploads" });
    for (field, value) in fields.as_object().expect("a map of fields") {
        spec[field] = value.clone();
    }
    let kind = kind::registry::find("s3.bucket").expect("it is registered");
    kind.check(&spec).iter().map(|finding| finding.path.to_string()).collect()
}

#[test]
fn names() {
    for name in ["uploads", "a.b-c", "aws-devops-dev-user-content", "x-123456789012-us-east-2-an"] {
        assert_eq!(wrong(json!({ "name": name })), [""; 0], "{name}");
    }
    for name in [
        "ab", "Uploads", "under_score", "-a-", "a..b", "192.168.5.4", "xn--a", "sthree-a",
        "amzn-s3-demo-a", "a-s3alias", "a--ol-s3", "a.mrap", "a--x-s3", "a--table-s3", "plain-an",
    ] {
        assert_eq!(wrong(json!({ "name": name })), ["name"], "{name}");
    }
    assert_eq!(wrong(json!({ "name": "n".repeat(64) })), ["name"]);
}

#[test]
fn encryption() {
    let key = "arn:aws:kms:us-east-2:123456789012:alias/a";
    assert_eq!(wrong(json!({ "encryption": { "kms_key": key } })), ["encryption.kms_key"]);
    assert_eq!(
        wrong(json!({ "encryption": { "algorithm": "aws:kms:dsse", "bucket_key": true } })),
        ["encryption.bucket_key"]
    );
    assert_eq!(wrong(json!({ "encryption": { "algorithm": "aws:kms" } })), [""; 0]);
}

#[test]
fn access_lists() {
    let list = json!([{ "grantee": "all_users", "permission": "READ" }]);
    assert_eq!(wrong(json!({ "acl_grants": list })), ["acl_grants", "acl_grants"]);
    assert_eq!(
        wrong(json!({
            "acl_grants": list,
            "object_ownership": "BucketOwnerPreferred",
            "public_access_block": { "block_public_acls": false },
        })),
        [""; 0]
    );
    assert_eq!(
        wrong(json!({ "acl_grants": [{ "grantee": "me@example.com", "permission": "READ" }] })),
        ["acl_grants[0].grantee"]
    );
}

#[test]
fn policies() {
    let of = |statement: Value| wrong(json!({ "policy": { "Statement": [statement] } }));
    let role = json!({ "AWS": "arn:aws:iam::123456789012:role/r" });
    assert_eq!(
        of(
            json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/*" })
        ),
        ["policy.Statement[0]"]
    );
    assert_eq!(
        of(
            json!({ "Effect": "Allow", "Principal": role, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*" })
        ),
        ["policy.Statement[0]"]
    );
    let public = json!({ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/*" });
    assert_eq!(of(public.clone()), ["policy.Statement[0]"]);
    assert_eq!(
        wrong(json!({
            "policy": { "Statement": public },
            "public_access_block": { "block_public_policy": false, "restrict_public_buckets": false },
        })),
        [""; 0]
    );
    assert_eq!(
        of(
            json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::uploads", "arn:aws:s3:::uploads/*"] })
        ),
        [""; 0]
    );
}

#[test]
fn lifecycle_rules() {
    let of = |rule: Value| wrong(json!({ "lifecycle_rules": { "r": rule } }));
    assert_eq!(of(json!({ "prefix": "a/" })), ["lifecycle_rules.r"]);
    assert_eq!(of(json!({ "expiration": { "days": 0 } })), ["lifecycle_rules.r.expiration.days"]);
    assert_eq!(
        of(json!({ "transitions": { "STANDARD_IA": { "days": 29 } } })),
        ["lifecycle_rules.r.transitions.STANDARD_IA.days"]
    );
    assert_eq!(
        of(json!({ "transitions": { "STANDARD_IA": { "days": 60 }, "GLACIER": { "days": 30 } } })),
        ["lifecycle_rules.r.transitions.GLACIER.days"]
    );
    assert_eq!(
        of(json!({ "transitions": { "GLACIER": { "days": 90 } }, "expiration": { "days": 90 } })),
        ["lifecycle_rules.r.expiration.days"]
    );
    assert_eq!(
        of(
            json!({ "transitions": { "GLACIER": { "days": 90 } }, "expiration": { "date": "2035-01-01" } })
        ),
        ["lifecycle_rules.r"]
    );
    assert_eq!(
        of(json!({ "expiration": { "date": "2035-02-30" } })),
        ["lifecycle_rules.r.expiration.date"]
    );
    assert_eq!(
        of(json!({ "tags": { "a": "b" }, "abort_incomplete_multipart_upload_days": 7 })),
        ["lifecycle_rules.r.abort_incomplete_multipart_upload_days"]
    );
    assert_eq!(
        of(json!({ "expiration": { "days": 7 }, "expired_object_delete_marker": true })),
        ["lifecycle_rules.r.expired_object_delete_marker"]
    );
    assert_eq!(
        wrong(json!({ "transition_default_minimum_object_size": "varies_by_storage_class" })),
        ["transition_default_minimum_object_size"]
    );
    assert_eq!(
        of(json!({ "transitions": { "GLACIERS": { "days": 90 } } })),
        ["lifecycle_rules.r.transitions.GLACIERS"]
    );
    assert_eq!(
        of(json!({
            "transitions": { "STANDARD_IA": { "days": 30 }, "GLACIER": { "days": 90 } },
            "expiration": { "days": 365 },
            "noncurrent_version_expiration": { "days": 90 },
            "abort_incomplete_multipart_upload_days": 7,
        })),
        [""; 0]
    );
}

#[test]
fn websites() {
    let of = |website: Value| wrong(json!({ "website": website }));
    assert_eq!(of(json!({})), ["website"]);
    assert_eq!(
        of(json!({ "index_document": "i.html", "redirect_all_requests_to": { "host_name": "a" } })),
        ["website.redirect_all_requests_to"]
    );
    assert_eq!(
        of(json!({ "index_document": "i.html", "routing_rules": [{ "redirect": {} }] })),
        ["website.routing_rules[0].redirect"]
    );
    assert_eq!(of(json!({ "index_document": "a/i.html" })), ["website.index_document"]);
}

#[test]
fn notifications() {
    let queue = |events: Value| json!({ "target": "arn:aws:sqs:us-east-2:123456789012:q", "events": events });
    let of = |one: Value, other: Value| wrong(json!({ "notifications": { "a": one, "b": other } }));
    assert_eq!(
        of(queue(json!(["s3:ObjectCreated:*"])), queue(json!(["s3:ObjectCreated:Put"]))),
        ["notifications.b"]
    );
    assert_eq!(
        of(queue(json!(["s3:ObjectCreated:*"])), queue(json!(["s3:ObjectRemoved:*"]))),
        [""; 0]
    );
    assert_eq!(
        wrong(
            json!({ "notifications": { "a": { "target": "arn:aws:s3:::b", "events": ["created"] } } })
        ),
        ["notifications.a.events[0]", "notifications.a.target"]
    );
}

#[test]
fn versions_come_before_locks_and_copies() {
    let replication = json!({
        "role": "arn:aws:iam::123456789012:role/r",
        "rules": { "all": { "destination": { "bucket": "arn:aws:s3:::copy" } } },
    });
    assert_eq!(
        wrong(json!({ "object_lock": {}, "replication": replication })),
        ["object_lock", "replication"]
    );
    assert_eq!(
        wrong(json!({ "versioning": true, "object_lock": {}, "replication": replication })),
        [""; 0]
    );
    assert_eq!(
        wrong(
            json!({ "versioning": true, "object_lock": { "default_retention": { "mode": "GOVERNANCE" } } })
        ),
        ["object_lock.default_retention"]
    );
}

#[test]
fn rules_of_replication() {
    let of = |rules: Value| {
        wrong(json!({
            "versioning": true,
            "replication": { "role": "arn:aws:iam::123456789012:role/r", "rules": rules },
        }))
    };
    let to = json!({ "bucket": "arn:aws:s3:::copy" });
    assert_eq!(
        of(json!({ "a": { "destination": to }, "b": { "destination": to } })),
        ["replication.rules.b.priority"]
    );
    assert_eq!(
        of(json!({ "a": {
            "tags": { "a": "b" }, "delete_marker_replication": true, "kms_encrypted_objects": true,
            "destination": { "bucket": "arn:aws:s3:::copy", "owned_by_destination": true, "replication_time_control": true },
        } })),
        [
            "replication.rules.a.delete_marker_replication", "replication.rules.a.destination",
            "replication.rules.a.destination",
            "replication.rules.a.destination.replication_time_control",
        ]
    );
}

#[test]
fn tiering_acceleration_and_cors_are_checked() {
    assert_eq!(wrong(json!({ "intelligent_tiering": { "a": {} } })), ["intelligent_tiering.a"]);
    assert_eq!(
        wrong(json!({ "name": "with.dots", "transfer_acceleration": true })),
        ["transfer_acceleration"]
    );
    assert_eq!(
        wrong(
            json!({ "cors_rules": [{ "allowed_origins": ["https://*.*"], "allowed_methods": ["GET"] }] })
        ),
        ["cors_rules[0].allowed_origins"]
    );
    assert_eq!(
        wrong(
            json!({ "cors_rules": [{ "allowed_origins": ["*"], "allowed_methods": ["PATCH"] }] })
        ),
        ["cors_rules[0].allowed_methods[0]"]
    );
}
