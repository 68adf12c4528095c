//! A table as DynamoDB reports it, in the words of the spec.

use aws_sdk_dynamodb::operation::describe_table::DescribeTableOutput;
use aws_sdk_dynamodb::types::TableDescription;

use super::keys::Definitions;
use super::throughput::{Provisioned, is_on_demand};
use super::types::{MaximumThroughput, Outputs, Table, WarmThroughput};
use super::{description, features, replicas, scaling, wait};
use crate::parts::part;
use crate::prelude::*;
use kind::{Live, Parts};

pub async fn read(aws: &Aws, name: &str, parts: &Parts<'_, Table>) -> Result<Option<Live<Table>>> {
    // A deletion is never taken back, so a table that is on its way out is gone.
    let table = wait::describe(aws, name).await?.filter(|table| !wait::is_deleting(table));
    match table {
        Some(table) => described(aws, name, &table, parts).await.map(Some),
        None => Ok(None),
    }
}

/// One call, where a read is six. Of a table that does not exist, DynamoDB says that access to its tags is denied.
pub async fn tags(aws: &Aws, name: &str) -> Result<Option<Tags>> {
    let arn = Table::arn(&aws.place(), name);
    match features::read_tags(aws, &arn).await {
        Ok(tags) => Ok(Some(tags)),
        Err(denied) => match wait::describe(aws, name).await? {
            Some(table) if !wait::is_deleting(&table) => Err(denied),
            _ => Ok(None),
        },
    }
}

/// A table that was just created, once it can be used: what only other calls set is off, and the tags are those that
/// the create call has carried. A policy is looked at, as access hangs on it.
pub async fn created(aws: &Aws, table: &Table) -> Result<Live<Table>> {
    let description = wait::until_created(aws, &table.name).await?;
    let made = Table {
        global_secondary_indexes: BTreeMap::new(),
        ttl: None,
        point_in_time_recovery: false,
        recovery_period_days: Auto::default(),
        kinesis_stream: None,
        contributor_insights: None,
        ..table.clone()
    };
    let known = Live::new(Outputs::default(), made);
    let policy = table.resource_policy.as_ref().map(|_| "resource_policy".to_owned());
    described(aws, &table.name, &description, &Parts::fresh(&known, &policy.into_iter().collect()))
        .await
}

async fn described(
    aws: &Aws,
    name: &str,
    table: &TableDescription,
    parts: &Parts<'_, Table>,
) -> Result<Live<Table>> {
    let Some(arn) = table.table_arn() else {
        return Err(AwsError::unreadable::<DescribeTableOutput>("the table has no ARN"));
    };
    let has_stream = description::stream(table).is_some();
    let outputs = Outputs {
        arn: Some(arn.to_owned()),
        name: Some(name.to_owned()),
        // DynamoDB goes on naming a stream for a day after it was switched off.
        stream_arn: table.latest_stream_arn.clone().filter(|_| has_stream),
        stream_label: table.latest_stream_label.clone().filter(|_| has_stream),
    };
    Ok(Live::new(outputs, spec(aws, name, arn, table, parts).await?))
}

async fn spec(
    aws: &Aws,
    name: &str,
    arn: &str,
    table: &TableDescription,
    parts: &Parts<'_, Table>,
) -> Result<Table> {
    let watched = ["contributor_insights", "global_secondary_indexes"];
    // Only now: of a table that does not exist, ListTagsOfResource says that access is denied.
    let (ttl, recovery, insights, kinesis_stream, resource_policy, tags, scalings, replicas) = tokio::try_join!(
        part!(parts, ttl => features::read_ttl(aws, name)),
        parts.part(
            &["point_in_time_recovery", "recovery_period_days"],
            |table| (table.point_in_time_recovery, table.recovery_period_days.0),
            features::read_recovery(aws, name),
        ),
        parts.part(&watched, features::insights_of, features::read_insights(aws, name)),
        part!(parts, kinesis_stream => features::read_kinesis(aws, name)),
        part!(parts, resource_policy => features::read_policy(aws, arn)),
        part!(parts, tags => features::read_tags(aws, arn)),
        // What scales an earlier table of this name has outlived it.
        scaling::read(aws, table),
        replicas::read(aws, name, table),
    )?;
    let (point_in_time_recovery, recovery_period_days) = recovery;
    let definitions = Definitions::new(table.attribute_definitions());
    let (mut partition, mut sort) = definitions.keys(table.key_schema())?;
    let Some(partition_key) = partition.pop() else {
        return Err(AwsError::new("DescribeTable gave a table without a partition key"));
    };
    let on_demand = is_on_demand(table);
    let capacity =
        |index, current| (!on_demand).then(|| scaling::capacity(&scalings, index, current));
    let global_secondary_indexes = description::live_indexes(table).map(|(name, index)| {
        let mut found = description::global_index(index, &definitions, on_demand)?;
        found.capacity = capacity(Some(name), Provisioned::of_index(table, name));
        found.contributor_insights = insights.get(&Some(name.to_owned())).copied();
        Ok((name.to_owned(), found))
    });
    let warm = table.warm_throughput();
    let warm = warm.map(|warm| (warm.read_units_per_second, warm.write_units_per_second));
    Ok(Table {
        name: name.to_owned(),
        partition_key,
        sort_key: sort.pop(),
        global_secondary_indexes: global_secondary_indexes.collect::<Result<_>>()?,
        local_secondary_indexes: description::local_indexes(table, &definitions)?,
        capacity: capacity(None, Provisioned::of_table(table)),
        maximum_throughput: MaximumThroughput::read(table.on_demand_throughput())
            .filter(|_| on_demand),
        warm_throughput: warm.and_then(WarmThroughput::read).into(),
        table_class: description::table_class(table),
        ttl,
        point_in_time_recovery,
        recovery_period_days: recovery_period_days.into(),
        encryption: description::encryption(table.sse_description()),
        stream: description::stream(table),
        kinesis_stream,
        contributor_insights: insights.get(&None).copied(),
        resource_policy,
        deletion_protection: table.deletion_protection_enabled.unwrap_or(false),
        replicas,
        tags,
    })
}
