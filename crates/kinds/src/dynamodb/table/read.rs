//! A table as DynamoDB reports it, in the words of the spec.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::describe_table::DescribeTableOutput;
use aws_sdk_dynamodb::types::{
    GlobalSecondaryIndexDescription, IndexStatus, LocalSecondaryIndexDescription, SseDescription,
    SseStatus, SseType, TableDescription,
};

use super::features::{self, Insights};
use super::keys::Definitions;
use super::scaling::{self, Scalings};
use super::throughput::{Provisioned, is_on_demand};
use super::types::{
    Encryption, GlobalIndex, Key, Keys, KinesisStream, LocalIndex, MaximumThroughput, Replicas,
    StreamView, TableClass, WarmThroughput,
};
use super::{Outputs, Table, replicas, wait};
use aws::tags::Tags;
use aws::{Aws, AwsError, Result};
use kind::Live;
use language::value::PolicyDocument;

/// What other calls than DescribeTable tell of a table.
struct Rest {
    ttl: Option<String>,
    recovery: (bool, Option<i32>),
    insights: Insights,
    kinesis_stream: Option<KinesisStream>,
    resource_policy: Option<PolicyDocument>,
    tags: Tags,
    scalings: Scalings,
    replicas: Replicas,
}

pub async fn read(aws: &Aws, name: &str) -> Result<Option<Live<Table>>> {
    // A deletion is never taken back, so a table that is on its way out is gone.
    let table = wait::describe(aws, name).await?.filter(|table| !wait::is_deleting(table));
    let Some(table) = table else {
        return Ok(None);
    };
    let Some(arn) = table.table_arn() else {
        return Err(AwsError::unreadable::<DescribeTableOutput>("the table has no ARN"));
    };
    // Only now: of a table that does not exist, ListTagsOfResource says that access is denied.
    let (ttl, recovery, insights, kinesis_stream, resource_policy, tags, scalings, replicas) = tokio::try_join!(
        features::read_ttl(aws, name),
        features::read_recovery(aws, name),
        features::read_insights(aws, name),
        features::read_kinesis(aws, name),
        features::read_policy(aws, arn),
        features::read_tags(aws, arn),
        scaling::read(aws, &table),
        replicas::read(aws, name, &table),
    )?;
    let rest =
        Rest { ttl, recovery, insights, kinesis_stream, resource_policy, tags, scalings, replicas };
    let has_stream = stream(&table).is_some();
    let outputs = Outputs {
        arn: Some(arn.to_owned()),
        name: Some(name.to_owned()),
        // DynamoDB goes on naming a stream for a day after it was switched off.
        stream_arn: table.latest_stream_arn().filter(|_| has_stream).map(str::to_owned),
        stream_label: table.latest_stream_label().filter(|_| has_stream).map(str::to_owned),
    };
    let spec = spec(name, &table, rest)?;
    Ok(Some(Live::new(outputs, spec)))
}

fn spec(name: &str, table: &TableDescription, rest: Rest) -> Result<Table> {
    let definitions = Definitions::new(table.attribute_definitions())?;
    let (mut partition, mut sort) = definitions.keys(table.key_schema())?;
    let Some(partition_key) = partition.pop() else {
        return Err(AwsError::new("DescribeTable gave a table without a partition key"));
    };
    let on_demand = is_on_demand(table);
    let capacity =
        |index, current| (!on_demand).then(|| scaling::capacity(&rest.scalings, index, current));
    let warm = table.warm_throughput();
    let (point_in_time_recovery, recovery_period_days) = rest.recovery;
    Ok(Table {
        name: name.to_owned(),
        partition_key,
        sort_key: sort.pop(),
        global_secondary_indexes: live_indexes(table)
            .map(|(name, index)| {
                let mut found = global_index(index, &definitions, on_demand)?;
                found.capacity = capacity(Some(name), Provisioned::of_index(table, name));
                found.contributor_insights = rest.insights.get(&Some(name.to_owned())).copied();
                Ok((name.to_owned(), found))
            })
            .collect::<Result<_>>()?,
        local_secondary_indexes: local_indexes(table, &definitions)?,
        capacity: capacity(None, Provisioned::of_table(table)),
        maximum_throughput: MaximumThroughput::read(table.on_demand_throughput())
            .filter(|_| on_demand),
        warm_throughput: WarmThroughput::read(
            warm.and_then(|warm| warm.read_units_per_second()),
            warm.and_then(|warm| warm.write_units_per_second()),
        )
        .into(),
        table_class: table_class(table),
        ttl: rest.ttl,
        point_in_time_recovery,
        recovery_period_days: recovery_period_days.into(),
        encryption: encryption(table.sse_description()),
        stream: stream(table),
        kinesis_stream: rest.kinesis_stream,
        contributor_insights: rest.insights.get(&None).copied(),
        resource_policy: rest.resource_policy,
        deletion_protection: table.deletion_protection_enabled().unwrap_or(false),
        replicas: rest.replicas,
        tags: rest.tags,
    })
}

