//! What was done to an environment: a record of every run that changed it or could have, with which a
//! later run can plan back.
//!
//! Records lie beside the state, one file each. A record is written before the first step, and once
//! more at the end: a run that is killed leaves one that has no end. None holds a secret.

mod archive;
mod error;
mod files;
mod id;
mod loss;
mod moves;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::apply::{Outcome, Summary};
use crate::plan::{Action, Phase, Plan};
use crate::state::{REDACTED, State, marked, redact};
use compiler::{Address, SafeSpecs};
use kind::registry;
use language::value::Value;

pub use archive::{Archive, OpenRun};
pub use error::RunError;
pub use files::hold_back;
pub use id::{RunId, utc};
pub use loss::{Loss, losses};
pub use moves::move_back;

/// The format that this version writes. A newer one is refused. Format 1 had fingerprints of sensitive
/// values that could be guessed.
pub const FORMAT: u32 = 2;

/// The version of diatonic that runs.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub format: u32,
    pub id: RunId,
    pub operation: Operation,
    /// The run that a rollback goes back to.
    #[serde(default)]
    pub back_to: Option<RunId>,
    /// `<project>/<environment>`.
    pub stack: String,
    pub environment: String,
    pub account: String,
    pub region: String,
    /// The ARN that STS gives for who ran it.
    pub by: String,
    /// The version of diatonic.
    pub diatonic: String,
    /// When the plan began to be carried out, in UTC (RFC 3339).
    pub began: String,
    /// Nothing while it is under way, and for ever if it was killed.
    pub end: Option<End>,
    pub plan: ShownPlan,
    pub specs: SafeSpecs,
    /// What the specs asked for, by address.
    pub resources: BTreeMap<Address, Recorded>,
}

/// What a run was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Apply,
    Destroy,
    Rollback,
    /// Taking one object over.
    Import,
    /// Taking over by `import-legacy`.
    ImportLegacy,
    /// Giving up again what a run has taken over.
    Undo,
}

impl Operation {
    /// The verb of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Destroy => "destroy",
            Self::Rollback => "rollback",
            Self::Import => "import",
            Self::ImportLegacy => "import-legacy",
            Self::Undo => "undo",
        }
    }
}

/// A plan as people see it, and as programs do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ShownPlan {
    pub text: String,
    pub json: Value,
}

/// One resource of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    pub region: String,
    /// AWS's name for the object; nothing where it did not exist, or is not known to.
    pub id: Option<String>,
    /// The spec with everything in it evaluated, and with marks for what is sensitive.
    pub spec: Value,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// In UTC (RFC 3339).
    pub at: String,
    pub outcome: Ended,
    /// How each step of the plan ended, in its order.
    pub steps: Vec<StepEnd>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Succeeded,
    Failed,
    /// It was asked to end before everything was done.
    Interrupted,
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepEnd {
    pub address: Address,
    pub action: Action,
    #[serde(flatten)]
    pub outcome: StepOutcome,
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum StepOutcome {
    Done,
    Failed {
        error: String,
    },
    /// It waits for a step that was not done.
    Skipped {
        because_of: Address,
    },
    /// The run was interrupted before.
    NotStarted,
    /// The run was stopped while it was under way.
    Interrupted,
}

impl StepOutcome {
    fn of(outcome: &Outcome, secrets: &[String]) -> Self {
        let without_secrets = |text: String| {
            let secrets = secrets.iter();
            secrets.fold(text, |text, secret| text.replace(secret, REDACTED))
        };
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::Failed(error) => Self::Failed { error: without_secrets(error.to_string()) },
            Outcome::Skipped { because_of } => Self::Skipped { because_of: because_of.clone() },
            Outcome::NotStarted => Self::NotStarted,
            Outcome::Interrupted => Self::Interrupted,
        }
    }
}

