//! Brings a bucket to its spec. S3 takes one change of a bucket at a time, and some only after others.

use aws_sdk_s3::types::{
    AccelerateConfiguration, BucketAccelerateStatus, BucketVersioningStatus, Payer,
    RequestPaymentConfiguration, Tag, Tagging, VersioningConfiguration,
};

use super::access::{Grant, ObjectOwnership};
use super::intelligent_tiering::IntelligentTiering;
use super::inventory::Inventory;
use super::lifecycle::Lifecycle;
use super::notifications::Notifications;
use super::reports::{Analytics, RequestMetrics};
use super::support::to_tags;
use super::{Bucket, cors, logging, object_lock, replication, website};
use aws::S3;
use aws::{Aws, optional};
use kind::Result;

pub(super) async fn update(spec: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    update_versions(spec, aws, name, live).await?;
    if spec.tags != live.tags {
        write_tags(spec, aws, name).await?;
    }
    if !spec.encryption.is_met_by(&live.encryption) {
        spec.encryption.write(aws, name, &live.encryption).await?;
    }
    update_access(spec, aws, name, live).await?;
    update_contents(spec, aws, name, live).await?;
    update_traffic(spec, aws, name, live).await?;
    update_reports(spec, aws, name, live).await
}

/// Versioning must be on before objects are locked or copied, and no copies be asked for when it goes.
async fn update_versions(spec: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    if spec.replication.is_none() && live.replication.is_some() {
        replication::remove(aws, name).await?;
    }
    if spec.versioning != live.versioning {
        let status = match spec.versioning {
            true => BucketVersioningStatus::Enabled,
            false => BucketVersioningStatus::Suspended,
        };
        let configuration = VersioningConfiguration::builder().status(status).build();
        let request = aws.s3().put_bucket_versioning().bucket(name);
        request.versioning_configuration(configuration).send().await?;
    }
    if spec.object_lock != live.object_lock {
        object_lock::write(aws, name, spec.object_lock.as_ref()).await?;
    }
    match &spec.replication {
        Some(replication) if spec.replication != live.replication => {
            replication::write(aws, name, replication).await
        }
        _ => Ok(()),
    }
}

/// The shields first, since a public policy or list is refused behind them. A list can only be written
/// while lists count, and only when it is empty can they cease to.
async fn update_access(spec: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    if spec.public_access_block != live.public_access_block {
        spec.public_access_block.write(aws, name).await?;
    }
    let lists_end = spec.object_ownership == ObjectOwnership::BucketOwnerEnforced;
    let list_changed = spec.acl_grants != live.acl_grants;
    if list_changed && lists_end {
        Grant::write_list(aws, name, &spec.acl_grants).await?;
    }
    if spec.object_ownership != live.object_ownership {
        spec.object_ownership.write(aws, name).await?;
    }
    if list_changed && !lists_end {
        Grant::write_list(aws, name, &spec.acl_grants).await?;
    }
    if spec.policy != live.policy {
        write_policy(spec, aws, name).await?;
    }
    Ok(())
}

async fn update_contents(spec: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    let lifecycle = |bucket: &Bucket| Lifecycle {
        rules: bucket.lifecycle_rules.clone(),
        minimum_object_size: bucket.transition_default_minimum_object_size,
    };
    let (desired, current) = (lifecycle(spec), lifecycle(live));
    if desired != current {
        desired.write(aws, name).await?;
    }
    let (desired, live) = (&spec.intelligent_tiering, &live.intelligent_tiering);
    IntelligentTiering::write(aws, name, desired, live).await
}

async fn update_traffic(spec: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    if spec.cors_rules != live.cors_rules {
        cors::write(aws, name, &spec.cors_rules).await?;
    }
    if spec.website != live.website {
        website::write(aws, name, spec.website.as_ref()).await?;
    }
    let notifications = |bucket: &Bucket| Notifications {
        by_id: bucket.notifications.clone(),
        event_bridge: bucket.eventbridge_notifications,
    };
    let (desired, current) = (notifications(spec), notifications(live));
    if desired != current {
        desired.write(aws, name).await?;
    }
    if spec.transfer_acceleration != live.transfer_acceleration {
        let status = match spec.transfer_acceleration {
            true => BucketAccelerateStatus::Enabled,
            false => BucketAccelerateStatus::Suspended,
        };
        let configuration = AccelerateConfiguration::builder().status(status).build();
        let request = aws.s3().put_bucket_accelerate_configuration().bucket(name);
        request.accelerate_configuration(configuration).send().await?;
    }
    if spec.requester_pays != live.requester_pays {
        let payer = if spec.requester_pays { Payer::Requester } else { Payer::BucketOwner };
        let configuration = RequestPaymentConfiguration::builder().payer(payer).build()?;
        let request = aws.s3().put_bucket_request_payment().bucket(name);
        request.request_payment_configuration(configuration).send().await?;
    }
    Ok(())
}

async fn update_reports(spec: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    if spec.logging != live.logging {
        logging::write(aws, name, spec.logging.as_ref()).await?;
    }
    RequestMetrics::write(aws, name, &spec.request_metrics, &live.request_metrics).await?;
    Analytics::write(aws, name, &spec.analytics, &live.analytics).await?;
    Inventory::write(aws, name, &spec.inventories, &live.inventories).await
}

async fn write_policy(spec: &Bucket, aws: &Aws, name: &str) -> Result<()> {
    match &spec.policy {
        Some(policy) => {
            let request = aws.s3().put_bucket_policy().bucket(name).policy(policy.to_string());
            request.send().await?;
        }
        None => {
            optional(aws.s3().delete_bucket_policy().bucket(name).send().await)?;
        }
    }
    Ok(())
}

/// Writes all tags at once, as S3 has no other way. Those that AWS set itself have to be among them.
async fn write_tags(spec: &Bucket, aws: &Aws, name: &str) -> Result<()> {
    let answer = optional(aws.s3().get_bucket_tagging().bucket(name).send().await)?;
    let mut all: Vec<Tag> = answer.map(|answer| answer.tag_set).unwrap_or_default();
    all.retain(|tag| tag.key.starts_with("aws:"));
    all.extend(to_tags(&spec.tags)?);
    if all.is_empty() {
        optional(aws.s3().delete_bucket_tagging().bucket(name).send().await)?;
        return Ok(());
    }
    let tagging = Tagging::builder().set_tag_set(Some(all)).build()?;
    let request = aws.s3().put_bucket_tagging().bucket(name).tagging(tagging);
    request.send().await?;
    Ok(())
}
