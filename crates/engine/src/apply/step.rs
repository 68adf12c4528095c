//! Carries out one step, and keeps the state correct at every moment.

use std::sync::Arc;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tokio::sync::mpsc::UnboundedSender;

use super::error::StepError;
use super::event::Event;
use super::recent::MAX_AGE;
use super::runner::StepRunner;
use super::unknown_outcome::Certainty;
use crate::comparison::{compared, narrow};
use crate::plan::{Action, Plan, Step, without_ownership_tags};
use crate::secrets;
use aws::{Aws, AwsError, ErrorKind, Waiting, in_step};
use compiler::Evaluation;
use kind::files::Files;
use kind::registry;
use kind::{AnyKind, LiveObject};
use language::diff;
use language::value::{Path, Value, unknown};
use state::{Entry, Intent};

/// Called when a step has created its object, which need not be as it should yet.
type OnCreation<'a> = &'a (dyn Fn() + Send + Sync);

/// One step on its way.
pub(super) struct Running {
    pub runner: Arc<StepRunner>,
    pub plan: Arc<Plan>,
    pub index: usize,
    pub events: UnboundedSender<Event>,
    /// Told when the step has created its object.
    pub created: UnboundedSender<usize>,
}

impl Running {
    pub(super) async fn run(self) -> Result<(), StepError> {
        let step = &self.plan.steps[self.index];
        let (index, events) = (self.index, self.events.clone());
        let waiting = Waiting(Arc::new(move |what: &str| {
            let _ = events.send(Event::Waiting { step: index, what: what.to_owned() });
        }));
        let journal = self.runner.journal(&step.address);
        let on_creation = || {
            // A run that is stopped listens no more.
            let _ = self.created.send(index);
        };
        in_step(waiting, journal, self.runner.carry_out(step, &on_creation)).await
    }
}

impl StepRunner {
    /// Carries out a step, and calls `on_creation` once the state has the object that it makes.
    async fn carry_out(&self, step: &Step, on_creation: OnCreation<'_>) -> Result<(), StepError> {
        let aws = self.aws.in_region(&step.region);
        let kind = registry::find(&step.address.kind)
            .ok_or_else(|| StepError::State(format!("there is no kind `{}`", step.address.kind)))?;
        match step.action {
            Action::Create | Action::Replace | Action::ReplaceCreateFirst => {
                self.create(kind, &aws, step, on_creation).await
            }
            Action::Update | Action::Adopt | Action::Import => self.update(kind, &aws, step).await,
            Action::Delete => self.delete(kind, &aws, step, None).await,
            Action::DeleteFirst => {
                let rest = self.store.entry(&step.address).and_then(Entry::without_object);
                self.delete(kind, &aws, step, rest).await
            }
            Action::Detach => self.detach(kind, &aws, step).await,
            Action::Release => self.release(kind, &aws, step).await,
            Action::DeleteReplaced => self.delete_replaced(kind, &aws, step).await,
            Action::Forget => Ok(self.store.record(&step.address, None).await?),
        }
    }

    async fn create(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        on_creation: OnCreation<'_>,
    ) -> Result<(), StepError> {
        let evaluation = self.evaluate(step).await?;
        self.check_place(kind, aws, step, &evaluation.spec).await?;
        let spec = self.ready(kind, &evaluation.spec).await?;
        let identity = kind.identity(&evaluation.spec);
        // If this process dies in between, the next run has to know where to look.
        let intent = Intent {
            region: step.region.clone(),
            identity: identity.clone(),
            depends_on: step.depends_on.clone(),
            since: now(),
            is_answered: false,
        };
        let before = self.store.entry(&step.address);
        self.store.begin_creation(&step.address, intent).await?;
        let created = self.create_object(kind, aws, step, &*spec, &identity).await;
        let is_unknown = |error: &AwsError| error.kind == ErrorKind::OutcomeUnknown;
        if !created.as_ref().is_err_and(is_unknown) {
            self.store.mark_answered(&step.address);
        }
        let (id, certainty) = created?;
        // Known to the state before anything else can fail.
        let entry = entry(step, &evaluation, &id, spec.files());
        let recorded = self.store.record(&step.address, Some(entry.clone())).await;
        recorded.map_err(|error| StepError::from(error).after_creation(&id))?;
        self.keep_created_outputs(kind, step, (&id, &identity))?;
        on_creation();
        let desired = spec.comparable();
        let made = match certainty {
            Certainty::Certain => spec.created(aws, &id).await?,
            Certainty::Uncertain => None,
        };
        let mut live = match made {
            Some(made) => made,
            None => {
                kind.until_usable(aws, &id).await?;
                self.read_back(kind, aws, &id).await?
            }
        };
        narrow(kind, &mut live, &desired, Some(&desired));
        if let Err(error) = self.check_owner(kind, step, &id, &live).await {
            if let StepError::TakenOver { .. } = error {
                // AWS has answered a create call with what another stack has made meanwhile.
                self.store.record(&step.address, before).await?;
            }
            return Err(error);
        }
        // What the create call could not carry.
        if !diff::changes(&desired, &live.spec).is_empty() {
            live = self.update_and_read(kind, aws, &id, (&*spec, &desired), live).await?;
        }
        self.verify_and_record(kind, aws, step, &evaluation, &desired, live, entry).await
    }

