//! Lists of the objects in a bucket that S3 makes again and again.

use aws_sdk_s3::types as sdk;

use super::by_id::by_id;
use super::reports::ReportDestination;
use crate::conversions::Words;
use crate::prelude::*;

/// A list of objects and what is known of them, made again and again.
#[spec]
pub struct Inventory {
    /// Whether lists are made. Absent: yes.
    #[field(default = true)]
    pub enabled: bool,
    /// Only of objects whose key starts with this. Absent: of all.
    pub prefix: String,
    /// `Daily` or `Weekly`.
    #[field(required)]
    pub frequency: Frequency,
    /// Which versions it lists: `All` or `Current`. Absent: `All`.
    pub included_object_versions: Versions,
    /// `CSV`, `ORC` or `Parquet`. Absent: `CSV`.
    pub format: Format,
    /// What it tells of each object beside bucket and key, such as `Size` or `StorageClass`.
    #[schemars(inner(regex(pattern = OPTIONAL_FIELD)))]
    pub optional_fields: BTreeSet<String>,
    /// The bucket that takes the lists.
    #[field(required)]
    pub destination: ReportDestination,
    /// How the lists are encrypted. Absent: as that bucket encrypts by default.
    pub encryption: Option<InventoryEncryption>,
}

/// What a list can tell of an object (InventoryConfiguration, OptionalFields).
const OPTIONAL_FIELD: &str = "^(Size|LastModifiedDate|StorageClass|ETag|IsMultipartUploaded|\
    ReplicationStatus|EncryptionStatus|ObjectLockRetainUntilDate|ObjectLockMode|\
    ObjectLockLegalHoldStatus|IntelligentTieringAccessTier|BucketKeyStatus|ChecksumAlgorithm|\
    ObjectAccessControlList|ObjectOwner|LifecycleExpirationDate)$";

/// How lists are encrypted.
#[spec]
pub struct InventoryEncryption {
    /// ARN of the KMS key. Absent: keys of S3's own.
    #[field(value_only)]
    pub kms_key: Option<String>,
}

impl Field for InventoryEncryption {
    type Aws = sdk::InventoryEncryption;

    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
        let key = |encryption: Self::Aws| encryption.ssekms.map(|key| key.key_id);
        Ok(aws.map(|encryption| Self { kms_key: key(encryption) }))
    }

    fn to_aws(&self) -> Result<Option<Self::Aws>> {
        let builder = sdk::InventoryEncryption::builder();
        Ok(Some(match &self.kms_key {
            Some(key) => builder.ssekms(sdk::Ssekms::builder().key_id(key).build()?).build(),
            None => builder.sses3(sdk::Sses3::builder().build()).build(),
        }))
    }
}

aws_enum! {
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
    fn of(aws: sdk::InventoryConfiguration) -> Result<(String, Self)> {
        let destination = aws.destination.and_then(|destination| destination.s3_bucket_destination);
        let (Some(destination), Some(schedule)) = (destination, aws.schedule) else {
            return Err(AwsError::new("S3 gave an inventory without a destination or a schedule"));
        };
        let inventory = Self {
            enabled: aws.is_enabled,
            prefix: aws.filter.map(|filter| filter.prefix).unwrap_or_default(),
            frequency: Frequency::of(schedule.frequency),
            included_object_versions: Versions::of(aws.included_object_versions),
            format: Format::of(destination.format),
            optional_fields: Words::of(aws.optional_fields)?.unwrap_or_default(),
            destination: ReportDestination {
                bucket: destination.bucket,
                account: destination.account_id,
                prefix: destination.prefix.unwrap_or_default(),
            },
            encryption: Field::of(destination.encryption)?.unwrap_or_default(),
        };
        Ok((aws.id, inventory))
    }

    fn to_aws(&self, id: &str) -> Result<sdk::InventoryConfiguration> {
        let destination = sdk::InventoryS3BucketDestination::builder()
            .bucket(&self.destination.bucket)
            .set_account_id(self.destination.account.clone())
            .set_prefix(non_empty(Some(&self.destination.prefix)))
            .format(self.format.into())
            .set_encryption(self.encryption.to_aws()?)
            .build()?;
        let destination = sdk::InventoryDestination::builder().s3_bucket_destination(destination);
        let filter = non_empty(Some(&self.prefix));
        let filter = filter.map(|prefix| sdk::InventoryFilter::builder().prefix(prefix).build());
        let schedule =
            sdk::InventorySchedule::builder().frequency(self.frequency.into()).build()?;
        Ok(sdk::InventoryConfiguration::builder()
            .id(id)
            .is_enabled(self.enabled)
            .set_filter(filter.transpose()?)
            .schedule(schedule)
            .included_object_versions(self.included_object_versions.into())
            .set_optional_fields(Words::to_aws(&self.optional_fields)?)
            .destination(destination.build())
            .build()?)
    }
}
