//! What S3 tells about the use of a bucket: request metrics, storage class analysis and inventories.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_s3::types::{
    AnalyticsConfiguration, AnalyticsExportDestination, AnalyticsS3BucketDestination,
    AnalyticsS3ExportFileFormat, InventoryConfiguration, InventoryDestination,
    InventoryEncryption as AwsEncryption, InventoryFilter, InventoryS3BucketDestination,
    InventorySchedule, MetricsAndOperator, MetricsConfiguration, MetricsFilter, Ssekms, Sses3,
    StorageClassAnalysis, StorageClassAnalysisDataExport, StorageClassAnalysisSchemaVersion,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::{
    Filter, from_tags, keyed_changes, list_configurations, non_empty, to_aws, to_tags, word,
};
use crate::aws::tags::Tags;
use crate::aws::{Aws, AwsError, optional};
use crate::kind::Result;

/// CloudWatch metrics of the requests for some objects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestMetrics {
    /// Only of objects whose key starts with this. Absent: of all.
    #[serde(default)]
    pub prefix: String,
    /// Only of objects that have all these tags.
    #[serde(default)]
    pub tags: Tags,
    /// Only of requests through the access point of this ARN. Absent: of all.
    #[serde(default)]
    pub access_point: Option<String>,
}

/// An analysis of how often objects are read, by which to find the days for `lifecycle_rules`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Analytics {
    /// Only of objects whose key starts with this. Absent: of all.
    #[serde(default)]
    pub prefix: String,
    /// Only of objects that have all these tags.
    #[serde(default)]
    pub tags: Tags,
    /// Where its results go every day, as CSV. Absent: they are seen in the console alone.
    #[serde(default)]
    pub export: Option<ReportDestination>,
}

/// A bucket that takes reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDestination {
    /// ARN of the bucket. Its policy must let `s3.amazonaws.com` put objects.
    #[schemars(regex(pattern = r"^arn:[^:]+:s3:::.+$"))]
    pub bucket: String,
    /// Account of that bucket. Absent: not checked.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{12}$"))]
    pub account: Option<String>,
    /// What the keys of the reports start with. Absent: nothing.
    #[serde(default)]
    pub prefix: String,
}

/// A list of objects and what is known of them, made again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// Whether lists are made. Absent: yes.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Only of objects whose key starts with this. Absent: of all.
    #[serde(default)]
    pub prefix: String,
    /// `Daily` or `Weekly`.
    pub frequency: Frequency,
    /// Which versions it lists: `All` or `Current`. Absent: `All`.
    #[serde(default)]
    pub included_object_versions: Versions,
    /// `CSV`, `ORC` or `Parquet`. Absent: `CSV`.
    #[serde(default)]
    pub format: Format,
    /// What it tells of each object beside bucket and key, such as `Size` or `StorageClass`.
    #[serde(default)]
    #[schemars(inner(regex(pattern = OPTIONAL_FIELD)))]
    pub optional_fields: BTreeSet<String>,
    /// The bucket that takes the lists.
    pub destination: ReportDestination,
    /// How the lists are encrypted. Absent: as that bucket encrypts by default.
    #[serde(default)]
    pub encryption: Option<InventoryEncryption>,
}

/// What a list can tell of an object (InventoryConfiguration, OptionalFields).
const OPTIONAL_FIELD: &str = "^(Size|LastModifiedDate|StorageClass|ETag|IsMultipartUploaded|\
    ReplicationStatus|EncryptionStatus|ObjectLockRetainUntilDate|ObjectLockMode|\
    ObjectLockLegalHoldStatus|IntelligentTieringAccessTier|BucketKeyStatus|ChecksumAlgorithm|\
    ObjectAccessControlList|ObjectOwner|LifecycleExpirationDate)$";

/// How lists are encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InventoryEncryption {
    /// ARN of the KMS key. Absent: keys of S3's own.
    #[serde(default)]
    #[schemars(extend("x-value-only" = true))]
    pub kms_key: Option<String>,
}

/// How often a list is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Frequency {
    Daily,
    Weekly,
}

/// Which versions of objects a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Versions {
    #[default]
    All,
    Current,
}

/// The file format of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    #[default]
    #[serde(rename = "CSV")]
    Csv,
    #[serde(rename = "ORC")]
    Orc,
    Parquet,
}

fn yes() -> bool {
    true
}

impl RequestMetrics {
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<BTreeMap<String, Self>> {
        let found = list_configurations!(
            aws,
            bucket,
            list_bucket_metrics_configurations,
            metrics_configuration_list
        );
        Ok(found
            .into_iter()
            .map(|found| (found.id, Self::of(found.filter)))
            .collect())
    }

