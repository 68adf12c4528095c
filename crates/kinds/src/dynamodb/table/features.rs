//! What DynamoDB keeps beside the table, each behind an API of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{
    ContributorInsightsAction, ContributorInsightsStatus, DestinationStatus,
    EnableKinesisStreamingConfiguration, KinesisDataStreamDestination,
    PointInTimeRecoverySpecification, PointInTimeRecoveryStatus, TimeToLiveSpecification,
    TimeToLiveStatus, UpdateKinesisStreamingConfiguration,
};

use super::request;
use super::types::{ContributorInsights, KinesisStream, TimestampPrecision};
use crate::dynamodb::DynamoDb;
use aws::tags::{self, Tags};
use aws::{Aws, AwsError, Result, optional, wait_until};
use language::value::{PolicyDocument, Value};

/// The longest that a change may take to show: DynamoDB speaks of seconds.
const PROPAGATION: Duration = Duration::from_secs(60);
/// The longest that a Kinesis data stream may take to be connected or disconnected.
const STREAMING: Duration = Duration::from_secs(10 * 60);

pub async fn read_ttl(aws: &Aws, name: &str) -> Result<Option<String>> {
    let answer = aws.dynamodb().describe_time_to_live().table_name(name).send().await?;
    let Some(ttl) = answer.time_to_live_description else {
        return Ok(None);
    };
    let is_on = matches!(
        ttl.time_to_live_status(),
        Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
    );
    Ok(ttl.attribute_name.filter(|_| is_on))
}

/// Goes by way of "off" from one attribute to another. AWS takes one change an hour and says so.
pub async fn write_ttl(
    aws: &Aws,
    name: &str,
    attribute: Option<&str>,
    live: Option<&str>,
) -> Result<()> {
    let (attribute, enabled) = match (live, attribute) {
        (live, attribute) if live == attribute => return Ok(()),
        // Half of it would be done for an hour.
        (Some(live), Some(attribute)) => {
            return Err(AwsError::new(format!(
                "DynamoDB does not change `ttl` from `{live}` to `{attribute}` in one go"
            )));
        }
        (Some(live), None) => (live, false),
        (None, attribute) => (attribute.unwrap_or_default(), true),
    };
    let ttl = TimeToLiveSpecification::builder().attribute_name(attribute).enabled(enabled);
    let request = aws.dynamodb().update_time_to_live().table_name(name);
    request.time_to_live_specification(ttl.build()?).send().await?;
    Ok(())
}

/// Point-in-time recovery: whether it is on, and how many days it goes back.
pub async fn read_recovery(aws: &Aws, name: &str) -> Result<(bool, Option<i32>)> {
    let answer = aws.dynamodb().describe_continuous_backups().table_name(name).send().await?;
    let backups = answer.continuous_backups_description();
    let Some(recovery) = backups.and_then(|it| it.point_in_time_recovery_description()) else {
        return Ok((false, None));
    };
    let is_on =
        recovery.point_in_time_recovery_status() == Some(&PointInTimeRecoveryStatus::Enabled);
    Ok((is_on, recovery.recovery_period_in_days().filter(|_| is_on)))
}

pub async fn write_recovery(aws: &Aws, name: &str, on: bool, days: Option<i32>) -> Result<()> {
    let recovery = PointInTimeRecoverySpecification::builder()
        .point_in_time_recovery_enabled(on)
        .set_recovery_period_in_days(days)
        .build()?;
    let request = aws.dynamodb().update_continuous_backups().table_name(name);
    request.point_in_time_recovery_specification(recovery).send().await?;
    Ok(())
}

/// What Contributor Insights watches: of the table, under no name, and of its indexes.
pub type Insights = BTreeMap<Option<String>, ContributorInsights>;

pub async fn read_insights(aws: &Aws, name: &str) -> Result<Insights> {
    let request = aws.dynamodb().list_contributor_insights().table_name(name);
    let mut pages = request.into_paginator().send();
    let mut found = Insights::new();
    while let Some(page) = pages.next().await {
        for summary in page?.contributor_insights_summaries.unwrap_or_default() {
            let is_on = matches!(
                summary.contributor_insights_status(),
                Some(ContributorInsightsStatus::Enabled | ContributorInsightsStatus::Enabling)
            );
            if is_on {
                let mode = match summary.contributor_insights_mode() {
                    Some(mode) => ContributorInsights::of(mode),
                    None => ContributorInsights::AccessedAndThrottledKeys,
                };
                found.insert(summary.index_name, mode);
            }
        }
    }
    Ok(found)
}

