//! What DynamoDB keeps beside the table, each behind an API of its own.

use std::iter;
use std::time::Duration;

use aws_sdk_dynamodb::operation::describe_kinesis_streaming_destination::DescribeKinesisStreamingDestinationOutput;
use aws_sdk_dynamodb::types::{
    ContinuousBackupsDescription, ContributorInsightsAction, ContributorInsightsStatus,
    ContributorInsightsSummary, DestinationStatus, EnableKinesisStreamingConfiguration,
    KinesisDataStreamDestination, PointInTimeRecoverySpecification, PointInTimeRecoveryStatus,
    TimeToLiveSpecification, TimeToLiveStatus, UpdateKinesisStreamingConfiguration,
};

use super::request;
use super::types::{ContributorInsights, KinesisStream, Table};
use crate::dynamodb::DynamoDb;
use crate::prelude::*;
use crate::settings;
use aws::tags;
use kind::{Kind, batch_read};
use language::value::{PolicyDocument, Value};

/// The longest that a change may take to show: DynamoDB speaks of seconds.
const PROPAGATION: Duration = Duration::from_secs(60);
/// The longest that a Kinesis data stream may take to be connected or disconnected.
const STREAMING: Duration = Duration::from_secs(10 * 60);

pub async fn read_ttl(aws: &Aws, name: &str) -> Result<Option<String>> {
    let answer = aws.dynamodb().describe_time_to_live().table_name(name).send().await?;
    let ttl = answer.time_to_live_description.filter(|ttl| {
        use TimeToLiveStatus::{Enabled, Enabling};
        matches!(ttl.time_to_live_status, Some(Enabled | Enabling))
    });
    Ok(ttl.and_then(|ttl| ttl.attribute_name))
}

/// Goes by way of "off" from one attribute to another. AWS accepts one change an hour and says so.
pub async fn write_ttl(aws: &Aws, name: &str, wanted: &Table, live: &Table) -> Result<()> {
    let (attribute, enabled) = match (live.ttl.as_deref(), wanted.ttl.as_deref()) {
        (live, wanted) if live == wanted => return Ok(()),
        // Half of it would be done for an hour.
        (Some(live), Some(wanted)) => {
            return Err(AwsError::new(format!(
                "DynamoDB does not change `ttl` from `{live}` to `{wanted}` in one go"
            )));
        }
        (Some(live), None) => (live, false),
        (None, wanted) => (wanted.unwrap_or_default(), true),
    };
    let ttl = TimeToLiveSpecification::builder().attribute_name(attribute).enabled(enabled);
    let request = aws.dynamodb().update_time_to_live().table_name(name);
    let answer = request.time_to_live_specification(ttl.build()?).send().await?;
    let made =
        member(answer, "TimeToLiveSpecification", |answer| answer.time_to_live_specification)?;
    match (made.enabled, made.attribute_name == attribute) {
        (is_on, true) if is_on == enabled => Ok(()),
        _ => Err(AwsError::new("DynamoDB has taken the request, and has another time to live now")),
    }
}

/// Point-in-time recovery: whether it is on, and how many days it goes back.
pub type Recovery = (bool, Option<i32>);

pub async fn read_recovery(aws: &Aws, name: &str) -> Result<Recovery> {
    let answer = aws.dynamodb().describe_continuous_backups().table_name(name).send().await?;
    Ok(recovery_in(answer.continuous_backups_description))
}

fn recovery_in(backups: Option<ContinuousBackupsDescription>) -> Recovery {
    let recovery = backups.and_then(|backups| backups.point_in_time_recovery_description);
    let recovery = recovery.filter(|recovery| {
        recovery.point_in_time_recovery_status == Some(PointInTimeRecoveryStatus::Enabled)
    });
    (recovery.is_some(), recovery.and_then(|recovery| recovery.recovery_period_in_days))
}

/// Any number of days will do where none is wanted.
pub async fn write_recovery(
    aws: &Aws,
    name: &str,
    (on, days): Recovery,
    live: Recovery,
) -> Result<()> {
    if (on, days.or(live.1)) == live {
        return Ok(());
    }
    let recovery = PointInTimeRecoverySpecification::builder().point_in_time_recovery_enabled(on);
    let recovery = recovery.set_recovery_period_in_days(days).build()?;
    let request = aws.dynamodb().update_continuous_backups().table_name(name);
    let answer = request.point_in_time_recovery_specification(recovery).send().await?;
    let (is_on, _) = recovery_in(answer.continuous_backups_description);
    match is_on == on {
        true => Ok(()),
        false => Err(AwsError::new(
            "DynamoDB has taken the request, and has not changed point-in-time recovery",
        )),
    }
}

