//! Metric filters of a group: what of its events is counted.

use std::sync::Arc;

use aws_sdk_cloudwatchlogs::operation::describe_metric_filters::DescribeMetricFiltersOutput;
use aws_sdk_cloudwatchlogs::operation::put_metric_filter::builders::PutMetricFilterFluentBuilder;
use aws_sdk_cloudwatchlogs::types as sdk;

use crate::children::Children;
use crate::cloudwatch::unit::{Unit, of_logs};
use crate::lists::items;
use crate::logs::Logs;
use crate::prelude::*;

/// Makes a metric of the events that fit a pattern.
#[spec(sdk::MetricFilter, request = PutMetricFilterFluentBuilder)]
pub struct MetricFilter {
    /// Which events count, in AWS's pattern syntax: `{ $.level = "error" }` for JSON, `[ip, user, ...]` for words between
    /// spaces, `ERROR` for a word, `%regex%`. At most 1,024 characters. Absent: all events.
    #[field(length = ..=1024, aws = filter_pattern, with = even_empty)]
    pub pattern: String,
    /// What is counted.
    #[field(required, aws = metric_transformations, with = one)]
    pub metric: Transformation,
    /// Whether it looks at events as the group's transformer has made them.
    #[field(aws = apply_on_transformed_logs, with = transformed)]
    pub on_transformed_logs: bool,
    /// Which events of a group of centralised logs count, such as `@aws.region = "us-east-1"`. 1–2,000 characters.
    #[field(length = 1..=2000)]
    pub field_selection_criteria: Option<String>,
    /// Fields of the system that are dimensions as well: `@aws.account` and `@aws.region`.
    pub emit_system_field_dimensions: BTreeSet<String>,
}

/// A metric that is made of events.
#[spec(sdk::MetricTransformation)]
pub struct Transformation {
    /// The metric's namespace, such as `shop`. 1–255 characters, of which none is `*`, `:` or `$`.
    #[field(required, length = 1..=255, pattern = r"^[^:*$]+$", aws = metric_namespace)]
    pub namespace: String,
    /// The metric's name. 1–255 characters, of which none is `*`, `:` or `$`.
    #[field(required, length = 1..=255, pattern = r"^[^:*$]+$", aws = metric_name)]
    pub name: String,
    /// What an event counts: a number, or a field of it that holds one, such as `$.bytes`. Absent: `1`.
    #[field(default = "1".to_owned(), length = 1..=100, aws = metric_value)]
    pub value: String,
    /// What counts where events came and none fitted. Absent: nothing. A metric with dimensions has none.
    #[field(aws = default_value)]
    pub default: Option<f64>,
    /// Dimensions, each with the field that has its value, such as `{ tenant: $.tenant }`. At most 3, as each value is a metric
    /// by itself, and paid for.
    #[field(entries = ..=3)]
    pub dimensions: BTreeMap<String, String>,
    /// What the metric counts. Absent: nothing is said.
    #[field(with = of_logs)]
    pub unit: Option<Unit>,
}

conversions! {
    /// AWS has a list, which takes one.
    one: Transformation, Vec<sdk::MetricTransformation> {
        |said| Transformation::of(said.and_then(|list| list.into_iter().next()))?,
        |metric| metric.to_aws()?.map(|metric| vec![metric]),
    }
    transformed: bool, bool {
        |said| said,
        |is_so| is_so.then_some(true),
    }
}

/// The name of the list of all filters of the region.
const ALL: &str = "logs metric filters";

/// The mark of a group whose filters this run has changed.
fn changed(group: &str) -> String {
    format!("logs metric filters of {group} are changed")
}

/// The filters of a group. AWS lists those of all groups, 50 in a call; those that the run has changed are asked for by
/// themselves, as the list is outdated there.
pub(super) async fn read(aws: &Aws, group: &str) -> Result<BTreeMap<String, MetricFilter>> {
    let request = || aws.logs().describe_metric_filters();
    let all = match aws.memo().has_flag(&changed(group)) {
        true => Arc::new(items!(request().log_group_name(group))),
        false => {
            let list = || async { Ok::<_, AwsError>(items!(request())) };
            aws.memo().get_or_try_init(ALL, list).await?
        }
    };
    let own = all.iter().filter(|filter| filter.log_group_name() == Some(group));
    let own = own.map(|filter| {
        let name = filter.filter_name.clone().unwrap_or_default();
        let filter = MetricFilter::demanded(Some(filter.clone()), "metricFilters");
        Ok((name, filter.map_err(AwsError::in_answer::<DescribeMetricFiltersOutput>)?))
    });
    own.collect()
}

pub(super) async fn write(
    aws: &Aws,
    group: &str,
    wanted: &BTreeMap<String, MetricFilter>,
    live: &BTreeMap<String, MetricFilter>,
) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    aws.memo().set_flag(&changed(group));
    let children = Children::of(wanted, live);
    for name in children.delete {
        let request = aws.logs().delete_metric_filter().log_group_name(group);
        deleted(request.filter_name(name).send().await)?;
    }
    let changed = children.update.into_iter().map(|(name, filter, _)| (name, filter));
    for (name, filter) in changed.chain(children.create) {
        let request = filter.fill(aws.logs().put_metric_filter())?;
        request.log_group_name(group).filter_name(name).send().await?;
    }
    Ok(())
}
