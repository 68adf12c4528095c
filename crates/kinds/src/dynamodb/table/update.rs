//! From one state of a table to another, in the order that DynamoDB allows: what goes away first, then
//! what changes, then what comes, each in a call of its own with a wait in between.

use aws_sdk_dynamodb::types::builders::UpdateGlobalSecondaryIndexActionBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, DeleteGlobalSecondaryIndexAction, GlobalSecondaryIndexUpdate,
    TableDescription, UpdateGlobalSecondaryIndexAction,
};

use super::throughput::{Provisioned, index, is_on_demand};
use super::types::{Capacity, GlobalIndex, MaximumThroughput, Table, WarmThroughput};
use super::work::Work;
use super::{features, keys, replicas, request, scaling};
use crate::prelude::*;
use language::diff;

/// The fields that have calls of their own, for which a table need not be settled.
const FEATURES: &[&str] = &[
    "contributor_insights", "kinesis_stream", "point_in_time_recovery", "recovery_period_days",
    "resource_policy", "tags", "ttl",
];

pub async fn update(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
    if changed_fields(wanted, live)?.iter().any(|field| !FEATURES.contains(&field.as_str())) {
        update_table(wanted, aws, name, live).await?;
    }
    change_features(wanted, aws, name, live).await
}

/// The fields that differ.
fn changed_fields(wanted: &Table, live: &Table) -> Result<BTreeSet<String>> {
    let value = |table: &Table| {
        serde_json::to_value(table).map_err(|error| AwsError::new(error.to_string()))
    };
    let changes = diff::changes(&value(wanted)?, &value(live)?);
    let fields = changes.iter().filter_map(|change| change.path.first_key());
    Ok(fields.map(str::to_owned).collect())
}

async fn update_table(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
    let mut work = Work::start(aws, name).await?;
    replicas::remove(&mut work, wanted, live).await?;
    scaling::retire(aws, wanted, live).await?;
    drop_indexes(&mut work, wanted, live).await?;
    change_capacity(&mut work, wanted, live).await?;
    change_maximum(&mut work, wanted, live).await?;
    change_warm(&mut work, wanted, live).await?;
    change_settings(&mut work, wanted, live).await?;
    change_stream(&mut work, wanted, live).await?;
    build_indexes(&mut work, wanted, live).await?;
    scaling::apply(aws, wanted, live).await?;
    replicas::write(&mut work, wanted, live).await
}

/// DynamoDB takes one index at a time.
async fn drop_indexes(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    for name in live.global_secondary_indexes.keys() {
        if wanted.keeps_index(name, live) || index(&work.table, name).is_none() {
            continue;
        }
        let action = DeleteGlobalSecondaryIndexAction::builder().index_name(name).build()?;
        let change = GlobalSecondaryIndexUpdate::builder().delete(action).build();
        work.send(work.request().global_secondary_index_updates(change)).await?;
    }
    Ok(())
}

async fn build_indexes(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    for (name, index) in &wanted.global_secondary_indexes {
        if wanted.keeps_index(name, live) {
            continue;
        }
        let definitions = definitions_with(&work.table, index)?;
        let change = GlobalSecondaryIndexUpdate::builder()
            .create(request::index_creation(name, index)?)
            .build();
        let request = work.request().set_attribute_definitions(Some(definitions));
        work.send(request.global_secondary_index_updates(change)).await?;
    }
    Ok(())
}

/// The attribute types of the keys that there are and of one more index.
fn definitions_with(
    table: &TableDescription,
    index: &GlobalIndex,
) -> Result<Vec<AttributeDefinition>> {
    let mut definitions = table.attribute_definitions().to_vec();
    definitions.retain(|kept| index.keys().all(|added| added.name != kept.attribute_name));
    definitions.extend(keys::definitions(index.keys())?);
    Ok(definitions)
}