/// What Contributor Insights watches: of the table, under no name, and of its indexes.
pub type Insights = BTreeMap<Option<String>, ContributorInsights>;

/// One list serves all tables that are read side by side.
pub async fn read_insights(aws: &Aws, name: &str) -> Result<Insights> {
    let all = match batch_read::ids(aws, Table::NAME) {
        Some(tables) => {
            let list = || async move {
                let request = aws.dynamodb().list_contributor_insights();
                let (pages, mut found) = (tables.len(), Vec::new());
                let mut all = request.into_paginator().send();
                for _ in 0..=pages {
                    match all.next().await {
                        Some(page) => {
                            found.extend(page?.contributor_insights_summaries.unwrap_or_default());
                        }
                        None => return Ok(Some(found)),
                    }
                }
                Ok(None)
            };
            batch_read::list(aws, "contributor insights", list).await
        }
        None => None,
    };
    match all {
        Some(all) => Ok(insights_in(all.iter().filter(|one| one.table_name() == Some(name)))),
        None => {
            let request = aws.dynamodb().list_contributor_insights().table_name(name);
            let mut pages = request.into_paginator().send();
            let mut found = Vec::new();
            while let Some(page) = pages.next().await {
                found.extend(page?.contributor_insights_summaries.unwrap_or_default());
            }
            Ok(insights_in(found.iter()))
        }
    }
}

fn insights_in<'a>(summaries: impl Iterator<Item = &'a ContributorInsightsSummary>) -> Insights {
    use ContributorInsightsStatus::{Enabled, Enabling};
    let on =
        summaries.filter(|one| matches!(one.contributor_insights_status, Some(Enabled | Enabling)));
    let modes = on.map(|one| {
        let mode = one.contributor_insights_mode.clone().map(ContributorInsights::of);
        let mode = mode.unwrap_or(ContributorInsights::AccessedAndThrottledKeys);
        (one.index_name.clone(), mode)
    });
    modes.collect()
}

/// The same as a spec has it.
pub fn insights_of(table: &Table) -> Insights {
    let indexes = table.global_secondary_indexes.iter();
    let indexes = indexes.map(|(name, index)| (Some(name.clone()), index.contributor_insights));
    let all = indexes.chain([(None, table.contributor_insights)]);
    all.filter_map(|(place, mode)| Some((place, mode?))).collect()
}

pub async fn write_insights(aws: &Aws, name: &str, wanted: &Table, live: &Table) -> Result<()> {
    // What watched an index that is rebuilt went with it.
    let kept = wanted.kept_indexes(live);
    let kept = kept.map(|(name, _, live)| (Some(name), live.contributor_insights));
    let before = BTreeMap::from_iter(kept.chain([(None, live.contributor_insights)]));
    let indexes = wanted.global_secondary_indexes.iter();
    let indexes = indexes.map(|(name, index)| (Some(name), index.contributor_insights));
    for (index, mode) in iter::once((None, wanted.contributor_insights)).chain(indexes) {
        if before.get(&index).copied().flatten() == mode {
            continue;
        }
        let action = match mode {
            Some(_) => ContributorInsightsAction::Enable,
            None => ContributorInsightsAction::Disable,
        };
        let request = aws.dynamodb().update_contributor_insights().table_name(name);
        let request = request.set_index_name(index.cloned()).contributor_insights_action(action);
        request.set_contributor_insights_mode(mode.map(Into::into)).send().await?;
    }
    Ok(())
}

pub async fn read_kinesis(aws: &Aws, name: &str) -> Result<Option<KinesisStream>> {
    use DestinationStatus::{Active, Enabling, Updating};
    let destinations = kinesis_destinations(aws, name).await?;
    let connected = destinations.into_iter().find(|destination| {
        matches!(destination.destination_status, Some(Active | Enabling | Updating))
    });
    aws::read::<DescribeKinesisStreamingDestinationOutput, _>(connected)
}

async fn kinesis_destinations(aws: &Aws, name: &str) -> Result<Vec<KinesisDataStreamDestination>> {
    let request = aws.dynamodb().describe_kinesis_streaming_destination().table_name(name);
    Ok(request.send().await?.kinesis_data_stream_destinations.unwrap_or_default())
}

