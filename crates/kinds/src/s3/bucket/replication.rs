//! Copies of objects in other buckets.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_s3::types::{
    AccessControlTranslation, DeleteMarkerReplication, DeleteMarkerReplicationStatus, Destination,
    EncryptionConfiguration, Metrics, MetricsStatus, OwnerOverride, ReplicaModifications,
    ReplicaModificationsStatus, ReplicationConfiguration, ReplicationRule as AwsRule,
    ReplicationRuleStatus, ReplicationTime, ReplicationTimeStatus, ReplicationTimeValue,
    SourceSelectionCriteria, SseKmsEncryptedObjects, SseKmsEncryptedObjectsStatus, StorageClass,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::Filter;
use crate::fields::yes;
use aws::S3;
use aws::tags::Tags;
use aws::{Aws, AwsError, optional};
use kind::{Findings, Result};
use language::schema::known_words;

/// Replication, which needs `versioning` on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replication {
    /// ARN of the role that S3 takes on to copy.
    #[schemars(regex(pattern = r"^arn:[^:]+:iam::\d{12}:role/.+$"))]
    pub role: String,
    /// The rules, by id.
    #[schemars(extend("minProperties" = 1, "maxProperties" = 1000))]
    pub rules: BTreeMap<String, ReplicationRule>,
}

/// Which objects are copied, where to, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplicationRule {
    /// Whether the rule is followed. Absent: yes.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Which rule counts where several have the same destination: that of the highest number. Each rule
    /// has a number of its own. Absent: 0.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub priority: i32,
    /// The rule is for objects whose key starts with this. Absent: for all.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub prefix: String,
    /// The rule is for objects that have all these tags.
    #[serde(default)]
    pub tags: Tags,
    /// Where copies go, and what they are like.
    pub destination: ReplicationDestination,
    /// Whether delete markers are copied too. Absent: no.
    #[serde(default)]
    pub delete_marker_replication: bool,
    /// Whether objects encrypted with KMS are copied too, which needs `destination.kms_key`. Absent: no.
    #[serde(default)]
    pub kms_encrypted_objects: bool,
    /// Whether changes to copies (their tags, locks and access lists) come back. Absent: no.
    #[serde(default)]
    pub replica_modifications: bool,
}

/// Where copies go, and what they are like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplicationDestination {
    /// ARN of the bucket that takes the copies.
    #[schemars(regex(pattern = r"^arn:[^:]+:s3:::.+$"))]
    pub bucket: String,
    /// Account of that bucket. Absent: not checked.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{12}$"))]
    pub account: Option<String>,
    /// Whether copies belong to that account, which must be given, and not to who owns the originals.
    #[serde(default)]
    pub owned_by_destination: bool,
    /// Storage class of the copies. Absent: that of the original.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(STORAGE_CLASSES)))]
    pub storage_class: Option<String>,
    /// ARN of the KMS key, in the destination's region, that encrypts the copies. Absent: as that bucket
    /// encrypts by default.
    #[serde(default)]
    #[schemars(extend("x-value-only" = true))]
    pub kms_key: Option<String>,
    /// Whether progress is measured, in CloudWatch and by events. Absent: no.
    #[serde(default)]
    pub metrics: bool,
    /// Whether AWS undertakes to copy within 15 minutes, which needs `metrics`. Absent: no.
    #[serde(default)]
    pub replication_time_control: bool,
}

/// The storage classes of copies (Destination, StorageClass).
const STORAGE_CLASSES: &[&str] = &[
    "STANDARD",
    "STANDARD_IA",
    "INTELLIGENT_TIERING",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
    "REDUCED_REDUNDANCY",
];

/// The one time that AWS takes for replication time control.
const MINUTES: i32 = 15;

