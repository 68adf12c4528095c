//! `s3.bucket`: an S3 bucket with everything that lives and dies with it.
//!
//! AWS has an API for each of two dozen settings of a bucket. Each has a module here with what its
//! owner writes of it, how it is read and how it is written; this one puts them together.

mod access;
mod check;
mod cors;
mod empty;
mod encryption;
mod intelligent_tiering;
mod inventory;
mod lifecycle;
mod logging;
mod naming;
mod notifications;
mod object_lock;
mod operations;
mod read;
mod replication;
mod reports;
mod support;
mod website;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_sdk_s3::types::{BucketLocationConstraint, BucketNamespace, CreateBucketConfiguration};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use aws::S3;
use aws::tags::Tags;
use aws::{Aws, AwsError, ErrorKind, optional, wait_until};
use kind::{
    Abilities, Access, Calls, Concern, Consequences, Data, Demand, Emptied, Facts, Findings, Kind,
    Live, Named, OnlyWith, Place, Result,
};
use language::value::{Instruction, PolicyDocument};

use access::{Grant, ObjectOwnership, PublicAccessBlock};
use cors::CorsRule;
use encryption::Encryption;
use intelligent_tiering::IntelligentTiering;
use inventory::Inventory;
use lifecycle::{LifecycleRule, MinimumObjectSize};
use logging::Logging;
use naming::Outputs;
use notifications::Notification;
use object_lock::ObjectLock;
use replication::Replication;
use reports::{Analytics, RequestMetrics};
use support::to_tags;
use website::Website;

/// An S3 bucket.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// The bucket's name, unique in all of AWS: 3–63 of lower-case letters, digits, dots and hyphens. A
    /// name that ends with `-<account>-<region>-an` is in the account's own namespace.
    #[schemars(length(min = 3, max = 255), regex(pattern = r"^[A-Za-z0-9._-]+$"))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub name: String,
    /// Whether objects keep their older versions. Absent: no. AWS can suspend versioning but not undo it:
    /// turned off again, the versions that are there stay.
    #[serde(default)]
    pub versioning: bool,
    /// How new objects are encrypted. Absent: with keys of S3's own (`AES256`).
    #[serde(default)]
    pub encryption: Encryption,
    /// What shields the bucket from being made public by mistake. Absent: all four shields are up.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    pub public_access_block: PublicAccessBlock,
    /// Whose the objects are that others upload. `BucketOwnerEnforced`: the bucket owner's, and access
    /// lists do not count. `BucketOwnerPreferred`: the bucket owner's if the upload says so.
    /// `ObjectWriter`: the uploader's. Absent: `BucketOwnerEnforced`.
    #[serde(default)]
    pub object_ownership: ObjectOwnership,
    /// Access list of the bucket, beside its owner's full control. AWS's canned list `public-read` is
    /// `READ` for `all_users`. Only with an `object_ownership` other than `BucketOwnerEnforced`.
    #[serde(default)]
    #[schemars(length(max = 99))]
    #[schemars(extend("x-grants" = true))]
    pub acl_grants: BTreeSet<Grant>,
    /// Resource policy of the bucket, up to 20 KB. Absent: none.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    #[schemars(extend("x-deferrable" = true, "x-policy" = "resource"))]
    pub policy: Option<PolicyDocument>,
    /// Which web pages of other origins may use the bucket; the first rule that fits counts.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub cors_rules: Vec<CorsRule>,
    /// What happens to objects as they age, by the rule's id.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 1000))]
    pub lifecycle_rules: BTreeMap<String, LifecycleRule>,
    /// Which small objects the lifecycle rules leave where they are: `all_storage_classes_128K`, those
    /// under 128 KB; `varies_by_storage_class`, the same but for the classes GLACIER and DEEP_ARCHIVE,
    /// to which all objects move. A rule's own sizes come first. Absent: `all_storage_classes_128K`.
    #[serde(default)]
    pub transition_default_minimum_object_size: MinimumObjectSize,
    /// Access logs, and where they go. Absent: none are kept.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub logging: Option<Logging>,
    /// The bucket as a website. Absent: it is none.
    #[serde(default)]
    pub website: Option<Website>,
    /// Whom the bucket tells of what happens to its objects, by the notification's id.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true, "maxProperties" = 100))]
    pub notifications: BTreeMap<String, Notification>,
    /// Whether the bucket tells EventBridge of everything that happens to its objects.
    #[serde(default)]
    pub eventbridge_notifications: bool,
    /// Whether uploads and downloads may go by way of AWS's edge locations.
    #[serde(default)]
    pub transfer_acceleration: bool,
    /// Whether who downloads pays for it, instead of the bucket's owner.
    #[serde(default)]
    pub requester_pays: bool,
    /// Lets versions of objects be locked against deletion. Absent: off.
    #[serde(default)]
    pub object_lock: Option<ObjectLock>,
    /// Copies of objects in other buckets. Absent: none.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub replication: Option<Replication>,
    /// Which objects of the class INTELLIGENT_TIERING are archived, and when, by the configuration's id.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 1000))]
    pub intelligent_tiering: BTreeMap<String, IntelligentTiering>,
    /// CloudWatch metrics of requests, by the filter's id.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 1000))]
    pub request_metrics: BTreeMap<String, RequestMetrics>,
    /// Analyses of how often objects are read, by the configuration's id.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true, "maxProperties" = 1000))]
    pub analytics: BTreeMap<String, Analytics>,
    /// Lists of objects that are made again and again, by the configuration's id.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true, "maxProperties" = 1000))]
    pub inventories: BTreeMap<String, Inventory>,
    /// Whether the bucket is emptied when it is to be deleted: every version of every object is lost.
    /// Absent: no, and AWS refuses to delete a bucket that is not empty.
    #[serde(default)]
    pub force_destroy: Instruction<bool>,
    /// Tags of the bucket.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 50))]
    pub tags: Tags,
}

