//! The same table in other regions. DynamoDB creates and deletes replicas through the table; the rest
//! of a replica is set in its own region.

use aws_sdk_dynamodb::types::{
    CreateReplicationGroupMemberAction, DeleteReplicationGroupMemberAction, ReplicaStatus,
    ReplicationGroupUpdate, TableDescription, UpdateReplicationGroupMemberAction,
};
use futures_util::future::try_join_all;

use super::types::{Replica, Replicas, Table};
use super::work::Work;
use super::{description, features, wait};
use crate::prelude::*;

pub async fn read(aws: &Aws, name: &str, table: &TableDescription) -> Result<Replicas> {
    let regions = regions(aws, table);
    let replicas = try_join_all(regions.map(|region| async move {
        let replica = read_replica(&aws.in_region(region), name).await?;
        Ok::<_, AwsError>(replica.map(|replica| (region.to_owned(), replica)))
    }))
    .await?;
    Ok(replicas.into_iter().flatten().collect())
}

/// The regions of the replicas, without the table's own and those that are going away.
fn regions<'a>(aws: &'a Aws, table: &'a TableDescription) -> impl Iterator<Item = &'a str> {
    use ReplicaStatus::{CreationFailed, Deleting};
    let replicas = table.replicas().iter();
    replicas
        .filter(|replica| !matches!(replica.replica_status, Some(Deleting | CreationFailed)))
        .filter_map(|replica| replica.region_name())
        .filter(|region| *region != aws.region())
}

async fn read_replica(aws: &Aws, name: &str) -> Result<Option<Replica>> {
    let Some(table) = wait::describe(aws, name).await? else {
        return Ok(None);
    };
    let arn = Table::arn(&aws.place(), name);
    let ((point_in_time_recovery, _), tags) =
        tokio::try_join!(features::read_recovery(aws, name), features::read_tags(aws, &arn),)?;
    let encryption = description::encryption(table.sse_description());
    Ok(Some(Replica {
        kms_key: encryption.map(|encryption| encryption.kms_key).unwrap_or_default(),
        table_class: description::table_class(&table),
        point_in_time_recovery,
        deletion_protection: table.deletion_protection_enabled().unwrap_or(false),
        tags,
    }))
}

/// Deletes the replicas that are no longer wanted.
pub async fn remove(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    for region in live.replicas.keys() {
        if !wanted.replicas.contains_key(region) {
            work.send(work.request().replica_updates(deletion(region)?)).await?;
        }
    }
    Ok(())
}

/// Deletes all replicas of a table that is to be deleted itself: they would outlive it.
pub async fn remove_all(aws: &Aws, name: &str, table: &TableDescription) -> Result<()> {
    let mut regions = regions(aws, table).peekable();
    if regions.peek().is_none() {
        return Ok(());
    }
    let mut work = Work::start(aws, name).await?;
    for region in regions {
        work.send(work.request().replica_updates(deletion(region)?)).await?;
    }
    Ok(())
}

fn deletion(region: &str) -> Result<ReplicationGroupUpdate> {
    let action = DeleteReplicationGroupMemberAction::builder().region_name(region).build()?;
    Ok(ReplicationGroupUpdate::builder().delete(action).build())
}

/// Creates the replicas that are missing, and brings each to what is wanted.
pub async fn write(work: &mut Work<'_>, wanted: &Table, live: &Table) -> Result<()> {
    for (region, replica) in &wanted.replicas {
        let before = live.replicas.get(region);
        if before == Some(replica) {
            continue;
        }
        let update = match before {
            None => Some(creation(region, replica)?),
            Some(before) => change(region, replica, before)?,
        };
        if let Some(update) = update {
            work.send(work.request().replica_updates(update)).await?;
        }
        let aws = work.aws.in_region(region);
        write_in_region(&aws, work.name, replica).await?;
    }
    Ok(())
}

fn creation(region: &str, replica: &Replica) -> Result<ReplicationGroupUpdate> {
    let action = CreateReplicationGroupMemberAction::builder()
        .region_name(region)
        .set_kms_master_key_id(replica.kms_key.as_ref().cloned())
        .table_class_override(replica.table_class.into());
    Ok(ReplicationGroupUpdate::builder().create(action.build()?).build())
}

/// What the table itself has to be told of a replica that stays.
fn change(
    region: &str,
    replica: &Replica,
    before: &Replica,
) -> Result<Option<ReplicationGroupUpdate>> {
    let key = replica.kms_key.as_ref().filter(|key| before.kms_key.as_ref() != Some(*key));
    let class = Some(replica.table_class).filter(|class| *class != before.table_class);
    if key.is_none() && class.is_none() {
        return Ok(None);
    }
    let action = UpdateReplicationGroupMemberAction::builder()
        .region_name(region)
        .set_kms_master_key_id(key.cloned())
        .set_table_class_override(class.map(Into::into));
    Ok(Some(ReplicationGroupUpdate::builder().update(action.build()?).build()))
}

/// What is set in the replica's own region, held against what is there: a new replica may have taken
/// over some of it from the table.
async fn write_in_region(aws: &Aws, name: &str, wanted: &Replica) -> Result<()> {
    let what = format!("the replica of {name} in {}", aws.region());
    let Some(live) = read_replica(aws, name).await? else {
        return Err(AwsError::new(format!("{what} is not there")));
    };
    if wanted.deletion_protection != live.deletion_protection {
        let mut work = Work::start(aws, name).await?;
        let request = work.request().deletion_protection_enabled(wanted.deletion_protection);
        work.send(request).await?;
    }
    let recovery = |replica: &Replica| (replica.point_in_time_recovery, None);
    features::write_recovery(aws, name, recovery(wanted), recovery(&live)).await?;
    features::write_tags(aws, &Table::arn(&aws.place(), name), &wanted.tags, &live.tags).await
}
