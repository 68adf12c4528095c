//! The parts of a table that DescribeTable gives, in the words of the spec.

use aws_sdk_dynamodb::types::{
    GlobalSecondaryIndexDescription, IndexStatus, SseDescription, SseStatus, SseType,
    TableDescription,
};

use super::keys::Definitions;
use super::types::{
    Encryption, GlobalIndex, Keys, LocalIndex, MaximumThroughput, StreamView, TableClass,
    WarmThroughput,
};
use crate::prelude::*;

/// The global indexes by name, without those that are being deleted.
pub fn live_indexes(
    table: &TableDescription,
) -> impl Iterator<Item = (&str, &GlobalSecondaryIndexDescription)> {
    let indexes = table.global_secondary_indexes().iter();
    indexes
        .filter(|index| index.index_status != Some(IndexStatus::Deleting))
        .filter_map(|index| Some((index.index_name()?, index)))
}

/// An index without what the calls beside DescribeTable tell of it.
pub fn global_index(
    index: &GlobalSecondaryIndexDescription,
    definitions: &Definitions,
    on_demand: bool,
) -> Result<GlobalIndex> {
    let (partition, sort) = definitions.keys(index.key_schema())?;
    let Some(partition_key) = Keys::from_list(partition) else {
        return Err(AwsError::new("DescribeTable gave an index without a partition key"));
    };
    let warm = index.warm_throughput();
    let warm = warm.map(|warm| (warm.read_units_per_second, warm.write_units_per_second));
    Ok(GlobalIndex {
        partition_key,
        sort_key: Keys::from_list(sort),
        projection: index.projection().into(),
        capacity: None,
        maximum_throughput: MaximumThroughput::read(index.on_demand_throughput())
            .filter(|_| on_demand),
        warm_throughput: warm.and_then(WarmThroughput::read).into(),
        contributor_insights: None,
    })
}

pub fn local_indexes(
    table: &TableDescription,
    definitions: &Definitions,
) -> Result<BTreeMap<String, LocalIndex>> {
    let indexes = table.local_secondary_indexes().iter().map(|index| {
        let (_, mut sort) = definitions.keys(index.key_schema())?;
        let (Some(name), Some(sort_key)) = (index.index_name.clone(), sort.pop()) else {
            return Err(AwsError::new(
                "DescribeTable gave a local index without a name or a sort key",
            ));
        };
        Ok((name, LocalIndex { sort_key, projection: index.projection().into() }))
    });
    indexes.collect()
}

/// DynamoDB reports a key that it owns as no encryption at all, or as one that is disabled.
pub fn encryption(live: Option<&SseDescription>) -> Option<Encryption> {
    let live = live.filter(|live| live.sse_type == Some(SseType::Kms))?;
    let is_off = matches!(live.status, Some(SseStatus::Disabled | SseStatus::Disabling));
    (!is_off).then(|| Encryption { kms_key: live.kms_master_key_arn.clone().into() })
}

pub fn stream(table: &TableDescription) -> Option<StreamView> {
    let stream = table.stream_specification().filter(|stream| stream.stream_enabled)?;
    StreamView::from_aws(stream.stream_view_type())
}

/// A table that was never of another class has no summary.
pub fn table_class(table: &TableDescription) -> TableClass {
    let summary = table.table_class_summary();
    let class = summary.and_then(|summary| summary.table_class());
    TableClass::from_aws(class).unwrap_or_default()
}
