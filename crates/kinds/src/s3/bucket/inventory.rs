//! Lists of the objects in a bucket that S3 makes again and again.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_s3::types::{
    self as sdk, InventoryConfiguration, InventoryDestination,
    InventoryEncryption as AwsEncryption, InventoryFilter, InventoryS3BucketDestination,
    InventorySchedule, Ssekms, Sses3,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reports::ReportDestination;
use super::support::by_id;
use crate::fields::{present, yes};
use crate::words::words;
use aws::{Aws, AwsError, optional};
use kind::Result;

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

words! {
    /// How often a list is made.
    Frequency = sdk::InventoryFrequency {
        Daily = "Daily",
        Weekly = "Weekly",
    }
    /// Which versions of objects a list has.
    #[derive(Default)]
    Versions = sdk::InventoryIncludedObjectVersions {
        #[default]
        All = "All",
        Current = "Current",
    }
    /// The file format of a list.
    #[derive(Default)]
    Format = sdk::InventoryFormat {
        #[default]
        Csv = "CSV",
        Orc = "ORC",
        Parquet = "Parquet",
    }
}

by_id!(Inventory:
    list_bucket_inventory_configurations gives inventory_configuration_list,
    put_bucket_inventory_configuration takes inventory_configuration,
    delete_bucket_inventory_configuration
);

impl Inventory {
    fn of(configuration: InventoryConfiguration) -> Result<(String, Self)> {
        let destination = configuration.destination;
        let destination = destination.and_then(|destination| destination.s3_bucket_destination);
        let (Some(destination), Some(schedule)) = (destination, configuration.schedule) else {
            return Err(AwsError::new("S3 gave an inventory without a destination or a schedule"));
        };
        let fields = configuration.optional_fields.unwrap_or_default();
        let filter = configuration.filter;
        let encryption = destination.encryption.map(|encryption| InventoryEncryption {
            kms_key: encryption.ssekms.map(|key| key.key_id),
        });
        let inventory = Self {
            enabled: configuration.is_enabled,
            prefix: filter.map(|filter| filter.prefix).unwrap_or_default(),
            frequency: Frequency::of(schedule.frequency),
            included_object_versions: Versions::of(configuration.included_object_versions),
            format: Format::of(destination.format),
            optional_fields: fields.iter().map(|field| field.as_str().to_owned()).collect(),
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
                Some(key) => builder.ssekms(Ssekms::builder().key_id(key).build()?).build(),
                None => builder.sses3(Sses3::builder().build()).build(),
            })
        });
        let destination = InventoryS3BucketDestination::builder()
            .bucket(&self.destination.bucket)
            .set_account_id(self.destination.account.clone())
            .set_prefix(present(Some(&self.destination.prefix)))
            .format(self.format.into())
            .set_encryption(encryption.transpose()?)
            .build()?;
        let destination =
            InventoryDestination::builder().s3_bucket_destination(destination).build();
        let filter = present(Some(&self.prefix));
        let filter = filter.map(|prefix| InventoryFilter::builder().prefix(prefix).build());
        let schedule = InventorySchedule::builder().frequency(self.frequency.into()).build()?;
        let fields = self.optional_fields.iter().map(|field| field.as_str().into()).collect();
        Ok(InventoryConfiguration::builder()
            .id(id)
            .is_enabled(self.enabled)
            .set_filter(filter.transpose()?)
            .schedule(schedule)
            .included_object_versions(self.included_object_versions.into())
            .set_optional_fields((!self.optional_fields.is_empty()).then_some(fields))
            .destination(destination)
            .build()?)
    }
}