/// Brings one watch, of the table or of an index, to what is wanted.
pub async fn write_insights(
    aws: &Aws,
    name: &str,
    index: Option<&str>,
    wanted: Option<ContributorInsights>,
    live: Option<ContributorInsights>,
) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    let action = match wanted {
        Some(_) => ContributorInsightsAction::Enable,
        None => ContributorInsightsAction::Disable,
    };
    aws.dynamodb()
        .update_contributor_insights()
        .table_name(name)
        .set_index_name(index.map(str::to_owned))
        .contributor_insights_action(action)
        .set_contributor_insights_mode(wanted.map(Into::into))
        .send()
        .await?;
    Ok(())
}

pub async fn read_kinesis(aws: &Aws, name: &str) -> Result<Option<KinesisStream>> {
    let destinations = kinesis_destinations(aws, name).await?;
    let connected = destinations.into_iter().find(|destination| {
        matches!(
            destination.destination_status(),
            Some(
                DestinationStatus::Active
                    | DestinationStatus::Enabling
                    | DestinationStatus::Updating
            )
        )
    });
    let Some(connected) = connected else {
        return Ok(None);
    };
    let precision = connected.approximate_creation_date_time_precision();
    let precision = TimestampPrecision::present(precision);
    Ok(connected
        .stream_arn
        .map(|arn| KinesisStream { arn, timestamp_precision: precision.unwrap_or_default() }))
}

async fn kinesis_destinations(aws: &Aws, name: &str) -> Result<Vec<KinesisDataStreamDestination>> {
    let request = aws.dynamodb().describe_kinesis_streaming_destination().table_name(name);
    Ok(request.send().await?.kinesis_data_stream_destinations.unwrap_or_default())
}

pub async fn write_kinesis(
    aws: &Aws,
    name: &str,
    wanted: Option<&KinesisStream>,
    live: Option<&KinesisStream>,
) -> Result<()> {
    match (wanted, live) {
        _ if wanted == live => Ok(()),
        (Some(wanted), Some(live)) if wanted.arn == live.arn => {
            let configuration = UpdateKinesisStreamingConfiguration::builder()
                .approximate_creation_date_time_precision(wanted.timestamp_precision.into());
            aws.dynamodb()
                .update_kinesis_streaming_destination()
                .table_name(name)
                .stream_arn(&wanted.arn)
                .update_kinesis_streaming_configuration(configuration.build())
                .send()
                .await?;
            until_streaming_is(aws, name, &wanted.arn, DestinationStatus::Active).await
        }
        _ => {
            if let Some(live) = live {
                disconnect(aws, name, &live.arn).await?;
            }
            match wanted {
                Some(wanted) => connect(aws, name, wanted).await,
                None => Ok(()),
            }
        }
    }
}

async fn connect(aws: &Aws, name: &str, stream: &KinesisStream) -> Result<()> {
    let configuration = EnableKinesisStreamingConfiguration::builder()
        .approximate_creation_date_time_precision(stream.timestamp_precision.into());
    aws.dynamodb()
        .enable_kinesis_streaming_destination()
        .table_name(name)
        .stream_arn(&stream.arn)
        .enable_kinesis_streaming_configuration(configuration.build())
        .send()
        .await?;
    until_streaming_is(aws, name, &stream.arn, DestinationStatus::Active).await
}

async fn disconnect(aws: &Aws, name: &str, arn: &str) -> Result<()> {
    let request = aws.dynamodb().disable_kinesis_streaming_destination().table_name(name);
    request.stream_arn(arn).send().await?;
    until_streaming_is(aws, name, arn, DestinationStatus::Disabled).await
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
    let Some(text) = optional(request.send().await)?.and_then(|answer| answer.policy) else {
        return Ok(None);
    };
    PolicyDocument::new(Value::String(text)).map(Some).map_err(AwsError::new)
}

/// Writes the policy and waits until the old one no longer shows.
pub async fn write_policy(
    aws: &Aws,
    arn: &str,
    wanted: Option<&PolicyDocument>,
    live: Option<&PolicyDocument>,
) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    match wanted {
        Some(policy) => {
            let request = aws.dynamodb().put_resource_policy().resource_arn(arn);
            request.policy(policy.to_string()).send().await?;
        }
        None => {
            optional(aws.dynamodb().delete_resource_policy().resource_arn(arn).send().await)?;
        }
    }
    wait_until("the resource policy to show", PROPAGATION, || async {
        Ok((read_policy(aws, arn).await?.as_ref() != live).then_some(()))
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
    let Some(changes) = tags::changes(wanted, live) else {
        return Ok(());
    };
    if !changes.remove.is_empty() {
        let request = aws.dynamodb().untag_resource().resource_arn(arn);
        request.set_tag_keys(Some(changes.remove)).send().await?;
    }
    if !changes.set.is_empty() {
        let request = aws.dynamodb().tag_resource().resource_arn(arn);
        request.set_tags(Some(request::tags(&changes.set)?)).send().await?;
    }
    wait_until("the tags to show", PROPAGATION, || async {
        Ok((read_tags(aws, arn).await? == *wanted).then_some(()))
    })
    .await
}
