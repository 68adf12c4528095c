//! A bucket as it is: one call to see whether it exists, then all its settings side by side.

use aws_sdk_s3::types::BucketVersioningStatus;

use super::access::{Grant, ObjectOwnership, PublicAccessBlock};
use super::encryption::Encryption;
use super::intelligent_tiering::IntelligentTiering;
use super::inventory::Inventory;
use super::reports::{Analytics, RequestMetrics};
use super::spec::Bucket;
use super::{
    cors, lifecycle, logging, notifications, object_lock, policy, replication, switches, tags,
    website,
};
use crate::parts::part;
use crate::prelude::*;
use kind::Parts;
use language::value::Instruction;

/// Makes the calls side by side behind the fields that are not known, and of what all give a bucket with some fields
/// more.
macro_rules! side_by_side {
    ($parts:ident: $($($field:ident)|+ => $call:expr,)+ .. $more:tt) => {{
        #[allow(unused_parens, reason = "some calls give several fields")]
        let ($(($($field),+),)+) = tokio::try_join!($(part!($parts, $($field),+ => $call)),+)?;
        side_by_side!(@with $($($field)+)+, $more)
    }};
    (@with $($field:ident)+, { $($more:ident: $value:expr,)+ }) => {
        Bucket { $($field,)+ $($more: $value,)+ }
    };
}

pub(super) async fn read(
    aws: &Aws,
    name: &str,
    parts: &Parts<'_, Bucket>,
) -> Result<Option<Bucket>> {
    // Names are global: without the account, this could be somebody else's bucket that lets us in.
    let request = aws.s3().get_bucket_versioning().bucket(name);
    let request = request.expected_bucket_owner(aws.account());
    let versioning = optional(request.send().await);
    let Some(versioning) = versioning.map_err(|error| explain_denied(error, name))? else {
        return Ok(None);
    };
    let mut bucket = side_by_side! { parts:
        public_access_block => PublicAccessBlock::read(aws, name),
        object_ownership => ObjectOwnership::read(aws, name),
        policy => policy::read(aws, name),
        encryption => Encryption::read(aws, name),
        cors_rules => cors::read(aws, name),
        lifecycle_rules | transition_default_minimum_object_size => lifecycle::read(aws, name),
        logging => logging::read(aws, name),
        website => website::read(aws, name),
        notifications | eventbridge_notifications => notifications::read(aws, name),
        transfer_acceleration => switches::read_acceleration(aws, name),
        requester_pays => switches::read_requester_pays(aws, name),
        object_lock => object_lock::read(aws, name),
        replication => replication::read(aws, name),
        intelligent_tiering => IntelligentTiering::read(aws, name),
        request_metrics => RequestMetrics::read(aws, name),
        analytics => Analytics::read(aws, name),
        inventories => Inventory::read(aws, name),
        tags => tags::read(aws, name),
        .. {
            name: name.to_owned(),
            versioning: versioning.status == Some(BucketVersioningStatus::Enabled),
            acl_grants: Default::default(),
            force_destroy: Instruction::default(),
        }
    };
    // Where the bucket owner owns everything, the list holds nothing but the owner's own line.
    if bucket.object_ownership != ObjectOwnership::BucketOwnerEnforced {
        let fields = ["acl_grants", "object_ownership"];
        let list = Grant::read_list(aws, name);
        bucket.acl_grants = parts.part(&fields, |bucket| bucket.acl_grants.clone(), list).await?;
    }
    Ok(Some(bucket))
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