pub async fn write_kinesis(aws: &Aws, name: &str, wanted: &Table, live: &Table) -> Result<()> {
    let dynamodb = aws.dynamodb();
    match (&wanted.kinesis_stream, &live.kinesis_stream) {
        (wanted, live) if wanted == live => return Ok(()),
        (Some(wanted), Some(live)) if wanted.arn == live.arn => {
            let configuration = UpdateKinesisStreamingConfiguration::builder()
                .approximate_creation_date_time_precision(wanted.timestamp_precision.into());
            let request = dynamodb.update_kinesis_streaming_destination().table_name(name);
            let request = request.update_kinesis_streaming_configuration(configuration.build());
            request.stream_arn(&wanted.arn).send().await?;
        }
        (wanted, live) => {
            if let Some(KinesisStream { arn, .. }) = live {
                let request = dynamodb.disable_kinesis_streaming_destination().table_name(name);
                request.stream_arn(arn).send().await?;
                until_streaming_is(aws, name, arn, DestinationStatus::Disabled).await?;
            }
            if let Some(wanted) = wanted {
                let configuration = EnableKinesisStreamingConfiguration::builder()
                    .approximate_creation_date_time_precision(wanted.timestamp_precision.into());
                let request = dynamodb.enable_kinesis_streaming_destination().table_name(name);
                let request = request.enable_kinesis_streaming_configuration(configuration.build());
                request.stream_arn(&wanted.arn).send().await?;
            }
        }
    }
    match &wanted.kinesis_stream {
        Some(stream) => until_streaming_is(aws, name, &stream.arn, DestinationStatus::Active).await,
        None => Ok(()),
    }
}

async fn until_streaming_is(
    aws: &Aws,
    name: &str,
    arn: &str,
    wanted: DestinationStatus,
) -> Result<()> {
    let what = format!("the table {name} to stream to Kinesis, or to stop");
    wait_until(&what, STREAMING, || async {
        let destinations = kinesis_destinations(aws, name).await?;
        let found = destinations.iter().find(|found| found.stream_arn() == Some(arn));
        let status = found.and_then(|found| found.destination_status());
        if status == Some(&DestinationStatus::EnableFailed) {
            let reason = found.and_then(|found| found.destination_status_description());
            let reason = reason.unwrap_or("DynamoDB does not say why");
            return Err(AwsError::new(format!(
                "the table {name} cannot stream to {arn}: {reason}"
            )));
        }
        let is_gone = found.is_none() && wanted == DestinationStatus::Disabled;
        Ok((status == Some(&wanted) || is_gone).then_some(()))
    })
    .await
}

pub async fn read_policy(aws: &Aws, arn: &str) -> Result<Option<PolicyDocument>> {
    let request = aws.dynamodb().get_resource_policy().resource_arn(arn);
    let text = optional(request.send().await)?.and_then(|answer| answer.policy);
    let policy = text.map(|text| PolicyDocument::new(Value::String(text)));
    policy.transpose().map_err(AwsError::new)
}

/// Writes the policy and waits until the old one no longer shows.
pub async fn write_policy(aws: &Aws, arn: &str, wanted: &Table, live: &Table) -> Result<()> {
    match &wanted.resource_policy {
        same if *same == live.resource_policy => return Ok(()),
        Some(policy) => {
            let request = aws.dynamodb().put_resource_policy().resource_arn(arn);
            request.policy(policy.to_string()).send().await?;
        }
        None => deleted(aws.dynamodb().delete_resource_policy().resource_arn(arn).send().await)?,
    }
    wait_until("the resource policy to show", PROPAGATION, || async {
        Ok((read_policy(aws, arn).await? != live.resource_policy).then_some(()))
    })
    .await
}

pub async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let mut found = Tags::new();
    let mut next = None;
    loop {
        let request = aws.dynamodb().list_tags_of_resource().resource_arn(arn);
        let page = request.set_next_token(next).send().await?;
        let tags = page.tags.unwrap_or_default();
        found.extend(tags::from_aws(tags.into_iter().map(|tag| (tag.key, tag.value))));
        next = page.next_token;
        if next.is_none() {
            return Ok(found);
        }
    }
}

/// Writes the tags and waits until they show.
pub async fn write_tags(aws: &Aws, arn: &str, wanted: &Tags, live: &Tags) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    let (untag, tag) = (aws.dynamodb().untag_resource(), aws.dynamodb().tag_resource());
    let (untag, tag) = (untag.resource_arn(arn), tag.resource_arn(arn));
    settings::write_tags!(wanted, live, untag, tag, request::tags);
    wait_until("the tags to show", PROPAGATION, || async {
        Ok((read_tags(aws, arn).await? == *wanted).then_some(()))
    })
    .await
}
