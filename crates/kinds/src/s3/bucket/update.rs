//! Brings a bucket to its spec. S3 takes one change of a bucket at a time, and some only after others.

use super::access::{Grant, ObjectOwnership};
use super::intelligent_tiering::IntelligentTiering;
use super::inventory::Inventory;
use super::reports::{Analytics, RequestMetrics};
use super::spec::Bucket;
use super::{
    cors, lifecycle, logging, notifications, object_lock, policy, replication, switches, tags,
    website,
};
use crate::prelude::*;

/// Makes the call behind the fields of a bucket where one of them differs: `where_differing!(wanted, live, tags =>
/// tags::write(…))`.
macro_rules! where_differing {
    ($wanted:ident, $live:ident, $($($field:ident)|+ => $write:expr),+ $(,)?) => {$(
        if $($wanted.$field != $live.$field)||+ {
            $write.await?;
        }
    )+};
}

pub(super) async fn update(wanted: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    update_versions(wanted, aws, name, live).await?;
    where_differing!(wanted, live, tags => tags::write(aws, name, &wanted.tags));
    if !wanted.encryption.is_met_by(&live.encryption) {
        wanted.encryption.write(aws, name, &live.encryption).await?;
    }
    update_access(wanted, aws, name, live).await?;
    let (rules, minimum_object_size) =
        (&wanted.lifecycle_rules, wanted.transition_default_minimum_object_size);
    where_differing!(wanted, live,
        lifecycle_rules | transition_default_minimum_object_size
            => lifecycle::write(aws, name, rules, minimum_object_size),
        intelligent_tiering => IntelligentTiering::write(
            aws, name, &wanted.intelligent_tiering, &live.intelligent_tiering
        ),
        cors_rules => cors::write(aws, name, &wanted.cors_rules),
        website => website::write(aws, name, &wanted.website),
        notifications | eventbridge_notifications
            => notifications::write(aws, name, &wanted.notifications, wanted.eventbridge_notifications),
        transfer_acceleration
            => switches::write_acceleration(aws, name, wanted.transfer_acceleration),
        requester_pays => switches::write_requester_pays(aws, name, wanted.requester_pays),
        logging => logging::write(aws, name, &wanted.logging),
        request_metrics
            => RequestMetrics::write(aws, name, &wanted.request_metrics, &live.request_metrics),
        analytics => Analytics::write(aws, name, &wanted.analytics, &live.analytics),
        inventories => Inventory::write(aws, name, &wanted.inventories, &live.inventories),
    );
    Ok(())
}

/// Versioning must be on before objects are locked or copied, and no copies be asked for when it goes.
async fn update_versions(wanted: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    if wanted.replication.is_none() && live.replication.is_some() {
        replication::remove(aws, name).await?;
    }
    where_differing!(wanted, live,
        versioning => switches::write_versioning(aws, name, wanted.versioning),
        object_lock => object_lock::write(aws, name, wanted.object_lock.as_ref()),
    );
    match &wanted.replication {
        Some(replication) if wanted.replication != live.replication => {
            replication::write(aws, name, replication).await
        }
        _ => Ok(()),
    }
}

/// The shields first, since a public policy or list is refused behind them. A list can only be written
/// while lists count, and only when it is empty can they cease to.
async fn update_access(wanted: &Bucket, aws: &Aws, name: &str, live: &Bucket) -> Result<()> {
    where_differing!(wanted, live, public_access_block => wanted.public_access_block.write(aws, name));
    let lists_end = wanted.object_ownership == ObjectOwnership::BucketOwnerEnforced;
    let list_changed = wanted.acl_grants != live.acl_grants;
    if list_changed && lists_end {
        Grant::write_list(aws, name, &wanted.acl_grants).await?;
    }
    where_differing!(wanted, live, object_ownership => wanted.object_ownership.write(aws, name));
    if list_changed && !lists_end {
        Grant::write_list(aws, name, &wanted.acl_grants).await?;
    }
    where_differing!(wanted, live, policy => policy::write(aws, name, wanted.policy.as_ref()));
    Ok(())
}
