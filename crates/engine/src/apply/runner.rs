//! What all steps of a run share.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::try_join_all;
use tokio::time::Instant;

use super::error::StepError;
use super::outputs::{CurrentOutputs, Outputs};
use super::recent::RecentReads;
use crate::observe::Hosts;
use crate::plan::{Phase, Step};
use crate::secrets;
use aws::{Aws, AwsError, Journal};
use compiler::{Address, Evaluation, Resource, Stack};
use kind::{AnyKind, AnySpec};
use language::value::{Value, unknown};
use state::{Store, is_reference};
use workspace::Workspace;

/// How long AWS may take to show what it has accepted. S3 and IAM are the slow ones.
pub(super) const CONSISTENCY_LIMIT: Duration = Duration::from_secs(30);

/// What all steps of a run share.
pub(super) struct StepRunner {
    pub stack: Arc<Stack>,
    pub aws: Aws,
    pub workspace: Arc<Workspace>,
    pub store: Arc<Store>,
    /// Until when the owners count that the plan has read.
    pub owners_valid_until: Option<Instant>,
    /// The tags of what objects without tags live in.
    pub hosts: Hosts,
    /// What was read or written a moment ago.
    pub recent: RecentReads,
    /// The outputs of what exists by now.
    pub outputs: Mutex<Outputs>,
    /// What the steps of each address have changed.
    pub journals: Mutex<BTreeMap<Address, Journal>>,
}

impl StepRunner {
    /// What the steps of an address have changed so far.
    pub(super) fn journal(&self, address: &Address) -> Journal {
        let mut journals = self.journals.lock().unwrap_or_else(PoisonError::into_inner);
        journals.entry(address.clone()).or_default().clone()
    }

    /// The spec as it is to be applied now, with everything in it known.
    pub(super) async fn evaluate(&self, step: &Step) -> Result<Evaluation, StepError> {
        let mut evaluation = self.evaluate_references(step)?;
        self.read_secrets(step, &mut evaluation).await?;
        if unknown::in_value(&evaluation.spec) {
            return Err(still_unknown(&evaluation));
        }
        Ok(evaluation)
    }

    /// The same without the texts of secrets.
    pub(super) fn evaluate_references(&self, step: &Step) -> Result<Evaluation, StepError> {
        let resource = self.resource(&step.address)?;
        let mut evaluation = self
            .stack
            .evaluate(resource, &CurrentOutputs { stack: &self.stack, outputs: &self.outputs() })
            .map_err(|diagnostics| StepError::Evaluation(first_message(diagnostics)))?;
        if let Phase::Without(fields) = &step.phase {
            evaluation.spec = step.without_deferred(&evaluation.spec, fields);
        }
        for path in &resource.lifecycle.ignore_changes {
            // What is ignored stays as it is live.
            if let Some(before) = &step.before {
                path.set(&mut evaluation.spec, path.of(before).cloned());
            }
        }
        // What is not set by this step needs no secret.
        evaluation.secrets.retain(|field, _| field.of(&evaluation.spec).is_some_and(is_reference));
        Ok(evaluation)
    }

    /// Puts the texts of secrets into a spec, in the versions that the plan means.
    async fn read_secrets(
        &self,
        step: &Step,
        evaluation: &mut Evaluation,
    ) -> Result<(), StepError> {
        let Evaluation { spec, secrets, .. } = evaluation;
        for planned in &step.secrets {
            if let Some(secret) = secrets.get_mut(&planned.field) {
                secret.version = Some(planned.version.clone());
            }
        }
        let reads = secrets.values().map(|secret| secrets::read(&self.aws, secret));
        let read = try_join_all(reads).await.map_err(StepError::Evaluation)?;
        for ((field, secret), read) in secrets.iter_mut().zip(read) {
            let text = secret.reference.part_of(&read.text).map_err(StepError::Evaluation)?;
            field.set(spec, Some(text.expose().into()));
            secret.version = Some(read.version.clone());
        }
        Ok(())
    }

    /// A spec with everything that it names at hand.
    pub(super) async fn ready(
        &self,
        kind: &dyn AnyKind,
        spec: &Value,
    ) -> Result<Box<dyn AnySpec>, AwsError> {
        Ok(kind.ready(spec, &self.workspace).await?)
    }

    pub(super) fn resource(&self, address: &Address) -> Result<&Resource, StepError> {
        let resource = self.stack.resources.get(address);
        resource.ok_or_else(|| StepError::State(format!("the specs no longer have `{address}`")))
    }

    /// Keeps the outputs of an object that has been created and need not be as it should yet.
    pub(super) fn keep_created_outputs(
        &self,
        kind: &dyn AnyKind,
        step: &Step,
        (id, identity): (&str, &Value),
    ) -> Result<(), StepError> {
        let place = &self.resource(&step.address)?.place;
        let mut known = kind.created_outputs(identity, id, place);
        known.retain(|_, value| value.is_some());
        self.outputs().insert(step.address.clone(), known.into());
        Ok(())
    }

    /// The outputs of everything that exists after the run.
    pub(super) fn take_outputs(&self) -> Outputs {
        std::mem::take(&mut self.outputs())
    }

    pub(super) fn outputs(&self) -> std::sync::MutexGuard<'_, Outputs> {
        self.outputs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names what is unknown and nothing beside it, which may be sensitive.
fn still_unknown(evaluation: &Evaluation) -> StepError {
    let unknown = evaluation.references.iter().filter(|reference| {
        let value = reference.field.of(&evaluation.spec);
        value.is_some_and(unknown::in_value)
    });
    let named: Vec<String> =
        unknown.map(|reference| format!("${{{}.{}}}", reference.to, reference.output)).collect();
    StepError::Evaluation(format!("nothing has made {} yet", named.join(", ")))
}

fn first_message(diagnostics: language::diagnostic::Diagnostics) -> String {
    let first = diagnostics.sorted().into_iter().next();
    first.map(|diagnostic| diagnostic.message).unwrap_or_default()
}