impl End {
    /// The end of a run that came to this, and, whatever its steps came to, did not succeed as a whole
    /// if `is_success` is false. `secrets` are texts that an error of AWS may repeat, and that are not
    /// kept.
    pub fn of(summary: &Summary, is_success: bool, secrets: &[String]) -> Self {
        let outcomes = summary.outcomes.iter();
        let steps: Vec<StepEnd> = outcomes
            .map(|(address, action, outcome)| StepEnd {
                address: address.clone(),
                action: *action,
                outcome: StepOutcome::of(outcome, secrets),
            })
            .collect();
        Self {
            at: utc(SystemTime::now()),
            outcome: match (summary.was_interrupted(), is_success) {
                (true, _) => Ended::Interrupted,
                (false, true) => Ended::Succeeded,
                (false, false) => Ended::Failed,
            },
            steps,
        }
    }
}

/// The secret texts that steps of a plan know of.
pub fn secrets(plan: &Plan) -> Vec<String> {
    let secrets = RefCell::new(BTreeSet::new());
    for step in &plan.steps {
        let Some(kind) = registry::find(&step.address.kind) else {
            continue;
        };
        let note = |value: &Value| {
            note_texts(value, &mut secrets.borrow_mut());
            Value::Null
        };
        for spec in step.before.iter().chain(&step.after) {
            redact(spec, kind.schema(), &step.sensitive, &note);
        }
    }
    let mut secrets: Vec<String> = secrets.into_inner().into_iter().collect();
    // One that holds another goes first, or a part of it would stay.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets
}

fn note_texts(value: &Value, texts: &mut BTreeSet<String>) {
    /// What is shorter is no secret, and stands in every other word.
    const SHORTEST: usize = 4;
    match value {
        Value::String(text) if text.len() >= SHORTEST => {
            texts.insert(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| note_texts(value, texts)),
        Value::Object(object) => object.values().for_each(|value| note_texts(value, texts)),
        _ => {}
    }
}

/// What a plan makes of each resource of the specs: with its id where there is an object that stays.
pub fn planned(plan: &Plan) -> BTreeMap<Address, Recorded> {
    let kept = plan.kept.iter().filter_map(|(address, entry)| {
        let recorded = Recorded {
            region: entry.region.clone(),
            id: Some(entry.id.clone()),
            spec: entry.applied.clone()?,
        };
        Some((address.clone(), recorded))
    });
    let mut planned: BTreeMap<Address, Recorded> = kept.collect();
    for step in &plan.steps {
        let (Some(kind), Some(after)) = (registry::find(&step.address.kind), &step.after) else {
            continue;
        };
        // The first of two steps lacks what the other sets.
        if matches!(step.phase, Phase::Without(_)) {
            continue;
        }
        let recorded = Recorded {
            region: step.region.clone(),
            id: step.id.clone().filter(|_| !step.action.makes_anew()),
            spec: marked(after, kind.schema(), &step.sensitive),
        };
        planned.insert(step.address.clone(), recorded);
    }
    planned
}

impl Record {
    /// Takes over what the state knows at the end: the ids of what is new, and what was not planned for,
    /// but is ours.
    pub fn learn(&mut self, state: &State) {
        for (address, entry) in &state.resources {
            match (self.resources.get_mut(address), &entry.applied) {
                (Some(recorded), _) => recorded.id = Some(entry.id.clone()),
                (None, Some(spec)) if self.operation != Operation::Destroy => {
                    let recorded = Recorded {
                        region: entry.region.clone(),
                        id: Some(entry.id.clone()),
                        spec: spec.clone(),
                    };
                    self.resources.insert(address.clone(), recorded);
                }
                _ => {}
            }
        }
    }

    /// The addresses whose objects the run has destroyed, or made because there were none any more.
    fn renewed(&self) -> impl Iterator<Item = &Address> {
        let steps = self.end.iter().flat_map(|end| &end.steps);
        steps
            .filter(|step| step.action.destroys() || step.action.makes_anew())
            .filter(|step| step.outcome == StepOutcome::Done)
            .map(|step| &step.address)
    }
}
