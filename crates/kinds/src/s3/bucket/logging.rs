//! Where S3 writes down who reads and writes the objects of a bucket.

use aws_sdk_s3::types as sdk;

use super::access::Grant;
use crate::prelude::*;

/// Server access logs.
#[spec(sdk::LoggingEnabled)]
pub struct Logging {
    /// Name of the bucket that takes the logs, in the same region and account. Its policy must let
    /// `logging.s3.amazonaws.com` put objects.
    #[field(required)]
    pub target_bucket: String,
    /// What the keys of the logs start with. Absent: nothing.
    pub target_prefix: String,
    /// Whether the keys have a part for account, region, bucket and day, by which queries can choose,
    /// and what the day is: `EventTime` that of the requests, `DeliveryTime` that of the log. Absent: the
    /// keys have no such parts.
    #[field(aws = target_object_key_format, with = key_format)]
    pub partitioned_by: Option<DateSource>,
    /// Who may use the logs, where the bucket that takes them has access lists.
    pub target_grants: BTreeSet<Grant>,
}

aws_enum! {
    /// The day by which logs are kept apart.
    DateSource = sdk::PartitionDateSource {
        EventTime = "EventTime",
        DeliveryTime = "DeliveryTime",
    }
}

conversions! {
    /// The form of the keys, which AWS is always told.
    key_format: Option<DateSource>, sdk::TargetObjectKeyFormat {
        |said| {
            let prefix = said.and_then(|format| format.partitioned_prefix);
            Some(DateSource::from_aws(prefix.and_then(|prefix| prefix.partition_date_source)))
        },
        |source| {
            let by_date = source.map(|source| {
                sdk::PartitionedPrefix::builder().partition_date_source(source.into()).build()
            });
            let simple = by_date.is_none().then(|| sdk::SimplePrefix::builder().build());
            let format = sdk::TargetObjectKeyFormat::builder().set_simple_prefix(simple);
            Some(format.set_partitioned_prefix(by_date).build())
        },
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<Logging>> {
    let answer = aws.s3().get_bucket_logging().bucket(bucket).send().await?;
    found(Some(answer), |answer| answer.logging_enabled)
}

pub(super) async fn write(aws: &Aws, bucket: &str, logging: &Option<Logging>) -> Result<()> {
    let status = sdk::BucketLoggingStatus::builder().set_logging_enabled(logging.to_aws()?);
    let request = aws.s3().put_bucket_logging().bucket(bucket);
    sent(request.bucket_logging_status(status.build()).send().await)
}
