//! Copies of objects in other buckets.

use aws_sdk_s3::operation::get_bucket_replication::GetBucketReplicationOutput;
use aws_sdk_s3::types as sdk;

use super::filter::Filter;
use crate::conversions::Enabled;
use crate::prelude::*;

/// Replication, which needs `versioning` on both sides.
#[spec]
pub struct Replication {
    /// ARN of the role that S3 takes on to copy.
    #[field(required, pattern = r"^arn:[^:]+:iam::\d{12}:role/.+$")]
    pub role: String,
    /// The rules, by id.
    #[field(required, entries = 1..=1000)]
    pub rules: BTreeMap<String, ReplicationRule>,
}

/// Which objects are copied, where to, and how.
#[spec(sdk::ReplicationRule, request = sdk::builders::ReplicationRuleBuilder)]
#[inside(delete_marker_replication = sdk::DeleteMarkerReplication)]
#[inside(source_selection_criteria = sdk::SourceSelectionCriteria)]
pub struct ReplicationRule {
    /// Whether the rule is followed. Absent: yes.
    #[field(default = true, aws = status, with = Enabled::<sdk::ReplicationRuleStatus>)]
    pub enabled: bool,
    /// Which rule counts where several have the same destination: that of the highest number. Each rule
    /// has a number of its own. Absent: 0.
    #[field(range = 0..)]
    pub priority: i32,
    /// The rule is for objects whose key starts with this. Absent: for all.
    #[field(length = ..=1024, not_in_answer, not_in_request)]
    pub prefix: String,
    /// The rule is for objects that have all these tags.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
    /// Where copies go, and what they are like.
    #[field(required)]
    pub destination: ReplicationDestination,
    /// Whether delete markers are copied too. Absent: no.
    #[field(
        aws = delete_marker_replication.status,
        with = Enabled::<sdk::DeleteMarkerReplicationStatus>
    )]
    pub delete_marker_replication: bool,
    /// Whether objects encrypted with KMS are copied too, which needs `destination.kms_key`. Absent: no.
    #[field(aws = source_selection_criteria.sse_kms_encrypted_objects, with = kms_objects)]
    pub kms_encrypted_objects: bool,
    /// Whether changes to copies (their tags, locks and access lists) come back. Absent: no.
    #[field(aws = source_selection_criteria.replica_modifications, with = modifications)]
    pub replica_modifications: bool,
}

/// Where copies go, and what they are like.
#[spec(sdk::Destination)]
#[inside(encryption_configuration = sdk::EncryptionConfiguration)]
pub struct ReplicationDestination {
    /// ARN of the bucket that takes the copies.
    #[field(required, pattern = r"^arn:[^:]+:s3:::.+$")]
    pub bucket: String,
    /// Account of that bucket. Absent: not checked.
    #[field(pattern = r"^\d{12}$")]
    pub account: Option<String>,
    /// Whether copies belong to that account, which must be given, and not to who owns the originals.
    #[field(aws = access_control_translation, with = owner)]
    pub owned_by_destination: bool,
    /// Storage class of the copies. Absent: that of the original.
    #[field(known = STORAGE_CLASSES, with = storage_class)]
    pub storage_class: Option<String>,
    /// ARN of the KMS key, in the destination's region, that encrypts the copies. Absent: as that bucket
    /// encrypts by default.
    #[field(value_only, aws = encryption_configuration.replica_kms_key_id)]
    pub kms_key: Option<String>,
    /// Whether progress is measured, in CloudWatch and by events. Absent: no.
    #[field(with = metrics)]
    pub metrics: bool,
    /// Whether AWS undertakes to copy within 15 minutes, which needs `metrics`. Absent: no.
    #[field(aws = replication_time, with = time)]
    pub replication_time_control: bool,
}

/// The storage classes of copies (Destination, StorageClass).
const STORAGE_CLASSES: &[&str] = &[
    "STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER",
    "DEEP_ARCHIVE", "REDUCED_REDUNDANCY",
];

/// The one time that AWS accepts for replication time control.
const MINUTES: i32 = 15;

/// Makes conversions for fields that say whether a member of the SDK's has the status `Enabled`. It is left out where
/// they are false.
macro_rules! where_enabled {
    ($($name:ident: $member:ident with $status:ident $(, $set:ident = $value:expr)?;)+) => {
        conversions! {$(
            $name: bool, sdk::$member {
                |said| said.map(|member| member.status == sdk::$status::Enabled),
                |is_enabled| {
                    let member = sdk::$member::builder().status(sdk::$status::Enabled);
                    is_enabled.then(|| member$(.$set($value))?.build()).transpose()?
                },
            }
        )+}
    };
}

where_enabled! {
    kms_objects: SseKmsEncryptedObjects with SseKmsEncryptedObjectsStatus;
    modifications: ReplicaModifications with ReplicaModificationsStatus;
    metrics: Metrics with MetricsStatus;
    time: ReplicationTime with ReplicationTimeStatus, time = minutes();
}

