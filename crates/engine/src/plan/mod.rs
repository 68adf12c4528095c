//! A plan is data: ordered steps, each an action with a reason and the changes it makes. Making one
//! never writes.

mod adopt;
mod build;
mod consequences;
mod decide;
mod detach;
mod import;
mod moved;
mod order;
mod outputs;
mod protect;
mod rebuild;
mod refuse;
mod release;
mod saved;
mod select;
mod steps;
mod untold;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::drift::Drift;
use crate::state::{Accepted, Entry, Move};
use compiler::Address;
use kind::{Consequence, LiveObject};
use language::diff::Change;
use language::value::{Object, Path, Value};

pub use adopt::{Adoptee, Adoption, Refusal, Wanted, adopt};
pub use build::{PlanError, plan};
pub use import::{Import, ImportError, import};
pub use rebuild::{Rebuilt, found_again};
pub use release::disowned;
pub use release::release;
pub use saved::{PlannedFor, SavedPlan, Stale};
pub use select::Request;

/// What an apply would do, in an order in which it could be done one by one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// Steps that may not be taken, and why. A plan with any cannot be applied.
    pub blocked: Vec<Blocked>,
    /// What was changed outside since it was last applied, whether or not a step changes it back.
    pub drift: Vec<Drift>,
    /// Resources that are as their specs say.
    pub unchanged: usize,
    /// What is at another address than the state knows.
    pub moved: Vec<Move>,
    /// What the state should say of what is unchanged.
    #[serde(skip)]
    pub kept: BTreeMap<Address, Entry>,
    /// Creations of which the state knows, and that came to nothing.
    #[serde(skip)]
    pub void: BTreeSet<Address>,
    /// Objects that were to be deleted, and that another stack owns by now: they stay.
    pub forgotten: Vec<Forgotten>,
    /// What is ours by its tags, or by what it lives in, and unknown to the state.
    pub found: Vec<FoundAgain>,
    /// Whether the state knew nothing at all.
    pub state_was_empty: bool,
    /// When live AWS was read.
    #[serde(skip)]
    pub observed: Option<Observed>,
    /// The live objects that stay, for references to them while applying.
    #[serde(skip)]
    pub live: BTreeMap<Address, LiveObject>,
    /// What cannot be planned where that fails nothing else, and why.
    #[serde(skip)]
    pub refused: BTreeMap<Address, String>,
    /// The declared outputs as far as they are known; nothing for a sensitive one.
    pub outputs: BTreeMap<String, Option<Value>>,
    /// The same as they were recorded last.
    pub recorded_outputs: BTreeMap<String, Option<Value>>,
}

/// An object that the state lets go without a step, as it has become another stack's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// The address that it has been replaced at.
    pub address: Address,
    pub id: String,
    pub region: String,
    /// The stack that its tags name.
    pub stack: String,
}

/// An object that is ours although the state does not say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundAgain {
    pub address: Address,
    pub id: String,
    pub region: String,
}

/// One thing to do with one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub address: Address,
    pub action: Action,
    pub reason: Reason,
    pub changes: Vec<Change>,
    /// Fields that are set by a later step of the same resource, or that this later step sets.
    pub phase: Phase,
    /// AWS's name for the object that the step is about, where that exists.
    pub id: Option<String>,
    pub region: String,
    /// The spec of the object that exists.
    pub before: Option<Value>,
    /// The spec as far as it is known; nothing for a delete.
    pub after: Option<Value>,
    /// Fields that must not be shown.
    pub sensitive: BTreeSet<Path>,
    /// The steps that come first, by their position.
    pub waits_for: BTreeSet<usize>,
    /// What must outlive the object.
    pub depends_on: BTreeSet<Address>,
    /// Ids of objects whose place this one takes, or from which it is detached. Each is deleted in a step
    /// of its own.
    pub replaces: Vec<String>,
    /// Fields that are taken over on trust, and stay as they are.
    pub accepted: Vec<Accepted>,
    /// What it means beyond the new values.
    pub consequences: Vec<Consequence>,
}

