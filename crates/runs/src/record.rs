//! What is recorded of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::end::{End, StepOutcome};
use crate::id::RunId;
use compiler::{Address, SafeSpecs};
use language::value::{Shared, Value};
use state::State;

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
    pub spec: Shared<Value>,
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
    pub(super) fn renewed(&self) -> impl Iterator<Item = &Address> {
        let steps = self.end.iter().flat_map(|end| &end.steps);
        steps
            .filter(|step| step.action.destroys() || step.action.creates_object())
            .filter(|step| step.outcome == StepOutcome::Done)
            .map(|step| &step.address)
    }
}
