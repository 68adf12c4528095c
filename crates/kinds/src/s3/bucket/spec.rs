//! What the owner of a bucket writes of it.

use super::access::{Grant, ObjectOwnership, PublicAccessBlock};
use super::cors::CorsRule;
use super::encryption::Encryption;
use super::intelligent_tiering::IntelligentTiering;
use super::inventory::Inventory;
use super::lifecycle::{LifecycleRule, MinimumObjectSize};
use super::logging::Logging;
use super::notifications::Notification;
use super::object_lock::ObjectLock;
use super::replication::Replication;
use super::reports::{Analytics, RequestMetrics};
use super::website::Website;
use crate::prelude::*;
use language::value::{Instruction, PolicyDocument};

/// An S3 bucket.
#[spec]
pub struct Bucket {
    /// The bucket's name, unique in all of AWS: 3–63 of lower-case letters, digits, dots and hyphens. A
    /// name that ends with `-<account>-<region>-an` is in the account's own namespace.
    #[field(required, create_only, value_only, length = 3..=255, pattern = r"^[A-Za-z0-9._-]+$")]
    pub name: String,
    /// Whether objects keep their older versions. Absent: no. AWS can suspend versioning but not undo it:
    /// turned off again, the versions that are there stay.
    pub versioning: bool,
    /// How new objects are encrypted. Absent: with keys of S3's own (`AES256`).
    pub encryption: Encryption,
    /// What shields the bucket from being made public by mistake. Absent: all four shields are up.
    #[field(grants)]
    pub public_access_block: PublicAccessBlock,
    /// Whose the objects are that others upload. `BucketOwnerEnforced`: the bucket owner's, and access
    /// lists do not count. `BucketOwnerPreferred`: the bucket owner's if the upload says so.
    /// `ObjectWriter`: the uploader's. Absent: `BucketOwnerEnforced`.
    pub object_ownership: ObjectOwnership,
    /// Access list of the bucket, beside its owner's full control. AWS's canned list `public-read` is
    /// `READ` for `all_users`. Only with an `object_ownership` other than `BucketOwnerEnforced`.
    #[field(grants, length = ..=99)]
    pub acl_grants: BTreeSet<Grant>,
    /// Resource policy of the bucket, up to 20 KB. Absent: none.
    #[field(grants, deferrable, policy = "resource")]
    pub policy: Option<PolicyDocument>,
    /// Which web pages of other origins may use the bucket; the first rule that fits counts.
    #[field(length = ..=100)]
    pub cors_rules: Vec<CorsRule>,
    /// What happens to objects as they age, by the rule's id.
    #[field(entries = ..=1000)]
    pub lifecycle_rules: BTreeMap<String, LifecycleRule>,
    /// Which small objects the lifecycle rules leave where they are: `all_storage_classes_128K`, those
    /// under 128 KB; `varies_by_storage_class`, the same but for the classes GLACIER and DEEP_ARCHIVE,
    /// to which all objects move. A rule's own sizes come first. Absent: `all_storage_classes_128K`.
    pub transition_default_minimum_object_size: MinimumObjectSize,
    /// Access logs, and where they go. Absent: none are kept.
    #[field(deferrable)]
    pub logging: Option<Logging>,
    /// The bucket as a website. Absent: it is none.
    pub website: Option<Website>,
    /// Whom the bucket tells of what happens to its objects, by the notification's id.
    #[field(deferrable, entries = ..=100)]
    pub notifications: BTreeMap<String, Notification>,
    /// Whether the bucket tells EventBridge of everything that happens to its objects.
    pub eventbridge_notifications: bool,
    /// Whether uploads and downloads may go by way of AWS's edge locations.
    pub transfer_acceleration: bool,
    /// Whether who downloads pays for it, instead of the bucket's owner.
    pub requester_pays: bool,
    /// Lets versions of objects be locked against deletion. Absent: off.
    pub object_lock: Option<ObjectLock>,
    /// Copies of objects in other buckets. Absent: none.
    #[field(deferrable)]
    pub replication: Option<Replication>,
    /// Which objects of the class INTELLIGENT_TIERING are archived, and when, by the configuration's id.
    #[field(entries = ..=1000)]
    pub intelligent_tiering: BTreeMap<String, IntelligentTiering>,
    /// CloudWatch metrics of requests, by the filter's id.
    #[field(entries = ..=1000)]
    pub request_metrics: BTreeMap<String, RequestMetrics>,
    /// Analyses of how often objects are read, by the configuration's id.
    #[field(deferrable, entries = ..=1000)]
    pub analytics: BTreeMap<String, Analytics>,
    /// Lists of objects that are made again and again, by the configuration's id.
    #[field(deferrable, entries = ..=1000)]
    pub inventories: BTreeMap<String, Inventory>,
    /// Whether the bucket is emptied when it is to be deleted: every version of every object is lost.
    /// Absent: no, and AWS refuses to delete a bucket that is not empty.
    pub force_destroy: Instruction<bool>,
    /// Tags of the bucket.
    #[field(entries = ..=50)]
    pub tags: Tags,
}
