//! What CreateTable takes, and the parts that UpdateTable takes alike.

use std::slice::from_ref;

use aws_sdk_dynamodb::types::{
    BillingMode, CreateGlobalSecondaryIndexAction, GlobalSecondaryIndex, LocalSecondaryIndex,
    SseSpecification, SseType, StreamSpecification, Tag,
};

use super::types::{Capacity, Encryption, GlobalIndex, StreamView, Table};
use super::{keys, wait};
use crate::dynamodb::DynamoDb;
use crate::fields::unless_empty;
use crate::prelude::*;

pub async fn create(table: &Table, aws: &Aws) -> Result<()> {
    let request = aws
        .dynamodb()
        .create_table()
        .table_name(&table.name)
        .set_attribute_definitions(Some(keys::definitions(table.all_keys())?))
        .set_key_schema(Some(keys::schema(
            from_ref(&table.partition_key),
            table.sort_key.as_slice(),
        )?))
        .set_global_secondary_indexes(unless_empty(global_indexes(table)?))
        .set_local_secondary_indexes(unless_empty(local_indexes(table)?))
        .billing_mode(billing_mode(table))
        .set_provisioned_throughput(Capacity::initial(table.capacity.as_ref())?)
        .set_on_demand_throughput(table.maximum_throughput.to_aws()?)
        .set_warm_throughput(table.warm_throughput.0.to_aws()?)
        .set_stream_specification(table.stream.map(|view| stream(Some(view))).transpose()?)
        .set_sse_specification(table.encryption.as_ref().map(|wanted| encryption(Some(wanted))))
        .table_class(table.table_class.into())
        .deletion_protection_enabled(table.deletion_protection)
        .set_resource_policy(table.resource_policy.to_aws()?)
        .set_tags(unless_empty(tags(&table.tags)?));
    let outcome = request.clone().send().await.map_err(AwsError::from);
    // A table of this name may still be on its way out, when an earlier run was cut short.
    if outcome.as_ref().is_err_and(|error| error.has_code("ResourceInUseException")) {
        let namesake = wait::describe(aws, &table.name).await?;
        if namesake.as_ref().is_none_or(wait::is_deleting) {
            wait::until_gone(aws, &table.name).await?;
            request.send().await?;
            return Ok(());
        }
    }
    outcome.map(drop)
}

pub fn billing_mode(table: &Table) -> BillingMode {
    match table.capacity {
        Some(_) => BillingMode::Provisioned,
        None => BillingMode::PayPerRequest,
    }
}

/// A global index to create, with one of the two builders that the SDK has for it.
macro_rules! global_index {
    ($builder:expr, $name:expr, $index:expr) => {
        $builder
            .index_name($name)
            .set_key_schema(Some($index.key_schema()?))
            .projection((&$index.projection).into())
            .set_provisioned_throughput(Capacity::initial($index.capacity.as_ref())?)
            .set_on_demand_throughput($index.maximum_throughput.to_aws()?)
            .set_warm_throughput($index.warm_throughput.0.to_aws()?)
            .build()?
    };
}

fn global_indexes(table: &Table) -> Result<Vec<GlobalSecondaryIndex>> {
    let indexes = table.global_secondary_indexes.iter();
    let indexes = indexes
        .map(|(name, index)| Ok(global_index!(GlobalSecondaryIndex::builder(), name, index)));
    indexes.collect()
}

/// An index of a table that exists.
pub fn index_creation(name: &str, index: &GlobalIndex) -> Result<CreateGlobalSecondaryIndexAction> {
    Ok(global_index!(CreateGlobalSecondaryIndexAction::builder(), name, index))
}

fn local_indexes(table: &Table) -> Result<Vec<LocalSecondaryIndex>> {
    let indexes = table.local_secondary_indexes.iter().map(|(name, index)| {
        let key_schema = keys::schema(from_ref(&table.partition_key), from_ref(&index.sort_key))?;
        let request = LocalSecondaryIndex::builder().index_name(name);
        let request = request.projection((&index.projection).into());
        Ok(request.set_key_schema(Some(key_schema)).build()?)
    });
    indexes.collect()
}

pub fn tags(tags: &Tags) -> Result<Vec<Tag>> {
    tags.iter().map(|(key, value)| Ok(Tag::builder().key(key).value(value).build()?)).collect()
}

pub fn stream(view: Option<StreamView>) -> Result<StreamSpecification> {
    let request = StreamSpecification::builder().stream_enabled(view.is_some());
    Ok(request.set_stream_view_type(view.map(Into::into)).build()?)
}

pub fn encryption(wanted: Option<&Encryption>) -> SseSpecification {
    let request = SseSpecification::builder().enabled(wanted.is_some());
    match wanted {
        None => request,
        Some(Encryption { kms_key }) => {
            request.sse_type(SseType::Kms).set_kms_master_key_id(kms_key.0.clone())
        }
    }
    .build()
}