    pub(super) async fn write(
        aws: &Aws,
        bucket: &str,
        desired: &BTreeMap<String, Self>,
        live: &BTreeMap<String, Self>,
    ) -> Result<()> {
        let (put, delete) = keyed_changes(desired, live);
        for (id, metrics) in put {
            let configuration = MetricsConfiguration::builder()
                .id(id)
                .set_filter(metrics.filter()?)
                .build()?;
            let request = aws
                .s3()
                .put_bucket_metrics_configuration()
                .bucket(bucket)
                .id(id);
            request.metrics_configuration(configuration).send().await?;
        }
        for id in delete {
            let request = aws
                .s3()
                .delete_bucket_metrics_configuration()
                .bucket(bucket)
                .id(id);
            optional(request.send().await)?;
        }
        Ok(())
    }

    fn of(filter: Option<MetricsFilter>) -> Self {
        let (prefix, tags, access_point) = match filter {
            Some(MetricsFilter::Prefix(prefix)) => (Some(prefix), None, None),
            Some(MetricsFilter::Tag(tag)) => (None, Some(vec![tag]), None),
            Some(MetricsFilter::AccessPointArn(arn)) => (None, None, Some(arn)),
            Some(MetricsFilter::And(and)) => (and.prefix, and.tags, and.access_point_arn),
            _ => (None, None, None),
        };
        Self {
            prefix: prefix.unwrap_or_default(),
            tags: from_tags(tags),
            access_point,
        }
    }

    fn filter(&self) -> Result<Option<MetricsFilter>> {
        let mut tags = to_tags(&self.tags)?;
        let prefix = non_empty(&self.prefix);
        let access_point = self.access_point.clone();
        Ok(match (prefix, tags.len(), access_point) {
            (None, 0, None) => None,
            (Some(prefix), 0, None) => Some(MetricsFilter::Prefix(prefix)),
            (None, 1, None) => tags.pop().map(MetricsFilter::Tag),
            (None, 0, Some(arn)) => Some(MetricsFilter::AccessPointArn(arn)),
            (prefix, _, arn) => {
                let and = MetricsAndOperator::builder()
                    .set_prefix(prefix)
                    .set_tags((!tags.is_empty()).then_some(tags))
                    .set_access_point_arn(arn);
                Some(MetricsFilter::And(and.build()))
            }
        })
    }
}

impl Analytics {
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<BTreeMap<String, Self>> {
        let found = list_configurations!(
            aws,
            bucket,
            list_bucket_analytics_configurations,
            analytics_configuration_list
        );
        Ok(found.into_iter().map(Self::of).collect())
    }

    pub(super) async fn write(
        aws: &Aws,
        bucket: &str,
        desired: &BTreeMap<String, Self>,
        live: &BTreeMap<String, Self>,
    ) -> Result<()> {
        let (put, delete) = keyed_changes(desired, live);
        for (id, analytics) in put {
            let request = aws
                .s3()
                .put_bucket_analytics_configuration()
                .bucket(bucket)
                .id(id);
            request
                .analytics_configuration(analytics.to_aws(id)?)
                .send()
                .await?;
        }
        for id in delete {
            let request = aws
                .s3()
                .delete_bucket_analytics_configuration()
                .bucket(bucket)
                .id(id);
            optional(request.send().await)?;
        }
        Ok(())
    }

    fn of(configuration: AnalyticsConfiguration) -> (String, Self) {
        let filter = configuration.filter.map(Filter::from).unwrap_or_default();
        let export = configuration
            .storage_class_analysis
            .and_then(|analysis| analysis.data_export)
            .and_then(|export| export.destination)
            .and_then(|destination| destination.s3_bucket_destination);
        let export = export.map(|export| ReportDestination {
            bucket: export.bucket,
            account: export.bucket_account_id,
            prefix: export.prefix.unwrap_or_default(),
        });
        (
            configuration.id,
            Self {
                prefix: filter.prefix,
                tags: filter.tags,
                export,
            },
        )
    }

