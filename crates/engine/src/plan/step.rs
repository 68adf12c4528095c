//! One thing to do with one object.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::action::Action;
use compiler::Address;
use kind::Consequence;
use language::diff::Change;
use language::value::{Object, Path, Shared, Value};
use state::{AppliedSecret, TrustedField};

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
    pub before: Option<Shared<Value>>,
    /// The spec as far as it is known; nothing for a delete.
    pub after: Option<Shared<Value>>,
    /// Fields that must not be shown.
    pub sensitive: BTreeSet<Path>,
    /// The steps that come first, by their position.
    pub waits_for: BTreeSet<usize>,
    /// Those of them of which it only needs that they have created their objects, and not that these are as they should be.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub waits_for_creation: BTreeSet<usize>,
    /// What must outlive the object.
    pub depends_on: BTreeSet<Address>,
    /// Ids of objects whose place this one takes, or from which it is detached. Each is deleted in a step
    /// of its own.
    pub replaces: Vec<String>,
    /// Fields that are taken over on trust, and stay as they are.
    #[serde(rename = "accepted")]
    pub trusted: Vec<TrustedField>,
    /// What it means beyond the new values.
    pub consequences: Vec<Consequence>,
    /// The versions of the secrets that fields refer to, where the plan knows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<AppliedSecret>,
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
    /// Fields differ that AWS accepts only at creation.
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
    #[serde(rename = "doubled")]
    Duplicate,
    /// It exists, and the specs say `adopt: true`.
    Adopted,
    /// It exists, and `diatonic import` names it.
    #[serde(rename = "claimed")]
    Imported,
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

impl Step {
    /// A spec of this step's object without fields that a later step sets. An object that exists and
    /// stays keeps what it has in them.
    pub fn without_deferred(&self, spec: &Value, fields: &BTreeSet<String>) -> Value {
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
    pub(super) fn keeps_its_object(&self) -> bool {
        matches!(self.action, Action::Update | Action::Adopt | Action::Import)
    }
}
