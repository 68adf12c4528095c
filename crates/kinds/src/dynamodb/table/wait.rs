//! DynamoDB does one thing to a table at a time, and in its own time: what has to be waited for before
//! the next call.

use std::time::Duration;

use aws_sdk_dynamodb::types::{
    GlobalSecondaryIndexDescription, IndexStatus, ReplicaDescription, ReplicaStatus, SseStatus,
    TableDescription, TableStatus,
};

use crate::dynamodb::DynamoDb;
use crate::prelude::*;

/// The longest that a table may be busy. DynamoDB fills the index of a large table for hours, and goes
/// on with it when nobody waits.
const SETTLING: Duration = Duration::from_secs(3 * 60 * 60);
const DELETION: Duration = Duration::from_secs(20 * 60);
/// The longest that a new table may take to be seen.
const APPEARANCE: Duration = Duration::from_secs(3 * 60);

pub async fn describe(aws: &Aws, name: &str) -> Result<Option<TableDescription>> {
    let answer = optional(aws.dynamodb().describe_table().table_name(name).send().await)?;
    let table = answer.map(|answer| member(answer, "Table", |answer| answer.table));
    table.transpose()
}

pub fn is_deleting(table: &TableDescription) -> bool {
    table.table_status() == Some(&TableStatus::Deleting)
}

/// Waits until a table that was just created can be used, and gives it as it then is. DescribeTable may lag behind
/// CreateTable.
pub async fn until_created(aws: &Aws, name: &str) -> Result<TableDescription> {
    let table =
        wait_until(&format!("the table {name} to appear"), APPEARANCE, || describe(aws, name))
            .await?;
    match is_settled(name, &table)? {
        true => Ok(table),
        false => until_settled(aws, name).await,
    }
}

/// Waits until the table, its indexes and its replicas take the next change, and gives the table as it
/// then is.
pub async fn until_settled(aws: &Aws, name: &str) -> Result<TableDescription> {
    wait_until(&format!("the table {name} to be active"), SETTLING, || async {
        let Some(table) = describe(aws, name).await? else {
            return Err(AwsError::new(format!("the table {name} is gone")));
        };
        Ok(is_settled(name, &table)?.then_some(table))
    })
    .await
}

fn is_settled(name: &str, table: &TableDescription) -> Result<bool> {
    let is_active = match table.table_status() {
        Some(TableStatus::Active) => true,
        Some(TableStatus::Creating | TableStatus::Updating) => false,
        status => {
            let status = status.map_or("unknown", TableStatus::as_str);
            return Err(AwsError::new(format!(
                "the table {name} is {status}, and DynamoDB changes active tables alone"
            )));
        }
    };
    let encryption = table.sse_description().and_then(|encryption| encryption.status());
    let is_encrypting = matches!(
        encryption,
        Some(SseStatus::Enabling | SseStatus::Disabling | SseStatus::Updating)
    );
    Ok(is_active
        && !is_encrypting
        && table.global_secondary_indexes().iter().all(is_index_settled)
        && table.replicas().iter().all(is_replica_settled))
}

fn is_index_settled(index: &GlobalSecondaryIndexDescription) -> bool {
    index.index_status().is_none_or(|status| *status == IndexStatus::Active)
        && index.backfilling() != Some(true)
}

fn is_replica_settled(replica: &ReplicaDescription) -> bool {
    !matches!(
        replica.replica_status(),
        Some(ReplicaStatus::Creating | ReplicaStatus::Updating | ReplicaStatus::Deleting)
    )
}

/// Waits until the name is free.
pub async fn until_gone(aws: &Aws, name: &str) -> Result<()> {
    wait_until(&format!("the table {name} to be deleted"), DELETION, || async {
        Ok(describe(aws, name).await?.is_none().then_some(()))
    })
    .await
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::SseDescription;

    use super::*;

    fn active() -> aws_sdk_dynamodb::types::builders::TableDescriptionBuilder {
        TableDescription::builder().table_status(TableStatus::Active)
    }

    #[test]
    fn an_active_table_is_settled() {
        assert_eq!(is_settled("t", &active().build()), Ok(true));
    }

    #[test]
    fn whatever_is_under_way_is_waited_for() {
        let index = GlobalSecondaryIndexDescription::builder();
        let filling = index.clone().index_status(IndexStatus::Active).backfilling(true);
        let deleting = index.index_status(IndexStatus::Deleting);
        let replica = ReplicaDescription::builder().replica_status(ReplicaStatus::Creating);
        let encryption = SseDescription::builder().status(SseStatus::Updating);
        for table in [
            active().table_status(TableStatus::Updating),
            active().global_secondary_indexes(filling.build()),
            active().global_secondary_indexes(deleting.build()),
            active().replicas(replica.build()),
            active().sse_description(encryption.build()),
        ] {
            assert_eq!(is_settled("t", &table.clone().build()), Ok(false), "{table:?}");
        }
    }

    #[test]
    fn a_table_that_never_becomes_active_is_an_error() {
        let table = active().table_status(TableStatus::InaccessibleEncryptionCredentials);
        let error = is_settled("t", &table.build()).unwrap_err();
        assert!(error.message.contains("INACCESSIBLE_ENCRYPTION_CREDENTIALS"), "{error}");
    }
}
