//! The aliases of keys, and the lists by which keys are found.

use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};

use crate::kms::Kms;
use crate::lists::items;
use crate::ownership::ownership_in;
use crate::prelude::*;
use aws::ErrorKind;
use aws::tags;

/// The names of the lists of all aliases, and of all keys with their tags, which are read once a run.
const ALIASES: &str = "kms aliases";
const KEYS: &str = "kms keys";
/// Tags that are read at once.
const WIDTH: usize = 16;

/// The keys that have one of these aliases, and those with our tags: a creation that was cut off may have left one
/// without an alias.
pub(super) async fn find(
    aws: &Aws,
    wanted: &BTreeSet<String>,
    ownership: &Tags,
) -> Result<Vec<String>> {
    let (aliases, keys) = tokio::try_join!(by_alias(aws), keys(aws))?;
    let named = aliases.iter().filter(|(alias, _)| wanted.contains(*alias));
    let ours = keys.iter().filter(|(_, tags)| tags::are_ours(tags, ownership));
    let found: BTreeSet<&String> =
        named.map(|(_, key)| key).chain(ours.map(|(key, _)| key)).collect();
    Ok(found.into_iter().cloned().collect())
}

pub(super) fn forget(aws: &Aws) {
    aws.memo().remove(ALIASES);
    aws.memo().remove(KEYS);
}

async fn by_alias(aws: &Aws) -> Result<Arc<BTreeMap<String, String>>> {
    aws.memo()
        .get_or_try_init(ALIASES, || async {
            let aliases = items!(aws.kms().list_aliases()).into_iter();
            Ok(aliases
                .filter_map(|alias| Some((alias.alias_name?, alias.target_key_id?)))
                .collect())
        })
        .await
}

/// Every key of the region with its tags. A key whose policy does not let us read them cannot be known as ours.
async fn keys(aws: &Aws) -> Result<Arc<BTreeMap<String, Tags>>> {
    aws.memo()
        .get_or_try_init(KEYS, || async {
            let keys = items!(aws.kms().list_keys()).into_iter();
            let tags = keys.filter_map(|key| key.key_id).map(|id| async move {
                match optional(read_tags(aws, &id).await) {
                    Ok(tags) => Ok(tags.map(|tags| (id, tags))),
                    Err(error) if error.kind == ErrorKind::Refused => Ok(None),
                    Err(error) => Err(error),
                }
            });
            let found: Vec<_> = stream::iter(tags).buffer_unordered(WIDTH).try_collect().await?;
            Ok(found.into_iter().flatten().collect())
        })
        .await
}

pub(super) async fn read_tags(aws: &Aws, id: &str) -> Result<Tags> {
    let tags = items!(aws.kms().list_resource_tags().key_id(id)).into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.tag_key, tag.tag_value))))
}

pub(super) async fn read(aws: &Aws, id: &str) -> Result<BTreeSet<String>> {
    let aliases = items!(aws.kms().list_aliases().key_id(id)).into_iter();
    Ok(aliases.filter_map(|alias| alias.alias_name).collect())
}

/// Writes the aliases that differ. One that another key of the same address has moves over: that key is being replaced.
pub(super) async fn update(
    aws: &Aws,
    id: &str,
    tags: &Tags,
    wanted: &BTreeSet<String>,
    live: &BTreeSet<String>,
) -> Result<()> {
    for alias in wanted.difference(live) {
        let request = aws.kms().create_alias().alias_name(alias).target_key_id(id);
        match sent(request.send().await) {
            Err(error) if error.has_code("AlreadyExistsException") => {
                take_over(aws, id, tags, alias, error).await?;
            }
            outcome => outcome?,
        }
    }
    for alias in live.difference(wanted) {
        delete(aws, alias).await?;
    }
    aws.memo().remove(ALIASES);
    Ok(())
}

async fn take_over(aws: &Aws, id: &str, tags: &Tags, alias: &str, error: AwsError) -> Result<()> {
    aws.memo().remove(ALIASES);
    let aliases = by_alias(aws).await?;
    let other = aliases.get(alias).map(String::as_str).unwrap_or_default();
    let is_it = other == id || tags::are_ours(&read_tags(aws, other).await?, &ownership_in(tags));
    if !is_it {
        let message = format!("`{alias}` is an alias of another key, `{other}`");
        return Err(AwsError { message, ..error });
    }
    sent(aws.kms().update_alias().alias_name(alias).target_key_id(id).send().await)
}

pub(super) async fn delete(aws: &Aws, alias: &str) -> Result<()> {
    deleted(aws.kms().delete_alias().alias_name(alias).send().await)
}