impl Replication {
    pub(super) fn check(&self, versioning: bool, findings: &mut Findings) {
        if !versioning {
            findings.add(
                "replication",
                "the bucket is not versioned",
                "AWS copies versions of objects",
                "add `versioning: true`",
            );
        }
        let mut priorities = BTreeSet::new();
        for (id, rule) in &self.rules {
            let path = format!("replication.rules[\"{id}\"]");
            if !priorities.insert(rule.priority) {
                findings.warn(
                    &format!("{path}.priority"),
                    &format!("another rule has the priority {} too", rule.priority),
                    "AWS takes each number once; rules of the first version have none, and read as 0",
                    "give every rule a `priority` of its own",
                );
            }
            rule.check(&path, findings);
        }
    }
}

impl ReplicationRule {
    fn check(&self, path: &str, findings: &mut Findings) {
        let mut report = |field: &str, message: &str, why: &str, help: &str| {
            findings.add(&format!("{path}.{field}"), message, why, help);
        };
        if self.delete_marker_replication && !self.tags.is_empty() {
            report(
                "delete_marker_replication",
                "it stands in a rule that chooses objects by tags",
                "delete markers have no tags",
                "take `tags` or `delete_marker_replication` away",
            );
        }
        if self.kms_encrypted_objects && self.destination.kms_key.is_none() {
            report(
                "destination",
                "objects encrypted with KMS are copied, and there is no key for the copies",
                "AWS asks for one",
                "add `kms_key`",
            );
        }
        if self.destination.owned_by_destination && self.destination.account.is_none() {
            report(
                "destination",
                "copies shall belong to the destination's account, which is not given",
                "AWS asks for it",
                "add `account`",
            );
        }
        if self.destination.replication_time_control && !self.destination.metrics {
            report(
                "destination.replication_time_control",
                "progress is not measured",
                "AWS asks for metrics with replication time control",
                "add `metrics: true`",
            );
        }
    }

    fn of(rule: AwsRule) -> Result<(String, Self)> {
        let Some(destination) = rule.destination else {
            return Err(AwsError::new("S3 gave a replication rule without a destination"));
        };
        let is_of_first_version = rule.filter.is_none();
        #[allow(deprecated, reason = "old rules are still there to be read")]
        let old_prefix = rule.prefix.unwrap_or_default();
        let filter = rule.filter.map(Filter::from);
        let filter = filter.unwrap_or(Filter { prefix: old_prefix, tags: Tags::new() });
        let markers = rule.delete_marker_replication.and_then(|markers| markers.status);
        let criteria = rule.source_selection_criteria;
        let kms =
            criteria.as_ref().and_then(|criteria| criteria.sse_kms_encrypted_objects.as_ref());
        let replicas =
            criteria.as_ref().and_then(|criteria| criteria.replica_modifications.as_ref());
        let spec = Self {
            enabled: rule.status == ReplicationRuleStatus::Enabled,
            priority: rule.priority.unwrap_or_default(),
            prefix: filter.prefix,
            tags: filter.tags,
            delete_marker_replication: match markers {
                Some(status) => status == DeleteMarkerReplicationStatus::Enabled,
                // Rules of the first version copy them, and cannot say so.
                None => is_of_first_version,
            },
            kms_encrypted_objects: kms
                .is_some_and(|kms| kms.status == SseKmsEncryptedObjectsStatus::Enabled),
            replica_modifications: replicas
                .is_some_and(|replicas| replicas.status == ReplicaModificationsStatus::Enabled),
            destination: ReplicationDestination::of(destination),
        };
        Ok((rule.id.unwrap_or_default(), spec))
    }

    fn to_aws(&self, id: &str) -> Result<AwsRule> {
        let filter = Filter { prefix: self.prefix.clone(), tags: self.tags.clone() };
        let status = match self.enabled {
            true => ReplicationRuleStatus::Enabled,
            false => ReplicationRuleStatus::Disabled,
        };
        let markers = match self.delete_marker_replication {
            true => DeleteMarkerReplicationStatus::Enabled,
            false => DeleteMarkerReplicationStatus::Disabled,
        };
        Ok(AwsRule::builder()
            .id(id)
            .priority(self.priority)
            .status(status)
            .filter(filter.ReplicationRuleFilter()?)
            .delete_marker_replication(DeleteMarkerReplication::builder().status(markers).build())
            .set_source_selection_criteria(self.criteria()?)
            .destination(self.destination.to_aws()?)
            .build()?)
    }

