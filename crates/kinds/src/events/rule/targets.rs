//! Reads and writes the targets of a rule.

use aws_sdk_eventbridge::types as sdk;

use super::target::Target;
use crate::children::Children;
use crate::events::{DEFAULT_BUS, Events};
use crate::lists::items_by_token;
use crate::prelude::*;

pub(super) type Targets = BTreeMap<String, Target>;

/// A rule by the two names that every call takes.
#[derive(Clone, Copy)]
pub(super) struct RuleName<'a> {
    pub bus: &'a str,
    pub rule: &'a str,
}

impl<'a> RuleName<'a> {
    /// The names in an id: the rule's own, with the bus before it where that is not the usual one.
    pub(super) fn of(id: &'a str) -> Self {
        let (bus, rule) = id.rsplit_once('/').unwrap_or((DEFAULT_BUS, id));
        Self { bus, rule }
    }
}

async fn list(aws: &Aws, name: RuleName<'_>) -> Result<Vec<sdk::Target>> {
    let RuleName { bus, rule } = name;
    let list = || aws.events().list_targets_by_rule().event_bus_name(bus).rule(rule);
    Ok(items_by_token!(list(), targets))
}

pub(super) async fn read(aws: &Aws, name: RuleName<'_>) -> Result<Targets> {
    let targets = list(aws, name).await?.into_iter();
    let targets = targets.map(|target| {
        let id = target.id.clone();
        Ok((id, Target::demanded(Some(target), "Targets")?))
    });
    targets.collect()
}

/// What goes makes room for what comes, as a rule has few targets.
pub(super) async fn write(
    aws: &Aws,
    name: RuleName<'_>,
    wanted: &Targets,
    live: &Targets,
) -> Result<()> {
    let Children { create, update, delete } = Children::of(wanted, live);
    // AWS leaves a bus of another account its role unless the target is re-created.
    let is_to_lose_role =
        |wanted: &Target, live: &Target| live.role.is_some() && wanted.role.is_none();
    let recreated = update.iter().filter(|(_, wanted, live)| is_to_lose_role(wanted, live));
    let gone = delete.into_iter().chain(recreated.map(|(id, ..)| *id));
    remove(aws, name, gone.cloned().collect()).await?;
    let written = create.into_iter().chain(update.into_iter().map(|(id, target, _)| (id, target)));
    let written = written
        .map(|(id, target)| Ok(target.fill(sdk::Target::builder().id(id))?.build()?))
        .collect::<Result<Vec<_>>>()?;
    if written.is_empty() {
        return Ok(());
    }
    let request = aws.events().put_targets().event_bus_name(name.bus).rule(name.rule);
    let answer = request.set_targets(Some(written)).send().await?;
    let failed = answer.failed_entries.unwrap_or_default().into_iter();
    all_taken(failed.map(|entry| (entry.target_id, entry.error_code, entry.error_message)))
}

/// Removes all targets, which keep a rule from being deleted.
pub(super) async fn remove_all(aws: &Aws, name: RuleName<'_>) -> Result<()> {
    let targets = optional(list(aws, name).await)?.unwrap_or_default();
    remove(aws, name, targets.into_iter().map(|target| target.id).collect()).await
}

async fn remove(aws: &Aws, name: RuleName<'_>, ids: Vec<String>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let request = aws.events().remove_targets().event_bus_name(name.bus).rule(name.rule);
    let Some(answer) = optional(request.set_ids(Some(ids)).send().await)? else {
        return Ok(());
    };
    let failed = answer.failed_entries.unwrap_or_default().into_iter();
    all_taken(failed.map(|entry| (entry.target_id, entry.error_code, entry.error_message)))
}

/// A success may have entries that failed: the target, the code and the message of each.
fn all_taken(
    mut failed: impl Iterator<Item = (Option<String>, Option<String>, Option<String>)>,
) -> Result<()> {
    match failed.next() {
        None => Ok(()),
        Some((target, code, message)) => {
            let (target, message) = (target.unwrap_or_default(), message.unwrap_or_default());
            Err(AwsError { code, ..AwsError::new(format!("target `{target}`: {message}")) })
        }
    }
}
