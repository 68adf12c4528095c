//! Where S3 writes down who reads and writes the objects of a bucket.

use std::collections::BTreeSet;

use aws_sdk_s3::types::{
    self as sdk, BucketLoggingStatus, LoggingEnabled, PartitionedPrefix, SimplePrefix,
    TargetObjectKeyFormat,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::access::Grant;
use crate::words::words;
use aws::Aws;
use aws::S3;
use kind::Result;

/// Server access logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Logging {
    /// Name of the bucket that takes the logs, in the same region and account. Its policy must let
    /// `logging.s3.amazonaws.com` put objects.
    pub target_bucket: String,
    /// What the keys of the logs start with. Absent: nothing.
    #[serde(default)]
    pub target_prefix: String,
    /// Whether the keys have a part for account, region, bucket and day, by which queries can choose,
    /// and what the day is: `EventTime` that of the requests, `DeliveryTime` that of the log. Absent: the
    /// keys have no such parts.
    #[serde(default)]
    pub partitioned_by: Option<DateSource>,
    /// Who may use the logs, where the bucket that takes them has access lists.
    #[serde(default)]
    pub target_grants: BTreeSet<Grant>,
}

words! {
    /// The day by which logs are kept apart.
    DateSource = sdk::PartitionDateSource {
        EventTime = "EventTime",
        DeliveryTime = "DeliveryTime",
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<Logging>> {
    let answer = aws.s3().get_bucket_logging().bucket(bucket).send().await?;
    answer.logging_enabled.map(Logging::of).transpose()
}

pub(super) async fn write(aws: &Aws, bucket: &str, logging: Option<&Logging>) -> Result<()> {
    let status = BucketLoggingStatus::builder()
        .set_logging_enabled(logging.map(Logging::to_aws).transpose()?)
        .build();
    let request = aws.s3().put_bucket_logging().bucket(bucket).bucket_logging_status(status);
    request.send().await?;
    Ok(())
}

impl Logging {
    fn of(logging: LoggingEnabled) -> Result<Self> {
        let source = logging
            .target_object_key_format
            .and_then(|format| format.partitioned_prefix)
            .and_then(|prefix| prefix.partition_date_source);
        let grants = logging.target_grants.unwrap_or_default().into_iter();
        Ok(Self {
            target_bucket: logging.target_bucket,
            target_prefix: logging.target_prefix,
            partitioned_by: DateSource::present(source),
            target_grants: grants.map(Grant::of_target_grant).collect::<Result<_>>()?,
        })
    }

    fn to_aws(&self) -> Result<LoggingEnabled> {
        let format = TargetObjectKeyFormat::builder();
        let format = match self.partitioned_by {
            Some(source) => {
                let prefix = PartitionedPrefix::builder().partition_date_source(source.into());
                format.partitioned_prefix(prefix.build())
            }
            None => format.simple_prefix(SimplePrefix::builder().build()),
        };
        let grants = self.target_grants.iter().map(Grant::to_target_grant);
        let grants = match self.target_grants.is_empty() {
            true => None,
            false => Some(grants.collect::<Result<_, _>>()?),
        };
        Ok(LoggingEnabled::builder()
            .target_bucket(&self.target_bucket)
            .target_prefix(&self.target_prefix)
            .target_object_key_format(format.build())
            .set_target_grants(grants)
            .build()?)
    }
}