    fn criteria(&self) -> Result<Option<SourceSelectionCriteria>> {
        if !self.kms_encrypted_objects && !self.replica_modifications {
            return Ok(None);
        }
        let mut criteria = SourceSelectionCriteria::builder();
        if self.kms_encrypted_objects {
            let kms = SseKmsEncryptedObjects::builder();
            let kms = kms.status(SseKmsEncryptedObjectsStatus::Enabled).build()?;
            criteria = criteria.sse_kms_encrypted_objects(kms);
        }
        if self.replica_modifications {
            let replicas = ReplicaModifications::builder();
            let replicas = replicas.status(ReplicaModificationsStatus::Enabled).build()?;
            criteria = criteria.replica_modifications(replicas);
        }
        Ok(Some(criteria.build()))
    }
}

impl ReplicationDestination {
    fn of(destination: Destination) -> Self {
        let metrics = destination.metrics;
        let time = destination.replication_time;
        Self {
            bucket: destination.bucket,
            account: destination.account,
            owned_by_destination: destination.access_control_translation.is_some(),
            storage_class: destination.storage_class.map(|class| class.as_str().to_owned()),
            kms_key: destination
                .encryption_configuration
                .and_then(|encryption| encryption.replica_kms_key_id),
            metrics: metrics.is_some_and(|metrics| metrics.status == MetricsStatus::Enabled),
            replication_time_control: time
                .is_some_and(|time| time.status == ReplicationTimeStatus::Enabled),
        }
    }

    fn to_aws(&self) -> Result<Destination> {
        let minutes = ReplicationTimeValue::builder().minutes(MINUTES).build();
        let threshold = self.replication_time_control.then(|| minutes.clone());
        let metrics = self.metrics.then(|| {
            let metrics = Metrics::builder().status(MetricsStatus::Enabled);
            metrics.set_event_threshold(threshold).build()
        });
        let time = self.replication_time_control.then(|| {
            ReplicationTime::builder().status(ReplicationTimeStatus::Enabled).time(minutes).build()
        });
        let owner = self
            .owned_by_destination
            .then(|| AccessControlTranslation::builder().owner(OwnerOverride::Destination).build());
        let encryption = self
            .kms_key
            .as_ref()
            .map(|key| EncryptionConfiguration::builder().replica_kms_key_id(key).build());
        Ok(Destination::builder()
            .bucket(&self.bucket)
            .set_account(self.account.clone())
            .set_storage_class(self.storage_class.as_deref().map(StorageClass::from))
            .set_access_control_translation(owner.transpose()?)
            .set_encryption_configuration(encryption)
            .set_metrics(metrics.transpose()?)
            .set_replication_time(time.transpose()?)
            .build()?)
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<Replication>> {
    let answer = optional(aws.s3().get_bucket_replication().bucket(bucket).send().await)?;
    let Some(configuration) = answer.and_then(|answer| answer.replication_configuration) else {
        return Ok(None);
    };
    let rules = configuration.rules.into_iter().map(ReplicationRule::of);
    Ok(Some(Replication { role: configuration.role, rules: rules.collect::<Result<_>>()? }))
}

pub(super) async fn write(aws: &Aws, bucket: &str, replication: &Replication) -> Result<()> {
    let rules: Result<Vec<AwsRule>> =
        replication.rules.iter().map(|(id, rule)| rule.to_aws(id)).collect();
    let configuration = ReplicationConfiguration::builder()
        .role(&replication.role)
        .set_rules(Some(rules?))
        .build()?;
    let request = aws.s3().put_bucket_replication().bucket(bucket);
    let request = request.replication_configuration(configuration);
    request.send().await?;
    Ok(())
}

pub(super) async fn remove(aws: &Aws, bucket: &str) -> Result<()> {
    optional(aws.s3().delete_bucket_replication().bucket(bucket).send().await)?;
    Ok(())
}
