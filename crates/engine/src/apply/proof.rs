//! Holds objects against what was asked for: reads what a step has written, and records it once it is so.

use std::collections::BTreeSet;

use super::error::StepError;
use super::owner_check::MAX_READ_AGE;
use super::recent::MAX_AGE;
use super::runner::{CONSISTENCY_LIMIT, StepRunner};
use super::unknown_outcome::Certainty;
use crate::comparison::compared;
use crate::plan::{Action, Step};
use aws::{Aws, wait_until};
use compiler::Evaluation;
use kind::{AnyKind, AnySpec, LiveObject};
use language::diff::{self, Change};
use language::value::Value;
use state::{Entry, marked, shown_path};

impl StepRunner {
    /// The object of a step that changes it: as the plan or an earlier step has read it just now, or else as it is read
    /// for this. Whose an object is that is to be taken over is asked again in any case; as nothing else of it is
    /// written, the rest may be as old as the owners that a plan has read.
    pub(super) async fn before_update(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        id: &str,
    ) -> Result<LiveObject, StepError> {
        let recent = match step.action {
            Action::Update => self.recent.take(&step.address, MAX_AGE),
            Action::Import if self.owners_are_valid() => {
                self.recent.take(&step.address, MAX_READ_AGE)
            }
            _ => None,
        };
        match (recent, step.action) {
            (Some(recent), Action::Import) => self.read_tags_again(kind, aws, (id, &recent)).await,
            (Some(recent), _) => Ok(recent),
            (None, _) => self.read_back(kind, aws, id).await,
        }
    }

    /// An object as it was read a while ago, with its tags as they are now.
    async fn read_tags_again(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        (id, known): (&str, &LiveObject),
    ) -> Result<LiveObject, StepError> {
        let tags = kind.is_taggable().then(|| "tags".to_owned()).into_iter().collect();
        let read = || kind.read_written(aws, id, known, &known.spec, &tags);
        Ok(wait_until("AWS to show it", CONSISTENCY_LIMIT, read).await?)
    }

    /// Brings the live object to its spec, and gives it as it is afterwards: of what was not written, as it was read or
    /// made a moment ago.
    pub(super) async fn update_and_read(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        id: &str,
        (spec, desired): (&dyn AnySpec, &Value),
        live: LiveObject,
    ) -> Result<LiveObject, StepError> {
        let changes = diff::changes(desired, &live.spec);
        if changes.is_empty() {
            return Ok(live);
        }
        let written = fields_of(&changes);
        match self.apply_update(kind, aws, id, spec, live.clone()).await? {
            Certainty::Certain => {
                let read = || kind.read_written(aws, id, &live, desired, &written);
                Ok(wait_until("AWS to show it", CONSISTENCY_LIMIT, read).await?)
            }
            Certainty::Uncertain => self.read_back(kind, aws, id).await,
        }
    }

    /// The object, which AWS has said to exist: a read may lag behind.
    pub(super) async fn read_back(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        id: &str,
    ) -> Result<LiveObject, StepError> {
        Ok(wait_until("AWS to show it", CONSISTENCY_LIMIT, || kind.read(aws, id)).await?)
    }

    /// Holds the object against the spec until they agree, and records what is so.
    #[expect(clippy::too_many_arguments, reason = "each is a part of one outcome")]
    pub(super) async fn verify_and_record(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        evaluation: &Evaluation,
        desired: &Value,
        live: LiveObject,
        mut entry: Entry,
    ) -> Result<(), StepError> {
        let resource = self.resource(&step.address)?;
        let differing = |live: &LiveObject| -> Vec<String> {
            let ignored = &resource.lifecycle.ignore_changes;
            let live = compared(kind, &live.spec, desired, Some(desired));
            diff::changes_except(desired, &live, ignored)
                .into_iter()
                .map(|change| format!("`{}`", shown_path(&evaluation.sensitive, &change.path)))
                .collect()
        };
        let mut latest = live;
        if !differing(&latest).is_empty() {
            // A read that fails ends the wait as what it is.
            let read = || async {
                Ok(match kind.read(aws, &entry.id).await {
                    Ok(live) => live.filter(|live| differing(live).is_empty()).map(Ok),
                    Err(error) => Some(Err(error)),
                })
            };
            match wait_until("AWS to show the change", CONSISTENCY_LIMIT, read).await {
                Ok(live) => latest = live?,
                Err(_) => {
                    return Err(StepError::NotApplied { fields: differing(&latest) });
                }
            }
        }
        self.outputs().insert(step.address.clone(), latest.outputs.clone());
        let applied = marked(desired, kind.schema(), &evaluation.sensitive);
        // There may be many, and nearly all are as they were asked for.
        entry.applied = Some(match *latest.spec == applied {
            true => latest.spec.clone(),
            false => applied.into(),
        });
        self.recent.keep(&step.address, latest);
        Ok(self.store.record(&step.address, Some(entry)).await?)
    }
}

fn fields_of(changes: &[Change]) -> BTreeSet<String> {
    changes.iter().filter_map(|change| change.path.first_key()).map(str::to_owned).collect()
}
