//! The record that a run leaves: begun before its first step, and ended with it.

use super::Failure;
use std::time::SystemTime;

use super::session::Session;
use super::signals::Signals;
use crate::report;
use crate::report::terminal;
use engine::apply::Summary;
use engine::plan::Plan;
use runs::{
    End, FORMAT, OpenRun, Operation, Record, RunId, ShownPlan, VERSION, planned, secrets, utc,
};

/// The record of a run that is under way.
pub(super) struct Recording {
    id: RunId,
    run: OpenRun,
    /// Texts that no record may hold.
    secrets: Vec<String>,
}

impl Recording {
    /// Records who is about to do what.
    ///
    /// # Errors
    /// It cannot be written: then nothing may be done, for nobody would know of it.
    pub(super) async fn begin(
        session: &Session,
        operation: Operation,
        back_to: Option<&RunId>,
        plan: &Plan,
    ) -> Result<Self, Failure> {
        let environment = &session.stack.environment;
        let began = SystemTime::now();
        let record = Record {
            format: FORMAT,
            id: RunId::new(began),
            operation,
            back_to: back_to.cloned(),
            stack: environment.stack(),
            environment: environment.name.clone(),
            account: environment.account.clone(),
            region: environment.region.clone(),
            by: session.caller.clone(),
            diatonic: VERSION.to_owned(),
            began: utc(began),
            end: None,
            plan: ShownPlan {
                text: {
                    let text = report::plan::render(&session.stack, plan);
                    report::escape::plain(&text)
                },
                json: report::plan_json::render(&session.stack, plan),
            },
            specs: session.stack.safe_specs(),
            resources: planned(plan),
        };
        let id = record.id.clone();
        Ok(Self { id, run: session.archive.begin(record).await?, secrets: secrets(plan) })
    }

    /// What the run is called.
    pub(super) fn id(&self) -> &RunId {
        &self.id
    }

    /// Records what came of it. Where that fails, or a signal makes an end of trying, the run is none the
    /// worse: its record says that it did not end.
    pub(super) async fn end(
        self,
        session: &Session,
        signals: &mut Signals,
        summary: &Summary,
        is_success: bool,
    ) {
        let end = End::of(summary, is_success, &self.secrets);
        let state = session.store.snapshot();
        signals.forget_missed();
        tokio::select! {
            written = self.run.end(end, &state) => if let Err(error) = written {
                terminal::eprintln(format_args!("warning: the record of this run says that it did not end: {error}"));
            },
            () = signals.next() => {
                terminal::eprintln("interrupted: the record of this run may say that it did not end");
            }
        }
    }
}
