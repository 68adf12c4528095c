//! What happens to objects as they age.

mod check;
mod consequences;
mod convert;

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_s3::types::{self as sdk, BucketLifecycleConfiguration, LifecycleRule as AwsRule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fields::yes;
use crate::words::words;
use aws::S3;
use aws::tags::Tags;
use aws::{Aws, optional, wait_until};
use kind::Result;

pub(super) use check::check;
pub(super) use consequences::tell;

/// A lifecycle rule: which objects, and what happens to them when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleRule {
    /// Whether the rule is followed. Absent: yes.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// The rule is for objects whose key starts with this. Absent: for all.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub prefix: String,
    /// The rule is for objects that have all these tags.
    #[serde(default)]
    pub tags: Tags,
    /// The rule is for objects of more bytes than this.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub object_size_greater_than: Option<i64>,
    /// The rule is for objects of fewer bytes than this.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub object_size_less_than: Option<i64>,
    /// When objects move, by the storage class to which they do: `{ GLACIER: { days: 90 } }`.
    #[serde(default)]
    pub transitions: BTreeMap<StorageClass, When>,
    /// When objects are deleted; in a versioned bucket, when they become noncurrent. Absent: never.
    #[serde(default)]
    pub expiration: Option<When>,
    /// Whether delete markers go away once no older version is left behind them.
    #[serde(default)]
    pub expired_object_delete_marker: bool,
    /// When versions that are no longer the current one move, by the storage class to which they do.
    #[serde(default)]
    pub noncurrent_version_transitions: BTreeMap<StorageClass, Noncurrent>,
    /// When versions that are no longer the current one are deleted. Absent: never.
    #[serde(default)]
    pub noncurrent_version_expiration: Option<Noncurrent>,
    /// Days after their start when unfinished multipart uploads are given up. Absent: never, and their
    /// parts go on costing.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub abort_incomplete_multipart_upload_days: Option<i32>,
}

/// When something happens to an object: so many days after its creation, or on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Days after the object's creation.
    Days(#[schemars(range(min = 0))] i32),
    /// The day from whose start (UTC) on it happens, such as `2030-01-31`.
    Date(#[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))] String),
}

/// When something happens to a version that is no longer the current one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Noncurrent {
    /// Days after the version ceased to be the current one.
    #[schemars(range(min = 0))]
    pub days: i32,
    /// How many newer noncurrent versions are spared, whatever their age. Absent: none.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    pub newer_noncurrent_versions: Option<i32>,
}

words! {
    /// A storage class to which objects may move, in the order in which they may go through several.
    StorageClass = sdk::TransitionStorageClass {
        StandardIa = "STANDARD_IA",
        IntelligentTiering = "INTELLIGENT_TIERING",
        OnezoneIa = "ONEZONE_IA",
        GlacierIr = "GLACIER_IR",
        Glacier = "GLACIER",
        DeepArchive = "DEEP_ARCHIVE",
    }
    /// Which small objects stay where they are, since moving them would cost more than it saves.
    #[derive(Default)]
    MinimumObjectSize = sdk::TransitionDefaultMinimumObjectSize {
        #[default]
        AllStorageClasses128K = "all_storage_classes_128K",
        VariesByStorageClass = "varies_by_storage_class",
    }
}

/// The rules of a bucket, by id, and what counts for all of them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Lifecycle {
    pub rules: BTreeMap<String, LifecycleRule>,
    pub minimum_object_size: MinimumObjectSize,
}

impl Lifecycle {
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let request = aws.s3().get_bucket_lifecycle_configuration().bucket(bucket);
        let Some(answer) = optional(request.send().await)? else {
            return Ok(Self::default());
        };
        let minimum = answer.transition_default_minimum_object_size;
        let rules = answer.rules.unwrap_or_default().into_iter();
        Ok(Self {
            rules: rules.map(convert::from_aws).collect::<Result<_>>()?,
            minimum_object_size: MinimumObjectSize::present(minimum).unwrap_or_default(),
        })
    }

    /// Writes the rules and waits until S3 shows them: for a while it goes on showing the old ones.
    pub(super) async fn write(&self, aws: &Aws, bucket: &str) -> Result<()> {
        /// Changes are seen after seconds as a rule, and sometimes after more than a minute.
        const LIMIT: Duration = Duration::from_secs(120);
        match self.rules.is_empty() {
            true => {
                optional(aws.s3().delete_bucket_lifecycle().bucket(bucket).send().await)?;
            }
            false => self.put(aws, bucket).await?,
        }
        let shown = wait_until("S3 to show the lifecycle rules", LIMIT, || async {
            let live = Self::read(aws, bucket).await?;
            Ok((live.rules == self.rules).then_some(()))
        });
        // Whoever reads the bucket next can say which rule is not as it was written; we only know that
        // one is not.
        let _ = shown.await;
        Ok(())
    }

    async fn put(&self, aws: &Aws, bucket: &str) -> Result<()> {
        let rules: Result<Vec<AwsRule>> =
            self.rules.iter().map(|(id, rule)| convert::to_aws_rule(id, rule)).collect();
        let rules = BucketLifecycleConfiguration::builder().set_rules(Some(rules?)).build()?;
        aws.s3()
            .put_bucket_lifecycle_configuration()
            .bucket(bucket)
            .transition_default_minimum_object_size(self.minimum_object_size.into())
            .lifecycle_configuration(rules)
            .send()
            .await?;
        Ok(())
    }
}
