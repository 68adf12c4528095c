//! From one state of a table to another, in the order that DynamoDB allows: what goes away first, then
//! what changes, then what comes, each in a call of its own with a wait in between.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::update_table::builders::UpdateTableFluentBuilder;
use aws_sdk_dynamodb::types::builders::UpdateGlobalSecondaryIndexActionBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, DeleteGlobalSecondaryIndexAction, GlobalSecondaryIndexUpdate,
    TableDescription, UpdateGlobalSecondaryIndexAction,
};

use super::throughput::{Provisioned, index, is_on_demand};
use super::types::{GlobalIndex, MaximumThroughput, WarmThroughput};
use super::{Table, features, keys, replicas, request, scaling, wait};
use crate::dynamodb::DynamoDb;
use aws::{Aws, Result};

/// A table at work: as it was when it last settled.
pub struct Work<'a> {
    pub aws: &'a Aws,
    pub name: &'a str,
    pub table: TableDescription,
}

impl<'a> Work<'a> {
    pub async fn start(aws: &'a Aws, name: &'a str) -> Result<Self> {
        let table = wait::until_settled(aws, name).await?;
        Ok(Self { aws, name, table })
    }

    pub fn request(&self) -> UpdateTableFluentBuilder {
        self.aws.dynamodb().update_table().table_name(self.name)
    }

    /// Sends one change and waits until the next one may come.
    pub async fn send(&mut self, request: UpdateTableFluentBuilder) -> Result<()> {
        request.send().await?;
        self.table = wait::until_settled(self.aws, self.name).await?;
        Ok(())
    }
}

pub async fn update(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
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
    replicas::write(&mut work, wanted, live).await?;
    change_features(wanted, aws, name, live).await
}

impl Table {
    /// Whether an index of the live table stays, and is at most changed in place.
    pub fn keeps_index(&self, name: &str, live: &Self) -> bool {
        self.kept(name, live).is_some()
    }

    /// An index as it is wanted and as it is, where it need not be built anew.
    fn kept<'a>(
        &'a self,
        name: &str,
        live: &'a Self,
    ) -> Option<(&'a GlobalIndex, &'a GlobalIndex)> {
        let wanted = self.global_secondary_indexes.get(name)?;
        let live = live.global_secondary_indexes.get(name)?;
        wanted.has_shape_of(live).then_some((wanted, live))
    }

    /// The indexes that are changed at most in place, as they are wanted and as they are.
    fn all_kept<'a>(
        &'a self,
        live: &'a Self,
    ) -> impl Iterator<Item = (&'a String, &'a GlobalIndex, &'a GlobalIndex)> {
        self.global_secondary_indexes.keys().filter_map(|name| {
            let (wanted, live) = self.kept(name, live)?;
            Some((name, wanted, live))
        })
    }
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
        let change = GlobalSecondaryIndexUpdate::builder().create(index.creation(name)?).build();
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
    let added = keys::definitions(index.keys())?;
    let names: BTreeSet<&str> = added.iter().map(|added| added.attribute_name()).collect();
    let kept = table.attribute_definitions().iter();
    let kept = kept.filter(|kept| !names.contains(kept.attribute_name())).cloned();
    Ok(kept.chain(added.clone()).collect())
}

/// Billing mode and provisioned units of the table and its indexes, which only together are valid.
async fn change_capacity(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    let is_same = wanted.capacity == live.capacity
        && wanted.all_kept(live).all(|(_, wanted, live)| wanted.capacity == live.capacity);
    if is_same {
        return Ok(());
    }
    let switches = is_on_demand(&work.table) != wanted.capacity.is_none();
    let billing_mode = switches.then(|| wanted.billing_mode());
    let table = match &wanted.capacity {
        Some(capacity) => capacity.change(Provisioned::of_table(&work.table))?,
        None => None,
    };
    let mut indexes = Vec::new();
    for (name, index, _) in wanted.all_kept(live) {
        let current = Provisioned::of_index(&work.table, name);
        if let Some(capacity) = &index.capacity
            && let Some(units) = capacity.change(current)?
        {
            indexes.push(index_change(name).provisioned_throughput(units).build()?);
        }
    }
    if billing_mode.is_none() && table.is_none() && indexes.is_empty() {
        return Ok(());
    }
    let request = work.request().set_billing_mode(billing_mode);
    let request = request.set_provisioned_throughput(table);
    work.send(with_indexes(request, indexes)).await
}

