//! What a change means beyond the new values: what fails while AWS carries it out, what is lost, and
//! what it cannot do.

use serde::{Deserialize, Serialize};

use language::value::Path;

/// One thing that readers of a plan have to know about a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// The field whose change has it; the root where it is the whole object.
    pub field: Path,
    pub weight: Weight,
    /// What happens, in a sentence without a full stop.
    pub says: String,
    /// What to do instead or besides; empty where there is nothing.
    pub help: String,
}

/// How bad a consequence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// What the new values do not show, and nobody has to mind.
    Remark,
    /// AWS accepts it, but it is probably unintended.
    Warning,
    /// Something does not work for a while, or from then on.
    Interruption,
    /// Something is lost that cannot be had back.
    Loss,
    /// AWS does not do it in one apply, so the plan is refused.
    Refusal,
}

/// Collects the consequences of a change.
#[derive(Debug, Default)]
pub struct Consequences(Vec<Consequence>);

impl Consequences {
    /// What the new values do not show.
    pub fn remark(&mut self, field: Path, says: impl Into<String>) {
        self.push(field, Weight::Remark, says, "");
    }

    /// What AWS accepts, but is probably unintended.
    pub fn warn(&mut self, field: Path, says: impl Into<String>, help: &str) {
        self.push(field, Weight::Warning, says, help);
    }

    /// What does not work meanwhile, or from then on.
    pub fn interrupt(&mut self, field: Path, says: impl Into<String>, help: &str) {
        self.push(field, Weight::Interruption, says, help);
    }

    /// What nobody gets back.
    pub fn lose(&mut self, field: Path, says: impl Into<String>, help: &str) {
        self.push(field, Weight::Loss, says, help);
    }

    /// What cannot be done in one apply.
    pub fn refuse(&mut self, field: Path, says: impl Into<String>, help: &str) {
        self.push(field, Weight::Refusal, says, help);
    }

    fn push(&mut self, field: Path, weight: Weight, says: impl Into<String>, help: &str) {
        self.0.push(Consequence { field, weight, says: says.into(), help: help.to_owned() });
    }

    /// What was collected.
    pub fn into_inner(self) -> Vec<Consequence> {
        self.0
    }
}
