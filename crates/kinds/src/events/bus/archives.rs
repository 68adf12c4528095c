//! The archives of a bus: what comes by is kept, and can be replayed.

use aws_sdk_eventbridge::operation::create_archive::builders::CreateArchiveFluentBuilder;
use aws_sdk_eventbridge::operation::describe_archive::DescribeArchiveOutput;
use futures_util::future::try_join_all;

use crate::children::Children;
use crate::events::Events;
use crate::events::pattern::Pattern;
use crate::fields::is_made_of;
use crate::lists::items_by_token;
use crate::prelude::*;

/// Keeps what comes by on the bus, to be replayed.
#[spec(DescribeArchiveOutput, request = CreateArchiveFluentBuilder)]
pub struct Archive {
    /// Which events are kept. Absent: all of them.
    #[field(aws = event_pattern, with = unless_all)]
    pub pattern: Option<Pattern>,
    /// For how many days. Absent: for ever.
    #[field(range = 1.., with = unless_for_ever)]
    pub retention_days: Option<i32>,
    /// What the archive is for. Up to 512 characters.
    #[field(length = 1..=512)]
    pub description: Option<String>,
    /// The KMS key that encrypts it: its id, ARN or alias. Absent: a key of AWS's.
    #[field(length = 1..=2048, aws = kms_key_identifier)]
    pub kms_key: Option<String>,
}

pub(super) type Archives = BTreeMap<String, Archive>;

conversions! {
    /// Updates keep a pattern that they do not name, so one that everything matches stands for none.
    unless_all: Option<Pattern>, String {
        |said| Some(Pattern::of(said)?.filter(|pattern| *pattern != Pattern::all())),
        |pattern| pattern.to_aws()?,
    }
    /// 0 is AWS's word for ever.
    unless_for_ever: Option<i32>, i32 {
        |said| Some(said.filter(|days| *days != 0)),
        |days| days.to_aws()?,
    }
}

pub(super) fn check(archives: &Archives, findings: &mut Findings) {
    for (name, archive) in archives {
        rules! { findings;
            Error "archives" / name if !is_made_of(name, 1..=48, "._-") =>
                format!("`{name}` cannot be the name of an archive"),
                "AWS accepts 1–48 of letters, digits and `._-`",
                "";
        }
        if let Some(pattern) = &archive.pattern {
            pattern.check(&Path::field("archives").key(name).key("pattern"), findings);
        }
    }
}

pub(super) fn consequences(wanted: &Archives, live: &Archives, told: &mut Consequences) {
    for (name, archive) in live {
        let is_shorter = |wanted: &Archive| match (wanted.retention_days, archive.retention_days) {
            (Some(wanted), Some(live)) => wanted < live,
            (wanted, live) => wanted.is_some() && live.is_none(),
        };
        consequences! { told;
            lose "archives" / name if !wanted.contains_key(name) => "the events in it are deleted";
            lose "archives" / name if wanted.get(name).is_some_and(is_shorter) =>
                "events that are older than its days are deleted";
        }
    }
}

pub(super) async fn read(aws: &Aws, bus_arn: &str) -> Result<Archives> {
    let names = names(aws, bus_arn).await?.into_iter();
    let archives = try_join_all(names.map(|name| read_one(aws, name))).await?;
    Ok(archives.into_iter().flatten().collect())
}

async fn names(aws: &Aws, bus_arn: &str) -> Result<Vec<String>> {
    let list = || aws.events().list_archives().event_source_arn(bus_arn);
    let archives = items_by_token!(list(), archives);
    Ok(archives.into_iter().filter_map(|archive| archive.archive_name).collect())
}

/// An archive, unless it was deleted since it was listed.
async fn read_one(aws: &Aws, name: String) -> Result<Option<(String, Archive)>> {
    let answer = optional(aws.events().describe_archive().archive_name(&name).send().await)?;
    let archive = aws::read::<DescribeArchiveOutput, Archive>(answer)?;
    Ok(archive.map(|archive| (name, archive)))
}

pub(super) async fn write(
    aws: &Aws,
    bus_arn: &str,
    wanted: &Archives,
    live: &Archives,
) -> Result<()> {
    let Children { create, update, delete } = Children::of(wanted, live);
    for name in delete {
        self::delete(aws, name).await?;
    }
    for (name, archive) in create {
        let request = archive.fill(aws.events().create_archive())?;
        request.archive_name(name).event_source_arn(bus_arn).send().await?;
    }
    for (name, archive, _) in update {
        // An update keeps what it is not told of.
        let pattern = archive.pattern.clone().unwrap_or_else(Pattern::all);
        let request = aws.events().update_archive().archive_name(name);
        let request = request
            .set_event_pattern(pattern.to_aws()?)
            .retention_days(archive.retention_days.unwrap_or_default())
            .description(archive.description.clone().unwrap_or_default())
            .kms_key_identifier(archive.kms_key.clone().unwrap_or_default());
        request.send().await?;
    }
    Ok(())
}

/// Deletes all archives of a bus, which keep it from being deleted.
pub(super) async fn delete_all(aws: &Aws, bus_arn: &str) -> Result<()> {
    for name in optional(names(aws, bus_arn).await)?.unwrap_or_default() {
        delete(aws, &name).await?;
    }
    Ok(())
}

async fn delete(aws: &Aws, name: &str) -> Result<()> {
    deleted(aws.events().delete_archive().archive_name(name).send().await)
}
