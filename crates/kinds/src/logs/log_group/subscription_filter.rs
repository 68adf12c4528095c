//! Subscription filters of a group: where its events are sent.

use aws_sdk_cloudwatchlogs::operation::describe_subscription_filters::DescribeSubscriptionFiltersOutput;
use aws_sdk_cloudwatchlogs::operation::put_subscription_filter::builders::PutSubscriptionFilterFluentBuilder;
use aws_sdk_cloudwatchlogs::types as sdk;

use super::metric_filter::transformed;
use crate::children::Children;
use crate::lists::items;
use crate::logs::Logs;
use crate::prelude::*;

/// Sends the events that fit a pattern somewhere as they come in.
#[spec(sdk::SubscriptionFilter, request = PutSubscriptionFilterFluentBuilder)]
pub struct SubscriptionFilter {
    /// Which events are sent, in the syntax of a metric filter's pattern. At most 1,024 characters. Absent: all events.
    #[field(length = ..=1024, aws = filter_pattern, with = even_empty)]
    pub pattern: String,
    /// ARN of where they go: a function, a stream of Kinesis or of Firehose, or a destination of another account.
    #[field(required, called_by = "logs.amazonaws.com", uses = "send", aws = destination_arn)]
    pub destination: String,
    /// ARN of the role by which CloudWatch Logs writes to a stream. Functions and destinations of other accounts say
    /// themselves who may.
    #[field(aws = role_arn)]
    pub role: Option<String>,
    /// How events are spread over the shards of a stream of Kinesis: `ByLogStream` or `Random`.
    pub distribution: Distribution,
    /// Whether it looks at events as the group's transformer has made them.
    #[field(aws = apply_on_transformed_logs, with = transformed)]
    pub on_transformed_logs: bool,
    /// Which events of a group of centralised logs are sent, such as `@aws.region = "us-east-1"`. 1–2,000 characters.
    #[field(length = 1..=2000)]
    pub field_selection_criteria: Option<String>,
    /// Fields of the system that are sent along: `@aws.account` and `@aws.region`.
    pub emit_system_fields: BTreeSet<String>,
}

aws_enum! {
    /// How events are spread over shards.
    #[derive(Default)]
    Distribution = sdk::Distribution {
        /// Those of one log stream stay together.
        #[default]
        ByLogStream = "ByLogStream",
        /// Evenly.
        Random = "Random",
    }
}

/// The filters of a group, which AWS lists for each by itself.
pub(super) async fn read(aws: &Aws, group: &str) -> Result<BTreeMap<String, SubscriptionFilter>> {
    let filters = items!(aws.logs().describe_subscription_filters().log_group_name(group));
    let filters = filters.into_iter().map(|filter| {
        let name = filter.filter_name.clone().unwrap_or_default();
        let filter = SubscriptionFilter::demanded(Some(filter), "subscriptionFilters");
        Ok((name, filter.map_err(AwsError::in_answer::<DescribeSubscriptionFiltersOutput>)?))
    });
    filters.collect()
}

pub(super) async fn write(
    aws: &Aws,
    group: &str,
    wanted: &BTreeMap<String, SubscriptionFilter>,
    live: &BTreeMap<String, SubscriptionFilter>,
) -> Result<()> {
    let children = Children::of(wanted, live);
    // A group has room for two, so the old ones go first.
    for name in children.delete {
        let request = aws.logs().delete_subscription_filter().log_group_name(group);
        deleted(request.filter_name(name).send().await)?;
    }
    let changed = children.update.into_iter().map(|(name, filter, _)| (name, filter));
    for (name, filter) in changed.chain(children.create) {
        let request = filter.fill(aws.logs().put_subscription_filter())?;
        request.log_group_name(group).filter_name(name).send().await?;
    }
    Ok(())
}