conversions! {
    /// AWS is told of an owner only where it is not the original's.
    owner: bool, sdk::AccessControlTranslation {
        |said| said.map(|_| true),
        |is_destination| {
            let owner = sdk::AccessControlTranslation::builder();
            let owner = owner.owner(sdk::OwnerOverride::Destination);
            is_destination.then(|| owner.build()).transpose()?
        },
    }
    /// A text here, and a word there.
    storage_class: Option<String>, sdk::StorageClass {
        |said| said.map(|class| Some(class.as_str().to_owned())),
        |class| class.as_deref().map(sdk::StorageClass::from),
    }
}

impl Replication {
    pub(super) fn check(&self, versioning: bool, findings: &mut Findings) {
        rules! { findings;
            Error "replication" if !versioning =>
                "the bucket is not versioned",
                "AWS copies versions of objects",
                "add `versioning: true`";
        }
        let mut priorities = BTreeSet::new();
        for (id, rule) in &self.rules {
            let at = Path::field("replication").key("rules").key(id);
            rules! { findings, at;
                Warning "priority" if !priorities.insert(rule.priority) =>
                    format!("another rule has the priority {} too", rule.priority),
                    "AWS accepts each number once; rules of the first version have none, and read as 0",
                    "give every rule a `priority` of its own";
            }
            rule.check(&at, findings);
        }
    }
}

impl ReplicationRule {
    fn check(&self, at: &Path, findings: &mut Findings) {
        let to = &self.destination;
        rules! { findings, at;
            Error "delete_marker_replication" if self.delete_marker_replication && !self.tags.is_empty() =>
                "it stands in a rule that chooses objects by tags",
                "delete markers have no tags",
                "remove `tags` or `delete_marker_replication`";
            Error "destination" if self.kms_encrypted_objects && to.kms_key.is_none() =>
                "objects encrypted with KMS are copied, and there is no key for the copies",
                "AWS asks for one",
                "add `kms_key`";
            Error "destination" if to.owned_by_destination && to.account.is_none() =>
                "copies shall belong to the destination's account, which is not given",
                "AWS asks for it",
                "add `account`";
        }
        rules! { findings, at.key("destination");
            Error "replication_time_control" if to.replication_time_control && !to.metrics =>
                "progress is not measured",
                "AWS asks for metrics with replication time control",
                "add `metrics: true`";
        }
    }

    fn of_rule(mut aws: sdk::ReplicationRule) -> Result<(String, Self)> {
        let id = aws.id.take().unwrap_or_default();
        let markers = aws.delete_marker_replication.as_ref();
        let says_markers = markers.is_some_and(|markers| markers.status.is_some());
        #[allow(deprecated, reason = "old rules are still there to be read")]
        let old_prefix = aws.prefix.take();
        let filter = aws.filter.take().map(Filter::from);
        // Rules of the first version copy delete markers, and cannot say so.
        let copies_markers = filter.is_none() && !says_markers;
        let filter =
            filter.unwrap_or_else(|| Filter::of(&old_prefix.unwrap_or_default(), &Tags::default()));
        let rule = Self::demanded(Some(aws), "rule")?;
        let delete_marker_replication = rule.delete_marker_replication || copies_markers;
        let Filter { prefix, tags, .. } = filter;
        Ok((id, Self { prefix, tags, delete_marker_replication, ..rule }))
    }

    fn to_rule(&self, id: &str) -> Result<sdk::ReplicationRule> {
        let filter = Filter::of(&self.prefix, &self.tags).try_into()?;
        let mut rule = self.fill(sdk::ReplicationRule::builder().id(id).filter(filter))?.build()?;
        let metrics =
            rule.destination.as_mut().and_then(|destination| destination.metrics.as_mut());
        if let Some(metrics) = metrics.filter(|_| self.destination.replication_time_control) {
            metrics.event_threshold = Some(minutes());
        }
        Ok(rule)
    }
}

fn minutes() -> sdk::ReplicationTimeValue {
    sdk::ReplicationTimeValue::builder().minutes(MINUTES).build()
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<Replication>> {
    let answer = optional(aws.s3().get_bucket_replication().bucket(bucket).send().await)?;
    let Some(configuration) = answer.and_then(|answer| answer.replication_configuration) else {
        return Ok(None);
    };
    let rules = configuration.rules.into_iter().map(ReplicationRule::of_rule);
    let rules = rules.collect::<Result<_>>();
    let rules = rules.map_err(AwsError::in_answer::<GetBucketReplicationOutput>)?;
    Ok(Some(Replication { role: configuration.role, rules }))
}

pub(super) async fn write(aws: &Aws, bucket: &str, replication: &Replication) -> Result<()> {
    let rules = replication.rules.iter().map(|(id, rule)| rule.to_rule(id));
    let configuration = sdk::ReplicationConfiguration::builder()
        .role(&replication.role)
        .set_rules(Some(rules.collect::<Result<_>>()?))
        .build()?;
    let request = aws.s3().put_bucket_replication().bucket(bucket);
    sent(request.replication_configuration(configuration).send().await)
}

pub(super) async fn remove(aws: &Aws, bucket: &str) -> Result<()> {
    deleted(aws.s3().delete_bucket_replication().bucket(bucket).send().await)
}