/// The global indexes by name, without those that are being deleted.
fn live_indexes(
    table: &TableDescription,
) -> impl Iterator<Item = (&str, &GlobalSecondaryIndexDescription)> {
    let indexes = table.global_secondary_indexes().iter();
    indexes
        .filter(|index| index.index_status() != Some(&IndexStatus::Deleting))
        .filter_map(|index| Some((index.index_name()?, index)))
}

fn global_index(
    index: &GlobalSecondaryIndexDescription,
    definitions: &Definitions,
    on_demand: bool,
) -> Result<GlobalIndex> {
    let (partition, sort) = definitions.keys(index.key_schema())?;
    let Some(partition_key) = Keys::from_list(partition) else {
        return Err(AwsError::new("DescribeTable gave an index without a partition key"));
    };
    let warm = index.warm_throughput();
    Ok(GlobalIndex {
        partition_key,
        sort_key: Keys::from_list(sort),
        projection: index.projection().into(),
        capacity: None,
        maximum_throughput: MaximumThroughput::read(index.on_demand_throughput())
            .filter(|_| on_demand),
        warm_throughput: WarmThroughput::read(
            warm.and_then(|warm| warm.read_units_per_second()),
            warm.and_then(|warm| warm.write_units_per_second()),
        )
        .into(),
        contributor_insights: None,
    })
}

fn local_indexes(
    table: &TableDescription,
    definitions: &Definitions,
) -> Result<BTreeMap<String, LocalIndex>> {
    let indexes = table.local_secondary_indexes().iter();
    indexes
        .map(|index: &LocalSecondaryIndexDescription| {
            let (_, mut sort): (_, Vec<Key>) = definitions.keys(index.key_schema())?;
            match (index.index_name(), sort.pop()) {
                (Some(name), Some(sort_key)) => Ok((
                    name.to_owned(),
                    LocalIndex { sort_key, projection: index.projection().into() },
                )),
                _ => Err(AwsError::new(
                    "DescribeTable gave a local index without a name or a sort key",
                )),
            }
        })
        .collect()
}

/// DynamoDB reports a key that it owns as no encryption at all, or as one that is disabled.
pub fn encryption(live: Option<&SseDescription>) -> Option<Encryption> {
    let live = live?;
    let is_on = live.sse_type() == Some(&SseType::Kms)
        && !matches!(live.status(), Some(SseStatus::Disabled | SseStatus::Disabling));
    is_on.then(|| Encryption { kms_key: live.kms_master_key_arn().map(str::to_owned).into() })
}

fn stream(table: &TableDescription) -> Option<StreamView> {
    let stream = table.stream_specification();
    let view = stream
        .filter(|stream| stream.stream_enabled())
        .and_then(|stream| stream.stream_view_type());
    StreamView::present(view)
}

/// A table that was never of another class has no summary.
pub fn table_class(table: &TableDescription) -> TableClass {
    let summary = table.table_class_summary();
    let class = summary.and_then(|summary| summary.table_class());
    TableClass::present(class).unwrap_or_default()
}
