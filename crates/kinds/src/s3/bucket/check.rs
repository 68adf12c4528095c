//! What AWS asks of a bucket across its settings (API reference of the Put operation of each). What it refuses
//! to write, and keeps where it was written before, is a warning.

use super::access::{Grant, ObjectOwnership};
use super::spec::Bucket;
use super::{cors, intelligent_tiering, lifecycle, naming, notifications, policy};
use crate::prelude::*;

pub(super) fn check(bucket: &Bucket, findings: &mut Findings) {
    naming::check(&bucket.name, findings);
    bucket.encryption.check(findings);
    check_access_list(bucket, findings);
    if let Some(policy) = &bucket.policy {
        let blocks_public = bucket.public_access_block.block_public_policy;
        policy::check(policy, &bucket.name, blocks_public, findings);
    }
    cors::check(&bucket.cors_rules, findings);
    let minimum_object_size = bucket.transition_default_minimum_object_size;
    lifecycle::check(&bucket.lifecycle_rules, minimum_object_size, findings);
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
    rules! { findings;
        Error "transfer_acceleration" if bucket.transfer_acceleration && bucket.name.contains('.') =>
            "the bucket's name has a dot",
            "AWS accelerates only buckets whose name is one part of a host name",
            "choose a name without dots, or leave acceleration off";
    }
}

fn check_access_list(bucket: &Bucket, findings: &mut Findings) {
    let no_lists = bucket.object_ownership == ObjectOwnership::BucketOwnerEnforced;
    let is_public = bucket.acl_grants.iter().any(Grant::is_public);
    rules! { findings;
        Error "acl_grants" if no_lists && !bucket.acl_grants.is_empty() =>
            "access lists do not count in this bucket",
            "with `object_ownership: BucketOwnerEnforced`, which is the default, AWS refuses them",
            "use `policy`, or set `object_ownership: BucketOwnerPreferred`";
        Warning "acl_grants" if is_public && bucket.public_access_block.block_public_acls =>
            "the access list is for everybody",
            "AWS accepts none such while `public_access_block.block_public_acls` is on, which is the default",
            "set `public_access_block: { block_public_acls: false, ignore_public_acls: false }`";
    }
}
