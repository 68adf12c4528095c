//! A bucket as it is: one call to see whether it exists, then all its settings side by side.

use aws_sdk_s3::types::{BucketAccelerateStatus, BucketVersioningStatus, Payer};

use super::access::{Grant, ObjectOwnership, PublicAccessBlock};
use super::encryption::Encryption;
use super::intelligent_tiering::IntelligentTiering;
use super::inventory::Inventory;
use super::lifecycle::Lifecycle;
use super::notifications::Notifications;
use super::reports::{Analytics, RequestMetrics};
use super::support::from_tags;
use super::{Bucket, cors, logging, object_lock, replication, website};
use aws::S3;
use aws::tags::Tags;
use aws::{Aws, AwsError, optional};
use kind::Result;
use language::value::{Instruction, PolicyDocument};

pub(super) async fn bucket(aws: &Aws, name: &str) -> Result<Option<Bucket>> {
    // Names are global: without the account, this could be somebody else's bucket that lets us in.
    let request = aws.s3().get_bucket_versioning().bucket(name);
    let request = request.expected_bucket_owner(aws.account());
    let versioning = optional(request.send().await);
    let Some(versioning) = versioning.map_err(|error| explain_denied(error, name))? else {
        return Ok(None);
    };
    let (
        public_access_block,
        object_ownership,
        policy,
        encryption,
        cors_rules,
        lifecycle,
        logging,
        website,
        notifications,
        transfer_acceleration,
        requester_pays,
        object_lock,
        replication,
        intelligent_tiering,
        request_metrics,
        analytics,
        inventories,
        tags,
    ) = tokio::try_join!(
        PublicAccessBlock::read(aws, name),
        ObjectOwnership::read(aws, name),
        policy(aws, name),
        Encryption::read(aws, name),
        cors::read(aws, name),
        Lifecycle::read(aws, name),
        logging::read(aws, name),
        website::read(aws, name),
        Notifications::read(aws, name),
        transfer_acceleration(aws, name),
        requester_pays(aws, name),
        object_lock::read(aws, name),
        replication::read(aws, name),
        IntelligentTiering::read(aws, name),
        RequestMetrics::read(aws, name),
        Analytics::read(aws, name),
        Inventory::read(aws, name),
        tags(aws, name),
    )?;
    // Where the bucket owner owns everything, the list holds nothing but his own line.
    let acl_grants = match object_ownership {
        ObjectOwnership::BucketOwnerEnforced => Default::default(),
        _ => Grant::read_list(aws, name).await?,
    };
    Ok(Some(Bucket {
        name: name.to_owned(),
        versioning: versioning.status == Some(BucketVersioningStatus::Enabled),
        encryption,
        public_access_block,
        object_ownership,
        acl_grants,
        policy,
        cors_rules,
        lifecycle_rules: lifecycle.rules,
        transition_default_minimum_object_size: lifecycle.minimum_object_size,
        logging,
        website,
        notifications: notifications.by_id,
        eventbridge_notifications: notifications.event_bridge,
        transfer_acceleration,
        requester_pays,
        object_lock,
        replication,
        intelligent_tiering,
        request_metrics,
        analytics,
        inventories,
        force_destroy: Instruction::default(),
        tags,
    }))
}

/// S3 says why it denies access where a policy of the own account does, and nothing but "Access Denied" of
/// the buckets of others.
fn explain_denied(error: AwsError, name: &str) -> AwsError {
    let is_reasoned = error.message.contains("not authorized to perform");
    if is_reasoned || !error.has_code("AccessDenied") {
        return error;
    }
    AwsError {
        message: format!(
            "the bucket `{name}` exists and denies access: most likely it belongs to another account, \
             as all accounts share the names of buckets; choose another name, or allow \
             `s3:GetBucketVersioning` on it"
        ),
        ..error
    }
}

async fn policy(aws: &Aws, name: &str) -> Result<Option<PolicyDocument>> {
    let answer = optional(aws.s3().get_bucket_policy().bucket(name).send().await)?;
    let policy = answer.and_then(|answer| answer.policy);
    Ok(policy.map(|text| PolicyDocument::from_aws(&text)).transpose()?)
}

/// Whether acceleration is on. Some regions have none, and refuse even the question.
async fn transfer_acceleration(aws: &Aws, name: &str) -> Result<bool> {
    const NOT_OFFERED: [&str; 2] = ["MethodNotAllowed", "UnsupportedArgument"];
    let request = aws.s3().get_bucket_accelerate_configuration().bucket(name);
    match request.send().await.map_err(AwsError::from) {
        Ok(answer) => Ok(answer.status == Some(BucketAccelerateStatus::Enabled)),
        Err(error) if NOT_OFFERED.iter().any(|code| error.has_code(code)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn requester_pays(aws: &Aws, name: &str) -> Result<bool> {
    let request = aws.s3().get_bucket_request_payment().bucket(name);
    Ok(request.send().await?.payer == Some(Payer::Requester))
}

/// The bucket's tags, without those that AWS sets itself.
pub(super) async fn tags(aws: &Aws, name: &str) -> Result<Tags> {
    let answer = optional(aws.s3().get_bucket_tagging().bucket(name).send().await)?;
    Ok(from_tags(answer.map(|answer| answer.tag_set)))
}
