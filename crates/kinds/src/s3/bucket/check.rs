//! What AWS asks of a bucket across its settings (API reference of the Put operation of each). What it refuses
//! to write, and keeps where it was written before, is a warning.

use serde_json::Value;

use super::access::{Grant, ObjectOwnership};
use super::lifecycle::{self, Lifecycle};
use super::{Bucket, cors, intelligent_tiering, naming, notifications};
use kind::Findings;
use language::value::{PolicyDocument, unknown};

/// The most bytes that a bucket policy may have (Bucket policy limits).
const POLICY_BYTES: usize = 20 * 1024;

pub(super) fn check(bucket: &Bucket, findings: &mut Findings) {
    naming::check(&bucket.name, findings);
    bucket.encryption.check(findings);
    check_access_list(bucket, findings);
    if let Some(policy) = &bucket.policy {
        check_policy(bucket, policy, findings);
    }
    cors::check(&bucket.cors_rules, findings);
    let lifecycle = Lifecycle {
        rules: bucket.lifecycle_rules.clone(),
        minimum_object_size: bucket.transition_default_minimum_object_size,
    };
    lifecycle::check(&lifecycle, findings);
    if let Some(website) = &bucket.website {
        website.check(findings);
    }
    notifications::check(&bucket.notifications, findings);
    if let Some(lock) = &bucket.object_lock {
        lock.check(bucket.versioning, findings);
    }
    if let Some(replication) = &bucket.replication {
        replication.check(bucket.versioning, findings);
    }
    intelligent_tiering::check(&bucket.intelligent_tiering, findings);
    if bucket.transfer_acceleration && bucket.name.contains('.') {
        findings.add(
            "transfer_acceleration",
            "the bucket's name has a dot",
            "AWS accelerates only buckets whose name is one part of a host name",
            "choose a name without dots, or leave acceleration off",
        );
    }
}

fn check_access_list(bucket: &Bucket, findings: &mut Findings) {
    if bucket.acl_grants.is_empty() {
        return;
    }
    if bucket.object_ownership == ObjectOwnership::BucketOwnerEnforced {
        findings.add(
            "acl_grants",
            "access lists do not count in this bucket",
            "with `object_ownership: BucketOwnerEnforced`, which is the default, AWS refuses them",
            "use `policy`, or set `object_ownership: BucketOwnerPreferred`",
        );
    }
    let is_public = bucket.acl_grants.iter().any(Grant::is_public);
    if is_public && bucket.public_access_block.block_public_acls {
        findings.warn(
            "acl_grants",
            "the access list is for everybody",
            "AWS takes none such while `public_access_block.block_public_acls` is on, which is the default",
            "set `public_access_block: { block_public_acls: false, ignore_public_acls: false }`",
        );
    }
}

fn check_policy(bucket: &Bucket, policy: &PolicyDocument, findings: &mut Findings) {
    let text = policy.to_string();
    if text.len() > POLICY_BYTES && !unknown::in_text(&text) {
        findings.add(
            "policy",
            "the policy is too long",
            &format!("it has {} bytes, and AWS takes {POLICY_BYTES}", text.len()),
            "join statements, or name prefixes instead of objects",
        );
    }
    for (index, statement) in policy.statements().iter().enumerate() {
        let path = format!("policy.Statement[{index}]");
        for resource in texts(statement.get("Resource")) {
            if is_of_another_bucket(resource, &bucket.name) {
                findings.add(
                    &path,
                    &format!("`{resource}` is not of this bucket"),
                    "the policy of a bucket is for the bucket and its objects alone",
                    &format!("write `arn:aws:s3:::{0}` or `arn:aws:s3:::{0}/*`", bucket.name),
                );
            }
        }
        if bucket.public_access_block.block_public_policy && is_for_everybody(statement) {
            findings.warn(
                &path,
                "the statement makes the bucket public",
                "AWS takes none such while `public_access_block.block_public_policy` is on, which is the \
                 default",
                "name the principals, add a `Condition`, or open the public access block on purpose",
            );
        }
    }
}

/// An element of a policy that may be one text or several.
fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let (one, several) = match value {
        Some(Value::Array(list)) => (None, list.as_slice()),
        Some(single) => (single.as_str(), [].as_slice()),
        None => (None, [].as_slice()),
    };
    one.into_iter().chain(several.iter().filter_map(Value::as_str))
}

fn is_of_another_bucket(resource: &str, name: &str) -> bool {
    if unknown::in_text(resource) || unknown::in_text(name) {
        return false;
    }
    let Some((_, path)) = resource.split_once(":s3:::") else {
        return false;
    };
    let bucket = path.split_once('/').map_or(path, |(bucket, _)| bucket);
    bucket != name && !bucket.contains(['*', '?', '$'])
}

/// Whether a statement allows something to everybody on no condition. There are other ways to be
/// public, which only AWS can tell.
fn is_for_everybody(statement: &Value) -> bool {
    let everybody = |principal: &Value| texts(principal.get("AWS")).any(|who| who == "*");
    statement.get("Effect").and_then(Value::as_str) == Some("Allow")
        && statement.get("Condition").is_none()
        && statement.get("Principal").is_some_and(everybody)
}
