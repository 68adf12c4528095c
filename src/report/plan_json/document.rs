//! The shape of a plan.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use compiler::Address;
use engine::plan::{Action, Blocked, Forgotten, Phase, Reason, Waiting};
use kind::Weight;
use language::value::Value;
use state::Move;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// A plan as it may be shown: nothing sensitive is in it. What older versions did not tell is empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    pub version: u32,
    pub stack: String,
    pub account: String,
    pub region: String,
    #[serde(default)]
    pub state_was_empty: bool,
    #[serde(default)]
    pub found: Vec<FoundObject>,
    #[serde(default)]
    pub drift: Vec<DriftEntry>,
    #[serde(default)]
    pub steps: Vec<ShownStep>,
    #[serde(default)]
    pub blocked: Vec<Blocked>,
    #[serde(default)]
    pub unchanged: usize,
    #[serde(default)]
    pub moved: Vec<Move>,
    #[serde(default)]
    pub forgotten: Vec<Forgotten>,
    #[serde(default)]
    pub waiting: Vec<Waiting>,
    /// Null where an output is sensitive.
    #[serde(default)]
    pub outputs: BTreeMap<String, Value>,
    #[serde(default)]
    pub recorded_outputs: BTreeMap<String, Value>,
}

/// An object that is ours although the state does not say so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FoundObject {
    pub address: Address,
    pub id: String,
    pub region: String,
    /// What is done to it, in order.
    pub actions: Vec<Action>,
}

/// An object that is not as it was left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DriftEntry {
    pub address: Address,
    pub id: String,
    /// `changed` or `deleted`.
    pub what: String,
    pub changes: Vec<ShownDrift>,
}

/// A field that is not as it was applied.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownDrift {
    pub path: String,
    pub applied: Option<Value>,
    pub live: Option<Value>,
}

/// One thing to do with one object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownStep {
    pub address: Address,
    pub action: Action,
    pub reason: Reason,
    pub phase: Phase,
    pub id: Option<String>,
    pub region: String,
    pub changes: Vec<ShownChange>,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// The places in `after` that hold what they hold without being written.
    #[serde(default)]
    pub defaults: Vec<String>,
    #[serde(default)]
    pub consequences: Vec<ShownConsequence>,
    #[serde(default)]
    pub waits_for: BTreeSet<usize>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub waits_for_creation: BTreeSet<usize>,
}

/// A field that differs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownChange {
    pub path: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// What a step means beyond the new values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownConsequence {
    /// Nothing where it is the whole object.
    pub field: Option<String>,
    pub weight: Weight,
    pub says: String,
    pub help: Option<String>,
}

impl Document {
    /// Reads what a record keeps; nothing where another version has written it.
    pub fn read(json: &Value) -> Option<Self> {
        serde_json::from_value(json.clone()).ok()
    }

    /// The same for programs.
    pub fn to_json(&self) -> Value {
        // Everything in it can be said in JSON.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.moved.is_empty()
    }

    /// The number of objects that each action concerns. The two steps of a broken cycle count once, and
    /// so do those of a replacement that deletes first, and of a user that is detached meanwhile.
    pub fn counts(&self) -> BTreeMap<Action, usize> {
        let mut counts = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for step in &self.steps {
            let finishes_another =
                matches!(step.phase, Phase::Finish(_)) && seen.contains(&step.address);
            let prepares_another = matches!(step.action, Action::Detach | Action::DeleteFirst);
            if !finishes_another && !prepares_another {
                *counts.entry(step.action).or_default() += 1;
            }
            seen.insert(&step.address);
        }
        counts
    }
}