impl Kind for Bucket {
    const NAME: &'static str = "s3.bucket";
    const FACTS: Facts = Facts {
        concern: Concern::Storage,
        data: Some(Data {
            moves: "its objects with all their versions, which move by a copy or a batch replication",
            follows: "URLs, policies and applications that name the bucket, if it gets another name",
        }),
        volatile: &[],
        parent: None,
    };
    const CALLS: &'static [Calls] = calls::S3_BUCKET;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [Demand] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const MISSED: &'static str = "reads and writes fail, and another account can take the name";
    const ABILITIES: Abilities<Self> = Abilities::NONE.emptied();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs::of(&identity.name, place)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        lifecycle::tell(&self.lifecycle_rules, &live.lifecycle_rules, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(spec) = read::bucket(aws, id).await? else {
            return Ok(None);
        };
        let place = aws.place();
        Ok(Some(Live::new(Outputs::of(id, &place), spec)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        self.check_new(aws).await?;
        self.create_with_tags(aws).await?;
        wait_until("the bucket to exist", VISIBLE, || async {
            optional(aws.s3().head_bucket().bucket(&self.name).send().await)
        })
        .await?;
        Ok(self.name.clone())
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        write::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let outcome = aws.s3().delete_bucket().bucket(id).send().await;
        optional(outcome).map_err(explain_not_empty)?;
        wait_until("the bucket to be gone", VISIBLE, || async {
            let found = optional(aws.s3().head_bucket().bucket(id).send().await)?;
            Ok(found.is_none().then_some(()))
        })
        .await
    }
}

impl Emptied for Bucket {
    async fn before_delete(&self, aws: &Aws, id: &str) -> Result<()> {
        match self.force_destroy.0 {
            true => empty::empty(aws, id, self.object_lock.is_some()).await,
            false => Ok(()),
        }
    }
}

/// How long a new bucket may take to be seen, and a deleted one not to be.
const VISIBLE: Duration = Duration::from_secs(120);

/// The region that CreateBucket does not call by its name.
const FIRST_REGION: &str = "us-east-1";

impl Bucket {
    /// In the first of the regions AWS answers CreateBucket for a bucket that the account has as if it were new, and
    /// leaves it without our tags. Elsewhere it refuses.
    async fn check_new(&self, aws: &Aws) -> Result<()> {
        if aws.region() != FIRST_REGION {
            return Ok(());
        }
        let found = aws.s3().head_bucket().bucket(&self.name).send().await;
        match found.map_err(AwsError::from) {
            Ok(_) => Err(AwsError {
                code: Some("BucketAlreadyOwnedByYou".to_owned()),
                ..AwsError::new(format!(
                    "there is a bucket `{}` in this account already",
                    self.name
                ))
            }),
            // Another account's is refused by CreateBucket, in words of its own.
            Err(error) if error.kind == ErrorKind::Unavailable => Err(error),
            Err(_) => Ok(()),
        }
    }

    async fn create_with_tags(&self, aws: &Aws) -> Result<()> {
        let region = aws.region();
        let location = (region != FIRST_REGION).then(|| BucketLocationConstraint::from(region));
        let tags = to_tags(&self.tags)?;
        let tags = (!tags.is_empty()).then_some(tags);
        // The body must not be there if it would be empty.
        let configuration = (location.is_some() || tags.is_some()).then(|| {
            let builder = CreateBucketConfiguration::builder();
            builder.set_location_constraint(location).set_tags(tags).build()
        });
        let namespace = naming::is_account_regional(&self.name, aws.account(), region)
            .then_some(BucketNamespace::AccountRegional);
        let ownership = self.object_ownership;
        let request = aws
            .s3()
            .create_bucket()
            .bucket(&self.name)
            .set_create_bucket_configuration(configuration)
            .set_bucket_namespace(namespace)
            .set_object_ownership(
                (ownership != ObjectOwnership::default()).then(|| ownership.into()),
            )
            .set_object_lock_enabled_for_bucket(self.object_lock.is_some().then_some(true));
        let created = request.send().await.map_err(AwsError::from);
        created.map_err(|error| explain_taken(error, &self.name))?;
        Ok(())
    }
}

/// Names of buckets are shared by everybody.
fn explain_taken(error: AwsError, name: &str) -> AwsError {
    if !error.has_code("BucketAlreadyExists") {
        return error;
    }
    AwsError {
        message: format!(
            "the name `{name}` is taken by a bucket of another account, as all accounts share the \
             names of buckets: choose another name"
        ),
        ..error
    }
}

fn explain_not_empty(error: AwsError) -> AwsError {
    if !error.has_code("BucketNotEmpty") {
        return error;
    }
    let message = "the bucket is not empty; `force_destroy: true` deletes all that is in it, older \
                   versions included";
    AwsError { message: message.to_owned(), ..error }
}