    async fn update(&self, kind: &dyn AnyKind, aws: &Aws, step: &Step) -> Result<(), StepError> {
        let known = self.store.entry(&step.address);
        let is_unfinished = known.as_ref().is_some_and(|entry| entry.applied.is_none());
        // A step that finishes what another has made finds its id in the state.
        let (made, applied) = known.map(|entry| (entry.id, entry.applied)).unzip();
        let id = step.id.clone().or(made).unwrap_or_default();
        if is_unfinished {
            // An earlier run ended between the creation and the first use. If that was because something is
            // wrong with the object, the update may put it right.
            let _ = kind.until_usable(aws, &id).await;
        }
        let mut live = match is_unfinished {
            true => self.read_back(kind, aws, &id).await?,
            false => self.before_update(kind, aws, step, &id).await?,
        };
        self.check_owner(kind, step, &id, &live).await?;
        let mut evaluation = match step.action {
            Action::Import => self.imported(kind, step, &live).await?,
            _ => self.evaluate(step).await?,
        };
        let mut spec = self.ready(kind, &evaluation.spec).await?;
        let mut desired = spec.comparable();
        let trusted = step.trusted.iter().filter(|trusted| trusted.holds(&desired, &live.spec));
        let trusted: Vec<_> = trusted.collect();
        if !trusted.is_empty() {
            for trusted in trusted {
                trusted.keep(&mut evaluation.spec);
                trusted.keep(&mut desired);
            }
            spec = self.ready(kind, &evaluation.spec).await?;
        }
        narrow(kind, &mut live, &desired, applied.flatten().as_deref());
        let live = self.update_and_read(kind, aws, &id, (&*spec, &desired), live).await?;
        let entry = entry(step, &evaluation, &id, spec.files());
        self.verify_and_record(kind, aws, step, &evaluation, &desired, live, entry).await
    }

    /// Deletes an object and leaves the state with what there is of its address besides.
    async fn delete(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        rest: Option<Entry>,
    ) -> Result<(), StepError> {
        let removed = match &step.id {
            Some(id) => self.remove(kind, aws, step, id).await,
            None => Ok(()),
        };
        // Another stack's object is let go, and the step has failed nevertheless.
        if let Ok(()) | Err(StepError::TakenOver { .. } | StepError::Overwritten { .. }) = removed {
            self.outputs().remove(&step.address);
            self.store.record_end(&step.address, rest).await?;
        }
        removed
    }

    /// Writes what the plan takes out of an object, and leaves the rest as it is this moment.
    async fn detach(&self, kind: &dyn AnyKind, aws: &Aws, step: &Step) -> Result<(), StepError> {
        let id = step.id.clone().unwrap_or_default();
        let live = self.read_back(kind, aws, &id).await?;
        self.check_owner(kind, step, &id, &live).await?;
        let mut spec = Value::clone(&live.spec);
        for field in step.changes.iter().filter_map(|change| change.path.first_key()) {
            let detached = step.after.as_ref().and_then(|after| after.get(field));
            Path::field(field).set(&mut spec, detached.cloned());
        }
        if live.spec != spec {
            self.apply_update(kind, aws, &id, &*self.ready(kind, &spec).await?, live).await?;
        }
        let evaluation = Evaluation {
            spec: spec.clone(),
            sensitive: step.sensitive.clone(),
            ..Evaluation::default()
        };
        let live = self.read_back(kind, aws, &id).await?;
        // What it has replaced itself is none of this step's business.
        let known = self.store.entry(&step.address);
        let (replaced, files, secrets) = match known {
            Some(known) => (known.replaced, known.files, known.secrets),
            None => Default::default(),
        };
        let entry = Entry { replaced, secrets, ..entry(step, &evaluation, &id, files) };
        self.verify_and_record(kind, aws, step, &evaluation, &spec, live, entry).await
    }