/// Billing mode and provisioned units of the table and its indexes, which only together are valid.
async fn change_capacity(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    let is_same = wanted.capacity == live.capacity
        && wanted.kept_indexes(live).all(|(_, wanted, live)| wanted.capacity == live.capacity);
    if is_same {
        return Ok(());
    }
    let switches = is_on_demand(&work.table) != wanted.capacity.is_none();
    let units = Capacity::change(wanted.capacity.as_ref(), Provisioned::of_table(&work.table))?;
    let mut indexes = Vec::new();
    for (name, index, _) in wanted.kept_indexes(live) {
        let current = Provisioned::of_index(&work.table, name);
        if let Some(units) = Capacity::change(index.capacity.as_ref(), current)? {
            indexes.push(index_change(name).provisioned_throughput(units).build()?);
        }
    }
    let table = (switches || units.is_some()).then(|| {
        let billing_mode = switches.then(|| request::billing_mode(wanted));
        work.request().set_billing_mode(billing_mode).set_provisioned_throughput(units)
    });
    work.send_throughput(table, indexes).await
}

/// Limits exist on demand alone, and go with it.
async fn change_maximum(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    if wanted.capacity.is_some() {
        return Ok(());
    }
    let change = |wanted: &Option<MaximumThroughput>, live: &Option<MaximumThroughput>| {
        (wanted != live).then(|| MaximumThroughput::change(wanted.as_ref()))
    };
    let table = change(&wanted.maximum_throughput, &live.maximum_throughput);
    let mut indexes = Vec::new();
    for (name, wanted, live) in wanted.kept_indexes(live) {
        if let Some(limits) = change(&wanted.maximum_throughput, &live.maximum_throughput) {
            indexes.push(index_change(name).on_demand_throughput(limits).build()?);
        }
    }
    let table = table.map(|limits| work.request().on_demand_throughput(limits));
    work.send_throughput(table, indexes).await
}

async fn change_warm(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    let change = |wanted: &Auto<WarmThroughput>, live: &Auto<WarmThroughput>| {
        wanted.as_ref().filter(|_| wanted != live).cloned().to_aws()
    };
    let table = change(&wanted.warm_throughput, &live.warm_throughput)?;
    let mut indexes = Vec::new();
    for (name, wanted, live) in wanted.kept_indexes(live) {
        if let Some(units) = change(&wanted.warm_throughput, &live.warm_throughput)? {
            indexes.push(index_change(name).warm_throughput(units).build()?);
        }
    }
    let table = table.map(|units| work.request().warm_throughput(units));
    work.send_throughput(table, indexes).await
}

/// A change of an index that stays.
fn index_change(name: &str) -> UpdateGlobalSecondaryIndexActionBuilder {
    UpdateGlobalSecondaryIndexAction::builder().index_name(name)
}

async fn change_settings(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    if wanted.table_class != live.table_class {
        work.send(work.request().table_class(wanted.table_class.into())).await?;
    }
    if wanted.deletion_protection != live.deletion_protection {
        let request = work.request();
        work.send(request.deletion_protection_enabled(wanted.deletion_protection)).await?;
    }
    if wanted.encrypts_otherwise(live) {
        let encryption = request::encryption(wanted.encryption.as_ref());
        work.send(work.request().sse_specification(encryption)).await?;
    }
    Ok(())
}

impl Table {
    /// Whether the encryption has to change: any KMS key will do where none is named.
    fn encrypts_otherwise(&self, live: &Self) -> bool {
        match (&self.encryption, &live.encryption) {
            (Some(wanted), Some(live)) => {
                wanted.kms_key.as_ref().is_some() && wanted.kms_key != live.kms_key
            }
            (wanted, live) => wanted.is_some() != live.is_some(),
        }
    }
}

/// DynamoDB refuses to change what a stream holds: it has to be another stream.
async fn change_stream(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    if wanted.stream == live.stream {
        return Ok(());
    }
    let (off, on) = (live.stream.map(|_| None), wanted.stream.map(Some));
    for view in [off, on].into_iter().flatten() {
        work.send(work.request().stream_specification(request::stream(view)?)).await?;
    }
    Ok(())
}

/// What has an API of its own, side by side.
async fn change_features(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
    let arn = Table::arn(&aws.place(), name);
    let recovery = |table: &Table| (table.point_in_time_recovery, table.recovery_period_days.0);
    tokio::try_join!(
        features::write_ttl(aws, name, wanted, live),
        features::write_recovery(aws, name, recovery(wanted), recovery(live)),
        features::write_insights(aws, name, wanted, live),
        features::write_kinesis(aws, name, wanted, live),
        features::write_policy(aws, &arn, wanted, live),
        features::write_tags(aws, &arn, &wanted.tags, &live.tags),
    )?;
    Ok(())
}
