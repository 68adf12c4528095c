//! Copies of a secret in other regions.

use std::time::Duration;

use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::types as sdk;

use super::spec::{Replica, Secret, own_key};
use crate::prelude::*;
use crate::secretsmanager::SecretsManager;

/// The longest that a copy may take to be there.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// The copies that are there or on their way, and the regions where AWS could make none.
pub(super) fn of(live: &DescribeSecretOutput) -> (BTreeMap<String, Replica>, BTreeSet<String>) {
    let mut replicas = BTreeMap::new();
    let mut failed = BTreeSet::new();
    for status in live.replication_status() {
        let region = status.region.clone().unwrap_or_default();
        if status.status == Some(sdk::StatusType::Failed) {
            failed.insert(region);
        } else {
            replicas.insert(region, Replica { kms_key: own_key(status.kms_key_id.clone()) });
        }
    }
    (replicas, failed)
}

/// Makes and removes the copies that differ. One with another key is re-created.
pub(super) async fn update(
    secret: &Secret,
    aws: &Aws,
    id: &str,
    live: &BTreeMap<String, Replica>,
    failed: &BTreeSet<String>,
) -> Result<()> {
    let wanted = &secret.replicas;
    let is_wrong = |(region, replica): &(&String, &Replica)| wanted.get(*region) != Some(replica);
    let wrong = live.iter().filter(is_wrong).map(|(region, _)| region);
    let again = failed.iter().filter(|region| wanted.contains_key(*region));
    let gone: Vec<String> = wrong.chain(again).cloned().collect();
    remove(aws, id, gone).await?;
    let new = wanted.iter().filter(|(region, replica)| live.get(*region) != Some(replica));
    let new: Vec<sdk::ReplicaRegionType> = new
        .map(|(region, replica)| {
            let made = sdk::ReplicaRegionType::builder().region(region);
            made.set_kms_key_id(replica.kms_key.clone()).build()
        })
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let request = aws.secrets_manager().replicate_secret_to_regions().secret_id(id);
    let request = request.force_overwrite_replica_secret(secret.overwrite_in_replicas.0);
    request.set_add_replica_regions(Some(new)).send().await?;
    wait_until("the replicas to be there", LIMIT, || async {
        let live = aws.secrets_manager().describe_secret().secret_id(id).send().await?;
        let statuses = live.replication_status();
        let is = |status: &sdk::ReplicationStatusType, what| status.status == Some(what);
        if let Some(failed) = statuses.iter().find(|one| is(one, sdk::StatusType::Failed)) {
            let region = failed.region().unwrap_or_default();
            let why = failed.status_message().unwrap_or("AWS does not say why");
            return Err(AwsError::new(format!("the replica in {region} could not be made: {why}")));
        }
        Ok((!statuses.iter().any(|one| is(one, sdk::StatusType::InProgress))).then_some(()))
    })
    .await
}

pub(super) async fn remove(aws: &Aws, id: &str, regions: Vec<String>) -> Result<()> {
    if regions.is_empty() {
        return Ok(());
    }
    let request = aws.secrets_manager().remove_regions_from_replication().secret_id(id);
    sent(request.set_remove_replica_regions(Some(regions)).send().await)
}