    async fn release(&self, kind: &dyn AnyKind, aws: &Aws, step: &Step) -> Result<(), StepError> {
        let id = step.id.clone().unwrap_or_default();
        let live = kind.read(aws, &id).await?;
        let owned = match &live {
            Some(live) => self.check_owner(kind, step, &id, live).await,
            None => Ok(()),
        };
        if let (Some(live), Ok(())) = (live, &owned) {
            let free = without_ownership_tags(Value::clone(&live.spec));
            if live.spec != free {
                self.apply_update(kind, aws, &id, &*self.ready(kind, &free).await?, live).await?;
            }
        }
        self.store.record(&step.address, None).await?;
        owned
    }

    async fn delete_replaced(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
    ) -> Result<(), StepError> {
        let Some(id) = &step.id else {
            return Ok(());
        };
        let removed = self.remove(kind, aws, step, id).await;
        if let Ok(()) | Err(StepError::TakenOver { .. } | StepError::Overwritten { .. }) = removed {
            let entry = self.store.entry(&step.address).map(|mut entry| {
                entry.replaced.retain(|replaced| replaced != id);
                entry
            });
            self.store.record_end(&step.address, entry).await?;
        }
        removed
    }

    /// Deletes an object the way that its spec asks for: the one in the files or, where the address has
    /// left them or what it refers to is gone, the one that was last applied.
    async fn remove(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        id: &str,
    ) -> Result<(), StepError> {
        if !self.may_be_deleted(kind, aws, step, id).await? {
            return Ok(());
        }
        let applied = || self.store.entry(&step.address)?.applied.map(Value::from);
        // What goes needs no secret.
        let evaluation = self.evaluate_references(step).ok();
        let spec = evaluation.map(|one| one.spec).filter(|spec| !unknown::in_value(spec));
        if let Some(spec) = spec.or_else(applied) {
            // A spec of an earlier version that no longer fits asks for nothing.
            if let Ok(spec) = kind.fill(&spec) {
                spec.before_delete(aws, id).await?;
            }
        }
        // What is known at an address is of the object that the state has there.
        let is_known = self.store.entry(&step.address).is_some_and(|entry| entry.id == id);
        let known = is_known.then(|| self.recent.take(&step.address, MAX_AGE)).flatten();
        Ok(self.delete_object(kind, aws, id, known).await?)
    }

    /// An object as it is this moment, with our tags.
    async fn imported(
        &self,
        kind: &dyn AnyKind,
        step: &Step,
        live: &LiveObject,
    ) -> Result<Evaluation, StepError> {
        let resource = self.resource(&step.address)?;
        let evaluation = self.evaluate(step).await.ok();
        let specified = evaluation.as_ref().and_then(|one| kind.fill(&one.spec).ok());
        let specified = specified.map_or_else(|| live.spec.clone(), |one| one.comparable().into());
        let spec = compared(kind, &live.spec, &specified, None).into_owned();
        let mut secrets = evaluation.map(|one| one.secrets).unwrap_or_default();
        secrets.retain(|field, _| field.of(&specified) == field.of(&live.spec));
        Ok(Evaluation {
            spec: self.stack.owned(resource, spec),
            references: Vec::new(),
            sensitive: step.sensitive.clone(),
            secrets,
        })
    }
}

/// What the state is to say of an object, before it is known to be as it should.
fn entry(step: &Step, evaluation: &Evaluation, id: &str, files: Files) -> Entry {
    Entry {
        region: step.region.clone(),
        id: id.to_owned(),
        applied: None,
        sensitive: evaluation.sensitive.clone(),
        depends_on: step.depends_on.clone(),
        replaced: step.replaces.clone(),
        trusted: step.trusted.clone(),
        files,
        secrets: secrets::applied(evaluation),
    }
}

/// This moment in UTC (RFC 3339).
fn now() -> String {
    let now = DateTime::from(SystemTime::now());
    now.fmt(Format::DateTime).unwrap_or_default()
}
