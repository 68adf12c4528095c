//! What a plan says.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::step::Step;
use super::takeover::Refusal;
use crate::drift::Drift;
use compiler::Address;
use kind::LiveObject;
use language::value::Value;
use state::{Entry, Move};

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
    /// Creations that the state knows to have begun, that have made nothing, and that the specs no longer want.
    #[serde(skip)]
    pub abandoned_intents: BTreeSet<Address>,
    /// Objects that were to be deleted, and that another stack owns by now: they stay.
    pub forgotten: Vec<Forgotten>,
    /// What waits for somebody outside, such as a person who has to confirm something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
    /// What is ours by its tags, or by what it lives in, and unknown to the state.
    #[serde(rename = "found")]
    pub unrecorded: Vec<UnrecordedObject>,
    /// Whether the state knew nothing at all.
    pub state_was_empty: bool,
    /// When live AWS was read.
    #[serde(skip)]
    pub read_times: Option<ReadTimes>,
    /// The live objects that stay, for references to them while applying.
    #[serde(skip)]
    pub live: BTreeMap<Address, LiveObject>,
    /// What cannot be planned where that fails nothing else, and why.
    #[serde(skip)]
    pub refused: BTreeMap<Address, Refusal>,
    /// The declared outputs as far as they are known; nothing for a sensitive one.
    pub outputs: BTreeMap<String, Option<Value>>,
    /// The same as they were recorded last.
    pub recorded_outputs: BTreeMap<String, Option<Value>>,
}

/// An object that the state drops without a step, because another stack owns it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// The address that it has been replaced at.
    pub address: Address,
    pub id: String,
    pub region: String,
    /// The stack that its tags name.
    pub stack: String,
}

/// A part of an object that waits for somebody outside: nothing can be done to it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub address: Address,
    /// What waits for what, in a sentence without a full stop.
    pub says: String,
}

/// An object that is ours although the state does not say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnrecordedObject {
    pub address: Address,
    pub id: String,
    pub region: String,
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
pub struct ReadTimes {
    pub began: Instant,
    pub ended: Instant,
}

impl ReadTimes {
    /// Reading that began at some time and ends now.
    pub fn since(began: Instant) -> Self {
        Self { began, ended: Instant::now() }
    }

    /// The same where an object was read so long ago.
    pub fn with_read(self, age: Duration) -> Self {
        let read = Instant::now().checked_sub(age);
        Self { began: read.map_or(self.began, |read| read.min(self.began)), ..self }
    }
}

impl Plan {
    /// The addresses that have steps.
    pub fn step_addresses(&self) -> BTreeSet<Address> {
        let steps = self.steps.iter();
        steps.map(|step| step.address.clone()).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.moved.is_empty()
    }
}
