//! Goes on where nobody knows whether AWS has carried a write out ([`ErrorKind::OutcomeUnknown`]): looks at what
//! there is, and does only what is still to be done.

use std::future::Future;
use std::time::Duration;

use super::runner::{SETTLE_LIMIT, StepRunner};
use crate::plan::Step;
use aws::tags::{self, Tags};
use aws::{Aws, ErrorKind, wait_until};
use kind::{AnyKind, AnySpec, LiveObject, Result};
use language::value::Value;

/// Tries of a write, the first included.
const TRIES: u32 = 5;

/// How long AWS may take to show what a call has made whose answer got lost, before it is made again.
/// Lists are the slow ones.
const LOOK_LIMIT: Duration = Duration::from_secs(5);

impl StepRunner {
    /// Creates one object and gives its id. Where the answer got lost, what it has made is ours by its
    /// tags, or because its parent is.
    pub(super) async fn create_one(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        spec: &dyn AnySpec,
        identity: &Value,
    ) -> Result<String> {
        let (mut doubted, mut left) = (false, TRIES);
        loop {
            left -= 1;
            let error = match spec.create(aws).await {
                Ok(id) => return Ok(id),
                Err(error) => error,
            };
            let is_in_doubt = error.kind == ErrorKind::OutcomeUnknown;
            doubted |= is_in_doubt;
            if !doubted {
                return Err(error);
            }
            // Even a refusal may be due to what an earlier try has made.
            if let Some(id) = self.made(kind, aws, step, identity).await? {
                return Ok(id);
            }
            if !is_in_doubt || left == 0 {
                return Err(error);
            }
        }
    }

    /// What a create call has made whose answer got lost.
    async fn made(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        identity: &Value,
    ) -> Result<Option<String>> {
        let look = || async {
            aws.memo().forget_all();
            self.look_for_made(kind, aws, step, identity).await
        };
        within(LOOK_LIMIT, "AWS to show what became of it", look).await
    }

    async fn look_for_made(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        identity: &Value,
    ) -> Result<Option<String>> {
        let ownership = self.stack.ownership(&step.address);
        let ids = kind.ids(aws, identity.clone(), &ownership).await?;
        let is_known = |id: &String| step.id.as_ref() == Some(id) || step.replaces.contains(id);
        for id in ids.into_iter().filter(|id| !is_known(id)) {
            if let Some(live) = kind.read(aws, &id).await?
                && is_ours(kind, &live, &ownership)
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Brings the live object to its spec.
    pub(super) async fn apply_update(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        id: &str,
        spec: &dyn AnySpec,
        mut live: LiveObject,
    ) -> Result<()> {
        let (mut doubted, mut left) = (false, TRIES);
        loop {
            left -= 1;
            let Err(error) = spec.update(aws, id, &live).await else {
                return Ok(());
            };
            doubted |= error.kind == ErrorKind::OutcomeUnknown;
            if !doubted || left == 0 {
                return Err(error);
            }
            aws.memo().forget_all();
            let read = || kind.read(aws, id);
            live = wait_until("AWS to show it", SETTLE_LIMIT, read).await?;
        }
    }

    /// Deletes an object. One that is gone is a success, so nothing has to be looked at in between.
    pub(super) async fn delete_one(&self, kind: &dyn AnyKind, aws: &Aws, id: &str) -> Result<()> {
        let mut left = TRIES;
        loop {
            left -= 1;
            match kind.delete(aws, id).await {
                Err(error) if error.kind == ErrorKind::OutcomeUnknown && left > 0 => {
                    aws.memo().forget_all();
                }
                outcome => return outcome,
            }
        }
    }
}

/// What a probe finds within a time. A failure of its ends the wait as what it is.
async fn within<T, F>(
    limit: Duration,
    what: &str,
    mut probe: impl FnMut() -> F,
) -> Result<Option<T>>
where
    F: Future<Output = Result<Option<T>>>,
{
    let found = wait_until(what, limit, || {
        let probe = probe();
        async { Ok(probe.await.transpose()) }
    });
    match found.await {
        Ok(found) => found.map(Some),
        Err(_) => Ok(None),
    }
}

fn is_ours(kind: &dyn AnyKind, live: &LiveObject, ownership: &Tags) -> bool {
    if !kind.is_taggable() {
        return true;
    }
    let tags = tags::of(&live.spec);
    ownership
        .iter()
        .filter(|(key, _)| tags::is_ownership(key))
        .all(|(key, value)| tags.get(key) == Some(value))
}
