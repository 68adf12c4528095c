//! The metrics that an alarm looks at.

use aws_sdk_cloudwatch::types as sdk;

use crate::cloudwatch::metrics;
use crate::cloudwatch::unit::Unit;
use crate::prelude::*;

/// A metric, and what is made of its values.
#[spec(sdk::MetricStat)]
#[inside(metric = sdk::Metric)]
pub struct Metric {
    /// The namespace, such as `AWS/Lambda`. 1–255 characters.
    #[field(required, length = 1..=255, aws = metric.namespace)]
    pub namespace: String,
    /// The metric's name, such as `Errors`. 1–255 characters.
    #[field(required, length = 1..=255, aws = metric.metric_name)]
    pub name: String,
    /// What it is the metric of, such as `{ FunctionName: orders }`: all the dimensions that it is published with, and no
    /// other. At most 30.
    #[field(entries = ..=30, aws = metric.dimensions, with = dimensions)]
    pub dimensions: BTreeMap<String, String>,
    /// What is made of the values of a period: `Average`, `Sum`, `Minimum`, `Maximum` or `SampleCount`, or a percentile or
    /// another statistic of AWS's, such as `p99`, `tm90` or `IQM`.
    #[field(required, pattern = STATISTIC, aws = stat)]
    pub statistic: String,
    /// The seconds that are put together: 10, 20, 30, or a multiple of 60. Absent: 300.
    #[field(default = 300, range = 10..=604_800)]
    pub period: i32,
    /// Leaves out the values that were published in another unit. Absent: all values count, which is what one wants but for
    /// metrics in several units.
    pub unit: Option<Unit>,
}

/// The statistics of
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html>.
const STATISTIC: &str = r"^(Average|Sum|Minimum|Maximum|SampleCount|IQM|(p|tm|tc|ts|wm)[0-9]{1,3}(\.[0-9]+)?|(PR|TM|TC|TS|WM)\([0-9.%]*:[0-9.%]*\))$";

/// The statistics that AWS has a word for; the others are told in a member of their own.
pub(super) const SIMPLE: &[&str] = &["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

/// A metric or an expression by itself, of those that an alarm is made of.
#[spec(sdk::MetricDataQuery)]
pub struct Query {
    /// A metric. An entry has this or `expression`.
    #[field(aws = metric_stat)]
    pub metric: Option<Metric>,
    /// An expression over the other entries, which it names by their keys, such as `100 * errors / calls`; or a query of
    /// Metrics Insights (`SELECT …`), which needs a `period`. 1–2,048 characters.
    #[field(length = 1..=2048)]
    pub expression: Option<String>,
    /// What notifications call it. Absent: AWS makes a label.
    pub label: Option<String>,
    /// Whether this is what the alarm watches. That is one entry; with an anomaly band two, the metric and the band.
    #[field(with = returns_data)]
    pub return_data: bool,
    /// The seconds from one value of an expression to the next. Absent: those of what it is made of.
    #[field(range = 10..=604_800)]
    pub period: Option<i32>,
    /// The account that the metric is in, for an alarm in a monitoring account. Absent: the alarm's own.
    #[field(aws = account_id)]
    pub account: Option<String>,
}

conversions! {
    dimensions: BTreeMap<String, String>, Vec<sdk::Dimension> {
        |said| {
            let dimensions = said.into_iter().flatten();
            Some(dimensions.filter_map(|one| Some((one.name?, one.value.unwrap_or_default()))).collect())
        },
        |dimensions| Some(dimensions.iter().map(|(name, value)| {
            sdk::Dimension::builder().name(name).value(value).build()
        }).collect()).filter(|dimensions: &Vec<_>| !dimensions.is_empty()),
    }
    /// AWS treats an absent value as `true`: it is watched.
    returns_data: bool, bool {
        |said| Some(said.unwrap_or(true)),
        |is_returned| Some(*is_returned),
    }
    /// Entries by their ids.
    queries: BTreeMap<String, Query>, Vec<sdk::MetricDataQuery> {
        |said| {
            let queries = said.into_iter().flatten().map(|query| {
                let id = query.id.clone().unwrap_or_default();
                Ok((id, Query::demanded(Some(query), "Metrics")?))
            });
            Some(queries.collect::<Result<_>>()?)
        },
        |queries| {
            let queries = queries.iter().filter_map(|(id, query)| {
                let query = query.to_aws().transpose()?;
                Some(query.map(|query| { let mut query = query; query.id = Some(id.clone()); query }))
            });
            let queries: Vec<_> = queries.collect::<Result<_>>()?;
            (!queries.is_empty()).then_some(queries)
        },
    }
}

impl Metric {
    /// The metric as what is known of AWS's has it.
    pub(super) fn named(&self, is_watched: bool) -> metrics::Named<'_> {
        let dimensions = self.dimensions.iter();
        metrics::Named {
            namespace: &self.namespace,
            name: &self.name,
            dimensions: dimensions.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            period: Some(self.period),
            statistic: Some(&self.statistic),
            is_watched,
        }
    }

    /// Where its parts stand.
    pub(super) fn place(at: &Path, part: metrics::Part) -> Path {
        match part {
            metrics::Part::Namespace => at.key("namespace"),
            metrics::Part::Name => at.key("name"),
            metrics::Part::Dimensions => at.key("dimensions"),
            metrics::Part::Dimension(name) => at.key("dimensions").key(name),
            metrics::Part::Period => at.key("period"),
            metrics::Part::Statistic => at.key("statistic"),
        }
    }
}
