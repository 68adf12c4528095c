//! What S3 tells about the use of a bucket: metrics of requests, and analyses of storage classes.

use aws_sdk_s3::types as sdk;

use super::by_id::by_id;
use super::filter::Filter;
use crate::prelude::*;

/// CloudWatch metrics of the requests for some objects.
#[spec]
pub struct RequestMetrics {
    /// Only of objects whose key starts with this. Absent: of all.
    pub prefix: String,
    /// Only of objects that have all these tags.
    pub tags: Tags,
    /// Only of requests through the access point of this ARN. Absent: of all.
    pub access_point: Option<String>,
}

/// An analysis of how often objects are read, by which to find the days for `lifecycle_rules`.
#[spec]
pub struct Analytics {
    /// Only of objects whose key starts with this. Absent: of all.
    pub prefix: String,
    /// Only of objects that have all these tags.
    pub tags: Tags,
    /// Where its results go every day, as CSV. Absent: they are seen in the console alone.
    pub export: Option<ReportDestination>,
}

/// A bucket that takes reports.
#[spec]
pub struct ReportDestination {
    /// ARN of the bucket. Its policy must let `s3.amazonaws.com` put objects.
    #[field(required, pattern = r"^arn:[^:]+:s3:::.+$")]
    pub bucket: String,
    /// Account of that bucket. Absent: not checked.
    #[field(pattern = r"^\d{12}$")]
    pub account: Option<String>,
    /// What the keys of the reports start with. Absent: nothing.
    pub prefix: String,
}

by_id!(RequestMetrics:
    list_bucket_metrics_configurations gives metrics_configuration_list,
    put_bucket_metrics_configuration takes metrics_configuration,
    delete_bucket_metrics_configuration
);

impl RequestMetrics {
    fn of(aws: sdk::MetricsConfiguration) -> Result<(String, Self)> {
        let Filter { prefix, tags, access_point_arn: access_point, .. } =
            aws.filter.map(Filter::from).unwrap_or_default();
        Ok((aws.id, Self { prefix, tags, access_point }))
    }

    fn to_aws(&self, id: &str) -> Result<sdk::MetricsConfiguration> {
        let access_point_arn = self.access_point.clone();
        let filter = Filter { access_point_arn, ..Filter::of(&self.prefix, &self.tags) };
        let configuration = sdk::MetricsConfiguration::builder().id(id);
        Ok(configuration.set_filter(filter.try_into()?).build()?)
    }
}

by_id!(Analytics:
    list_bucket_analytics_configurations gives analytics_configuration_list,
    put_bucket_analytics_configuration takes analytics_configuration,
    delete_bucket_analytics_configuration
);

impl Analytics {
    fn of(aws: sdk::AnalyticsConfiguration) -> Result<(String, Self)> {
        let Filter { prefix, tags, .. } = aws.filter.map(Filter::from).unwrap_or_default();
        let export = aws
            .storage_class_analysis
            .and_then(|analysis| analysis.data_export)
            .and_then(|export| export.destination)
            .and_then(|destination| destination.s3_bucket_destination)
            .map(|bucket| ReportDestination {
                bucket: bucket.bucket,
                account: bucket.bucket_account_id,
                prefix: bucket.prefix.unwrap_or_default(),
            });
        Ok((aws.id, Self { prefix, tags, export }))
    }

    fn to_aws(&self, id: &str) -> Result<sdk::AnalyticsConfiguration> {
        let filter = Filter::of(&self.prefix, &self.tags);
        let export = self.export.as_ref().map(ReportDestination::to_export).transpose()?;
        let analysis = sdk::StorageClassAnalysis::builder().set_data_export(export);
        Ok(sdk::AnalyticsConfiguration::builder()
            .id(id)
            .set_filter(filter.try_into()?)
            .storage_class_analysis(analysis.build())
            .build()?)
    }
}

impl ReportDestination {
    fn to_export(&self) -> Result<sdk::StorageClassAnalysisDataExport> {
        let bucket = sdk::AnalyticsS3BucketDestination::builder()
            .format(sdk::AnalyticsS3ExportFileFormat::Csv)
            .bucket(&self.bucket)
            .set_bucket_account_id(self.account.clone())
            .set_prefix(non_empty(Some(&self.prefix)))
            .build()?;
        let destination = sdk::AnalyticsExportDestination::builder().s3_bucket_destination(bucket);
        Ok(sdk::StorageClassAnalysisDataExport::builder()
            .output_schema_version(sdk::StorageClassAnalysisSchemaVersion::V1)
            .destination(destination.build())
            .build()?)
    }
}
