//! Objects of one kind that are read side by side: one list may tell of them what a call for each would.
//!
//! A list is asked for once in a crowd, and forgotten with it. It never says that an object which the state knows is
//! gone: AWS's lists lag behind. What it lacks is asked for by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

use aws::{Aws, AwsError};

/// How everything of a crowd is called in the memo.
const NAME: &str = "crowd";

/// From how many objects on a list is worth a call.
const SMALLEST: usize = 2;

/// Notes which objects are about to be read, by their kinds. It holds until [`disperse`].
pub fn gather(aws: &Aws, ids: BTreeMap<String, Vec<String>>) {
    for (kind, ids) in ids.into_iter().filter(|(_, ids)| ids.len() >= SMALLEST) {
        aws.memo().keep(&format!("{NAME} of {kind}"), ids);
    }
}

/// The same in several regions, by the kinds of each. Gives the regions.
pub fn gather_in(
    aws: &Aws,
    ids: BTreeMap<String, BTreeMap<String, Vec<String>>>,
) -> BTreeSet<String> {
    let gathered = ids.into_iter().map(|(region, kinds)| {
        gather(&aws.in_region(&region), kinds);
        region
    });
    gathered.collect()
}

/// Forgets the crowds of a region and their lists: whoever reads from now on asks for himself.
pub fn disperse(aws: &Aws) {
    aws.memo().forget_those_of(NAME);
}

/// The ids of the objects of a kind that are being read, if there are several.
pub fn crowd(aws: &Aws, kind: &str) -> Option<Arc<Vec<String>>> {
    aws.memo().kept(&format!("{NAME} of {kind}"))
}

/// A list that serves a crowd, asked for by the first. Where it was refused or is too long, each object is asked for by
/// itself, and says what is wrong.
pub async fn list<T, F>(aws: &Aws, what: &str, call: impl FnOnce() -> F) -> Option<Arc<T>>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<Option<T>, AwsError>>,
{
    let name = format!("{NAME} list of {what}");
    let ask = || async { Ok::<_, AwsError>(call().await.ok().flatten().map(Arc::new)) };
    aws.memo().once(&name, ask).await.ok()?.as_ref().clone()
}