/// Limits exist on demand alone, and go with it.
async fn change_maximum(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    if wanted.capacity.is_some() {
        return Ok(());
    }
    let change = |wanted: Option<&MaximumThroughput>, live: Option<&MaximumThroughput>| {
        (wanted != live).then(|| MaximumThroughput::change(wanted))
    };
    let table = change(wanted.maximum_throughput.as_ref(), live.maximum_throughput.as_ref());
    let mut indexes = Vec::new();
    for (name, wanted, live) in wanted.all_kept(live) {
        let limits = change(wanted.maximum_throughput.as_ref(), live.maximum_throughput.as_ref());
        if let Some(limits) = limits {
            indexes.push(index_change(name).on_demand_throughput(limits).build()?);
        }
    }
    if table.is_none() && indexes.is_empty() {
        return Ok(());
    }
    let request = work.request().set_on_demand_throughput(table);
    work.send(with_indexes(request, indexes)).await
}

async fn change_warm(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    let change = |wanted: Option<&WarmThroughput>, live: Option<&WarmThroughput>| {
        wanted.filter(|_| wanted != live).map(WarmThroughput::request)
    };
    let table = change(wanted.warm_throughput.as_ref(), live.warm_throughput.as_ref());
    let mut indexes = Vec::new();
    for (name, wanted, live) in wanted.all_kept(live) {
        let units = change(wanted.warm_throughput.as_ref(), live.warm_throughput.as_ref());
        if let Some(units) = units {
            indexes.push(index_change(name).warm_throughput(units).build()?);
        }
    }
    if table.is_none() && indexes.is_empty() {
        return Ok(());
    }
    let request = work.request().set_warm_throughput(table);
    work.send(with_indexes(request, indexes)).await
}

/// A change of an index that stays.
fn index_change(name: &str) -> UpdateGlobalSecondaryIndexActionBuilder {
    UpdateGlobalSecondaryIndexAction::builder().index_name(name)
}

fn with_indexes(
    request: UpdateTableFluentBuilder,
    changes: Vec<UpdateGlobalSecondaryIndexAction>,
) -> UpdateTableFluentBuilder {
    changes.into_iter().fold(request, |request, change| {
        let update = GlobalSecondaryIndexUpdate::builder().update(change).build();
        request.global_secondary_index_updates(update)
    })
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
    if live.stream.is_some() {
        work.send(work.request().stream_specification(request::stream(None)?)).await?;
    }
    if wanted.stream.is_some() {
        work.send(work.request().stream_specification(request::stream(wanted.stream)?)).await?;
    }
    Ok(())
}

/// What has an API of its own, side by side.
async fn change_features(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
    let arn = aws.place().arn("dynamodb", &format!("table/{name}"));
    let (policy, live_policy) = (wanted.resource_policy.as_ref(), live.resource_policy.as_ref());
    let (kinesis, live_kinesis) = (wanted.kinesis_stream.as_ref(), live.kinesis_stream.as_ref());
    tokio::try_join!(
        features::write_ttl(aws, name, wanted.ttl.as_deref(), live.ttl.as_deref()),
        change_recovery(wanted, aws, name, live),
        change_insights(wanted, aws, name, live),
        features::write_kinesis(aws, name, kinesis, live_kinesis),
        features::write_policy(aws, &arn, policy, live_policy),
        features::write_tags(aws, &arn, &wanted.tags, &live.tags),
    )?;
    Ok(())
}

async fn change_recovery(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
    let days = wanted.recovery_period_days.as_ref();
    let is_same = wanted.point_in_time_recovery == live.point_in_time_recovery
        && (days.is_none() || days == live.recovery_period_days.as_ref());
    if is_same {
        return Ok(());
    }
    features::write_recovery(aws, name, wanted.point_in_time_recovery, days.copied()).await
}

async fn change_insights(wanted: &Table, aws: &Aws, name: &str, live: &Table) -> Result<()> {
    let (insights, live_insights) = (wanted.contributor_insights, live.contributor_insights);
    features::write_insights(aws, name, None, insights, live_insights).await?;
    for (index, settings) in &wanted.global_secondary_indexes {
        // What watched an index went with it.
        let live = wanted.kept(index, live).and_then(|(_, live)| live.contributor_insights);
        let insights = settings.contributor_insights;
        features::write_insights(aws, name, Some(index), insights, live).await?;
    }
    Ok(())
}
