//! What stands on a page beside the plan itself, in every form that is not text.

use super::plan_json::Document;
use runs::{Ended, Record, StepOutcome};

/// What is shown, and of what.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    pub subject: Subject<'a>,
    pub plan: &'a Document,
}

/// What a sheet is of.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    Plan,
    Drift,
    Run(&'a Record),
}

impl Sheet<'_> {
    /// A word for it, which no other sort has.
    pub(super) fn word(&self) -> &'static str {
        match self.subject {
            Subject::Plan => "plan",
            Subject::Drift => "drift",
            Subject::Run(_) => "run",
        }
    }

    /// What it is, and of which stack.
    pub(super) fn title(&self) -> String {
        let stack = &self.plan.stack;
        match self.subject {
            Subject::Plan => format!("Plan for {stack}"),
            Subject::Drift => format!("Drift of {stack}"),
            Subject::Run(record) => {
                format!("Run {}: {} of {stack}", record.id, record.operation.name())
            }
        }
    }

    /// Who, when and where, by name.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts =
            vec![("Account", self.plan.account.clone()), ("Region", self.plan.region.clone())];
        if let Subject::Run(record) = self.subject {
            facts.push(("By", record.by.clone()));
            facts.push(("Began", record.began.clone()));
            let ended = match &record.end {
                Some(end) => format!("{} at {}", word_of(end.outcome), end.at),
                None => "not yet, or never".to_owned(),
            };
            facts.push(("Ended", ended));
        }
        facts
    }

    /// What came of the steps, in a line each; nothing where none was taken.
    pub(super) fn outcomes(&self) -> Vec<String> {
        let Subject::Run(record) = self.subject else {
            return Vec::new();
        };
        let steps = record.end.iter().flat_map(|end| &end.steps);
        steps
            .map(|step| {
                let outcome = match &step.outcome {
                    StepOutcome::Done => "done".to_owned(),
                    StepOutcome::Failed { error } => format!("failed: {error}"),
                    StepOutcome::Skipped { because_of } => {
                        format!("skipped: {because_of} was not done")
                    }
                    StepOutcome::NotStarted => "not started: the run was interrupted".to_owned(),
                    StepOutcome::Interrupted => "interrupted while running".to_owned(),
                };
                format!("{}: {outcome}", step.address)
            })
            .collect()
    }
}

fn word_of(ended: Ended) -> &'static str {
    match ended {
        Ended::Succeeded => "succeeded",
        Ended::Failed => "failed",
        Ended::Interrupted => "interrupted",
    }
}