/// What is done with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Create,
    Update,
    /// Create the new object in the place of the old one, which a step of its own has deleted.
    Replace,
    /// Create the new object, then delete the old one in a step of its own.
    ReplaceCreateFirst,
    Delete,
    /// Take out of an object what names another that AWS would not delete otherwise, until that has been
    /// made anew.
    Detach,
    /// Delete the old object, which is in the way of the new one.
    DeleteFirst,
    /// Delete what a replacement has left behind.
    DeleteReplaced,
    /// Take over an object that exists, and make it what its spec says.
    Import,
    /// Take over an object that exists, and leave it as it is but for our tags.
    Claim,
    /// Give up an object: our tags and its entry in the state go, and it stays as it is.
    Release,
    /// Drop from the state what no longer exists.
    Forget,
}

/// Why it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Reason {
    /// The specs name it and it does not exist.
    New,
    /// It was ours and somebody deleted it.
    DeletedOutside,
    /// Fields differ from the specs.
    Changed,
    /// Fields differ that AWS takes at creation alone.
    CreateOnly { fields: Vec<String> },
    /// `--replace` was asked for.
    Requested,
    /// The specs no longer name it.
    NotInSpecs,
    /// `destroy` was asked for.
    Destroyed,
    /// A new object has taken its place.
    Replaced,
    /// A run that did not end has made it, and another object has its address.
    Doubled,
    /// It exists, and the specs say `adopt: true`.
    Adopted,
    /// It exists, and `diatonic import` names it.
    Claimed,
    /// Its name in the specs has changed; the object stays.
    Renamed { to: Address },
    /// It is to be another's again.
    GivenUp,
    /// It is in the state and no longer in AWS.
    Gone,
    /// It is in the state, and its tags name another stack.
    TakenOver { stack: String },
    /// It is in the state, and has been set to something else since.
    Overwritten,
}

/// Which part of a resource's work a step is, where a cycle has been broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Whole,
    /// All but these fields.
    Without(BTreeSet<String>),
    /// These fields alone, once what they refer to exists.
    Finish(BTreeSet<String>),
}

/// A step that protection forbids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocked {
    pub address: Address,
    /// Why, in one sentence.
    pub why: String,
    /// How to allow it.
    pub help: String,
}

/// When live AWS was read: whose the objects are counts from the beginning, and a plan lies from the end.
#[derive(Debug, Clone, Copy)]
pub struct Observed {
    pub began: Instant,
    pub ended: Instant,
}

impl Observed {
    /// Reading that began at some time and ends now.
    pub fn since(began: Instant) -> Self {
        Self { began, ended: Instant::now() }
    }
}

impl Plan {
    /// The addresses of which there are steps.
    pub fn stepped(&self) -> BTreeSet<Address> {
        let steps = self.steps.iter();
        steps.map(|step| step.address.clone()).collect()
    }

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

impl Step {
    /// A spec of this step's object without fields that a later step sets. An object that exists and
    /// stays keeps what it has in them.
    pub fn held_back(&self, spec: &Value, fields: &BTreeSet<String>) -> Value {
        let Value::Object(spec) = spec else {
            return spec.clone();
        };
        let live = self.before.as_ref().filter(|_| self.keeps_its_object());
        let mut held: Object = spec.clone();
        for field in fields {
            match live.and_then(|live| live.get(field)) {
                Some(value) => held.insert(field.clone(), value.clone()),
                None => held.remove(field),
            };
        }
        held.into()
    }

    /// Whether the object that exists is the one that there will be.
    fn keeps_its_object(&self) -> bool {
        matches!(self.action, Action::Update | Action::Import | Action::Claim)
    }
}

impl Action {
    /// Whether an object comes into being.
    pub fn makes_anew(self) -> bool {
        matches!(self, Self::Create | Self::Replace | Self::ReplaceCreateFirst)
    }

    /// Whether an object ceases to exist.
    pub fn destroys(self) -> bool {
        matches!(
            self,
            Self::Delete
                | Self::DeleteFirst
                | Self::DeleteReplaced
                | Self::Replace
                | Self::ReplaceCreateFirst
        )
    }
}