    fn to_aws(&self, id: &str) -> Result<AnalyticsConfiguration> {
        let filter = Filter {
            prefix: self.prefix.clone(),
            tags: self.tags.clone(),
        };
        let export = self.export.as_ref().map(|export| {
            let bucket = AnalyticsS3BucketDestination::builder()
                .format(AnalyticsS3ExportFileFormat::Csv)
                .bucket(&export.bucket)
                .set_bucket_account_id(export.account.clone())
                .set_prefix(non_empty(&export.prefix))
                .build()?;
            let destination = AnalyticsExportDestination::builder().s3_bucket_destination(bucket);
            StorageClassAnalysisDataExport::builder()
                .output_schema_version(StorageClassAnalysisSchemaVersion::V1)
                .destination(destination.build())
                .build()
        });
        let analysis = StorageClassAnalysis::builder().set_data_export(export.transpose()?);
        Ok(AnalyticsConfiguration::builder()
            .id(id)
            .set_filter(filter.to_analytics()?)
            .storage_class_analysis(analysis.build())
            .build()?)
    }
}

impl Inventory {
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<BTreeMap<String, Self>> {
        let found = list_configurations!(
            aws,
            bucket,
            list_bucket_inventory_configurations,
            inventory_configuration_list
        );
        found.into_iter().map(Self::of).collect()
    }

    pub(super) async fn write(
        aws: &Aws,
        bucket: &str,
        desired: &BTreeMap<String, Self>,
        live: &BTreeMap<String, Self>,
    ) -> Result<()> {
        let (put, delete) = keyed_changes(desired, live);
        for (id, inventory) in put {
            let request = aws
                .s3()
                .put_bucket_inventory_configuration()
                .bucket(bucket)
                .id(id);
            request
                .inventory_configuration(inventory.to_aws(id)?)
                .send()
                .await?;
        }
        for id in delete {
            let request = aws
                .s3()
                .delete_bucket_inventory_configuration()
                .bucket(bucket)
                .id(id);
            optional(request.send().await)?;
        }
        Ok(())
    }

    fn of(configuration: InventoryConfiguration) -> Result<(String, Self)> {
        let destination = configuration.destination;
        let destination = destination.and_then(|destination| destination.s3_bucket_destination);
        let (Some(destination), Some(schedule)) = (destination, configuration.schedule) else {
            return Err(AwsError::new(
                "S3 gave an inventory without a destination or a schedule",
            ));
        };
        let fields = configuration.optional_fields.unwrap_or_default();
        let filter = configuration.filter;
        let encryption = destination
            .encryption
            .map(|encryption| InventoryEncryption {
                kms_key: encryption.ssekms.map(|key| key.key_id),
            });
        let inventory = Self {
            enabled: configuration.is_enabled,
            prefix: filter.map(|filter| filter.prefix).unwrap_or_default(),
            frequency: word(schedule.frequency.as_str())?,
            included_object_versions: word(configuration.included_object_versions.as_str())?,
            format: word(destination.format.as_str())?,
            optional_fields: fields
                .iter()
                .map(|field| field.as_str().to_owned())
                .collect(),
            destination: ReportDestination {
                bucket: destination.bucket,
                account: destination.account_id,
                prefix: destination.prefix.unwrap_or_default(),
            },
            encryption,
        };
        Ok((configuration.id, inventory))
    }

    fn to_aws(&self, id: &str) -> Result<InventoryConfiguration> {
        let encryption = self.encryption.as_ref().map(|encryption| {
            let builder = AwsEncryption::builder();
            Ok::<_, AwsError>(match &encryption.kms_key {
                Some(key) => builder
                    .ssekms(Ssekms::builder().key_id(key).build()?)
                    .build(),
                None => builder.sses3(Sses3::builder().build()).build(),
            })
        });
        let destination = InventoryS3BucketDestination::builder()
            .bucket(&self.destination.bucket)
            .set_account_id(self.destination.account.clone())
            .set_prefix(non_empty(&self.destination.prefix))
            .format(to_aws(&self.format))
            .set_encryption(encryption.transpose()?)
            .build()?;
        let destination = InventoryDestination::builder()
            .s3_bucket_destination(destination)
            .build();
        let filter = non_empty(&self.prefix);
        let filter = filter.map(|prefix| InventoryFilter::builder().prefix(prefix).build());
        let schedule = InventorySchedule::builder()
            .frequency(to_aws(&self.frequency))
            .build()?;
        let fields = self
            .optional_fields
            .iter()
            .map(|field| field.as_str().into())
            .collect();
        Ok(InventoryConfiguration::builder()
            .id(id)
            .is_enabled(self.enabled)
            .set_filter(filter.transpose()?)
            .schedule(schedule)
            .included_object_versions(to_aws(&self.included_object_versions))
            .set_optional_fields((!self.optional_fields.is_empty()).then_some(fields))
            .destination(destination)
            .build()?)
    }
}
