//! What S3 tells about the use of a bucket: metrics of requests, and analyses of storage classes.

use std::collections::BTreeMap;

use aws_sdk_s3::types::{
    AnalyticsConfiguration, AnalyticsExportDestination, AnalyticsS3BucketDestination,
    AnalyticsS3ExportFileFormat, MetricsAndOperator, MetricsConfiguration, MetricsFilter,
    StorageClassAnalysis, StorageClassAnalysisDataExport, StorageClassAnalysisSchemaVersion,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::{Filter, by_id, from_tags, to_tags};
use crate::fields::present;
use aws::tags::Tags;
use aws::{Aws, optional};
use kind::Result;

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

by_id!(RequestMetrics:
    list_bucket_metrics_configurations gives metrics_configuration_list,
    put_bucket_metrics_configuration takes metrics_configuration,
    delete_bucket_metrics_configuration
);

impl RequestMetrics {
    fn of(configuration: MetricsConfiguration) -> Result<(String, Self)> {
        let (prefix, tags, access_point) = match configuration.filter {
            Some(MetricsFilter::Prefix(prefix)) => (Some(prefix), None, None),
            Some(MetricsFilter::Tag(tag)) => (None, Some(vec![tag]), None),
            Some(MetricsFilter::AccessPointArn(arn)) => (None, None, Some(arn)),
            Some(MetricsFilter::And(and)) => (and.prefix, and.tags, and.access_point_arn),
            _ => (None, None, None),
        };
        let metrics =
            Self { prefix: prefix.unwrap_or_default(), tags: from_tags(tags), access_point };
        Ok((configuration.id, metrics))
    }

    fn to_aws(&self, id: &str) -> Result<MetricsConfiguration> {
        Ok(MetricsConfiguration::builder().id(id).set_filter(self.filter()?).build()?)
    }

    fn filter(&self) -> Result<Option<MetricsFilter>> {
        let mut tags = to_tags(&self.tags)?;
        let prefix = present(Some(&self.prefix));
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

by_id!(Analytics:
    list_bucket_analytics_configurations gives analytics_configuration_list,
    put_bucket_analytics_configuration takes analytics_configuration,
    delete_bucket_analytics_configuration
);

impl Analytics {
    fn of(configuration: AnalyticsConfiguration) -> Result<(String, Self)> {
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
        let analytics = Self { prefix: filter.prefix, tags: filter.tags, export };
        Ok((configuration.id, analytics))
    }

    fn to_aws(&self, id: &str) -> Result<AnalyticsConfiguration> {
        let filter = Filter { prefix: self.prefix.clone(), tags: self.tags.clone() };
        let export = self.export.as_ref().map(|export| {
            let bucket = AnalyticsS3BucketDestination::builder()
                .format(AnalyticsS3ExportFileFormat::Csv)
                .bucket(&export.bucket)
                .set_bucket_account_id(export.account.clone())
                .set_prefix(present(Some(&export.prefix)))
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
