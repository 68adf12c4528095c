//! The selections of a plan, which AWS makes and deletes, and never changes.

use aws_sdk_backup::operation::get_backup_selection::GetBackupSelectionOutput;
use aws_sdk_backup::types as sdk;
use futures_util::future::try_join_all;

use super::spec::Selection;
use crate::backup::Backup;
use crate::children::Children;
use crate::lists::items;
use crate::prelude::*;

pub(super) type Selections = BTreeMap<String, Selection>;
/// Ids by name: a name may have several, where a run was cut off.
pub(super) type Ids = BTreeMap<String, Vec<String>>;

pub(super) async fn ids(aws: &Aws, plan: &str) -> Result<Ids> {
    let mut ids = Ids::new();
    for one in items!(aws.backup().list_backup_selections().backup_plan_id(plan)) {
        if let (Some(name), Some(id)) = (one.selection_name, one.selection_id) {
            ids.entry(name).or_default().push(id);
        }
    }
    Ok(ids)
}

pub(super) async fn read(aws: &Aws, plan: &str) -> Result<(Selections, Ids)> {
    let ids = ids(aws, plan).await?;
    let each = ids.iter().filter_map(|(name, ids)| Some((name, ids.first()?)));
    let selections = each.map(|(name, id)| async move {
        let request = aws.backup().get_backup_selection().backup_plan_id(plan).selection_id(id);
        let answer = optional(request.send().await)?;
        let selection = answer.and_then(|answer| answer.backup_selection);
        let selection = aws::read::<GetBackupSelectionOutput, Selection>(selection)?;
        Ok::<_, AwsError>(selection.map(|selection| (name.clone(), selection)))
    });
    let selections = try_join_all(selections).await?.into_iter().flatten().collect();
    Ok((selections, ids))
}

/// One that differs is deleted and re-created, as two cannot have one name.
pub(super) async fn update(
    aws: &Aws,
    plan: &str,
    wanted: &Selections,
    live: &Selections,
    ids: &Ids,
) -> Result<()> {
    let Children { create, update, delete } = Children::of(wanted, live);
    let mut gone = delete;
    gone.extend(update.iter().map(|(name, ..)| *name));
    for name in gone {
        for id in ids.get(name).into_iter().flatten() {
            self::delete(aws, plan, id).await?;
        }
    }
    let mut made = create;
    made.extend(update.into_iter().map(|(name, wanted, _)| (name, wanted)));
    for (name, selection) in made {
        let input = sdk::BackupSelection::builder().selection_name(name);
        let request = aws.backup().create_backup_selection().backup_plan_id(plan);
        request.backup_selection(selection.fill(input)?.build()?).send().await?;
    }
    Ok(())
}

pub(super) async fn delete(aws: &Aws, plan: &str, id: &str) -> Result<()> {
    let request = aws.backup().delete_backup_selection().backup_plan_id(plan);
    deleted(request.selection_id(id).send().await)
}
