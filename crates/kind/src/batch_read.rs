//! Objects of one kind that are read together: one list call can replace a call per object.
//!
//! The list is fetched once per batch and discarded with it. It never proves that a known object is gone, because lists
//! are eventually consistent.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

use aws::{Aws, AwsError};

/// How everything of a batch is called in the memo.
const NAME: &str = "batch read";

/// From how many objects on a list is worth a call.
const SMALLEST: usize = 2;

/// Notes which objects are about to be read, by their kinds. It holds until [`end`].
pub fn begin(aws: &Aws, ids: BTreeMap<String, Vec<String>>) {
    for (kind, ids) in ids.into_iter().filter(|(_, ids)| ids.len() >= SMALLEST) {
        aws.memo().insert(&format!("{NAME} of {kind}"), ids);
    }
}

/// The same in several regions, by the kinds of each. Gives the regions.
pub fn begin_in(
    aws: &Aws,
    ids: BTreeMap<String, BTreeMap<String, Vec<String>>>,
) -> BTreeSet<String> {
    let regions = ids.into_iter().map(|(region, kinds)| {
        begin(&aws.in_region(&region), kinds);
        region
    });
    regions.collect()
}

/// Ends the batches of a region and discards their lists: later reads make calls of their own.
pub fn end(aws: &Aws) {
    aws.memo().remove_prefix(NAME);
}

/// The ids of the objects of a kind that are being read, if there are several.
pub fn ids(aws: &Aws, kind: &str) -> Option<Arc<Vec<String>>> {
    aws.memo().get(&format!("{NAME} of {kind}"))
}

/// A list that serves a batch, fetched by the first. Where it was refused or is too long, each object is asked for by
/// itself, and says what is wrong.
pub async fn list<T, F>(aws: &Aws, what: &str, call: impl FnOnce() -> F) -> Option<Arc<T>>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<Option<T>, AwsError>>,
{
    let name = format!("{NAME} list of {what}");
    let ask = || async { Ok::<_, AwsError>(call().await.ok().flatten().map(Arc::new)) };
    aws.memo().get_or_try_init(&name, ask).await.ok()?.as_ref().clone()
}
