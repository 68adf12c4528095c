//! The records of a zone: read all at once, and changed in batches.

use std::sync::{Mutex, PoisonError};

use aws_sdk_route53::operation::list_resource_record_sets::builders::ListResourceRecordSetsFluentBuilder;
use aws_sdk_route53::types::{Change, ChangeAction, ChangeBatch, ResourceRecordSet, RrType};

use super::Route53;
use super::names::DnsName;
use crate::prelude::*;

/// The most changes that a call takes.
const MOST_CHANGES: usize = 1000;

/// A name with the type of a record: several records may have them, by their set identifiers.
type Key = (DnsName, String);

fn key_of(set: &ResourceRecordSet) -> Key {
    (DnsName::new(set.name()), set.r#type().as_str().to_owned())
}

/// Carries out changes, all of those of a call or none of them.
pub(crate) async fn change(
    aws: &Aws,
    zone: &str,
    changes: impl IntoIterator<Item = (ChangeAction, ResourceRecordSet)>,
) -> Result<()> {
    let changes: Vec<(ChangeAction, ResourceRecordSet)> = changes.into_iter().collect();
    let changed = changed(aws, zone).await?;
    let keys = changes.iter().map(|(_, set)| key_of(set));
    changed.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    for some in changes.chunks(MOST_CHANGES) {
        let some = some
            .iter()
            .cloned()
            .map(|(action, set)| Change::builder().action(action).resource_record_set(set).build());
        let some: Vec<Change> = some.collect::<Result<_, _>>()?;
        let batch = ChangeBatch::builder().set_changes(Some(some)).build()?;
        let request = aws.route53().change_resource_record_sets().hosted_zone_id(zone);
        request.change_batch(batch).send().await?;
    }
    Ok(())
}

/// What this run has changed in a zone: it is read again, record by record, and the rest is not.
async fn changed(aws: &Aws, zone: &str) -> Result<std::sync::Arc<Mutex<BTreeSet<Key>>>> {
    let name = format!("route53/changed/{zone}");
    aws.memo().get_or_try_init(&name, || async { Ok(Mutex::new(BTreeSet::new())) }).await
}

/// Deletes a record if it is there with these values.
pub(crate) async fn delete_if_same(aws: &Aws, zone: &str, set: &ResourceRecordSet) -> Result<()> {
    let (name, kind) = key_of(set);
    let live = current(aws, zone, &name, &kind, set.set_identifier()).await?;
    match live.filter(|live| live.resource_records() == set.resource_records()) {
        Some(live) => change(aws, zone, [(ChangeAction::Delete, live)]).await,
        None => Ok(()),
    }
}

/// A record as it was when the run began to look, or as it is now if the run has changed it.
pub(super) async fn find(
    aws: &Aws,
    zone: &str,
    name: &DnsName,
    kind: &str,
    identifier: Option<&str>,
) -> Result<Option<ResourceRecordSet>> {
    let key = (name.clone(), kind.to_owned());
    let changed = changed(aws, zone).await?;
    if changed.lock().unwrap_or_else(PoisonError::into_inner).contains(&key) {
        return current(aws, zone, name, kind, identifier).await;
    }
    let list = format!("route53/records/{zone}");
    let sets = aws.memo().get_or_try_init(&list, || all(aws, zone)).await?;
    Ok(sets.iter().find(|set| is_it(set, &key, identifier)).cloned())
}

/// A record as it is.
pub(super) async fn current(
    aws: &Aws,
    zone: &str,
    name: &DnsName,
    kind: &str,
    identifier: Option<&str>,
) -> Result<Option<ResourceRecordSet>> {
    let request = list(aws, zone).start_record_name(name.as_str()).start_record_type(kind.into());
    let request = request.set_start_record_identifier(identifier.map(str::to_owned));
    let page = optional(request.max_items(1).send().await)?;
    let sets = page.map(|page| page.resource_record_sets).unwrap_or_default();
    let key = (name.clone(), kind.to_owned());
    Ok(sets.into_iter().find(|set| is_it(set, &key, identifier)))
}

fn is_it(set: &ResourceRecordSet, key: &Key, identifier: Option<&str>) -> bool {
    key_of(set) == *key && set.set_identifier() == identifier
}

/// All records of a zone; none where the zone is gone.
pub(super) async fn all(aws: &Aws, zone: &str) -> Result<Vec<ResourceRecordSet>> {
    let mut sets = Vec::new();
    let mut request = list(aws, zone);
    while let Some(page) = optional(request.send().await)? {
        sets.extend(page.resource_record_sets);
        if !page.is_truncated {
            break;
        }
        request = list(aws, zone)
            .set_start_record_name(page.next_record_name)
            .set_start_record_type(page.next_record_type)
            .set_start_record_identifier(page.next_record_identifier);
    }
    Ok(sets)
}

fn list(aws: &Aws, zone: &str) -> ListResourceRecordSetsFluentBuilder {
    aws.route53().list_resource_record_sets().hosted_zone_id(zone)
}

/// Deletes all records of a zone but those without which there is no zone.
pub(super) async fn delete_all(aws: &Aws, zone: &str, name: &DnsName) -> Result<()> {
    let is_of_the_zone = |set: &ResourceRecordSet| {
        matches!(set.r#type(), RrType::Ns | RrType::Soa) && DnsName::new(set.name()) == *name
    };
    let sets = all(aws, zone).await?.into_iter().filter(|set| !is_of_the_zone(set));
    change(aws, zone, sets.map(|set| (ChangeAction::Delete, set))).await
}
