//! Plans in files: what was looked at is what is done, or nothing is.
//!
//! A file cannot hold what an apply needs, for it must hold no secret. So the plan is made again at the
//! apply, and must come out the same: each step about the same object, from the same live spec, to the
//! same spec. Sensitive values are compared by fingerprints that mean nothing elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Action, Phase, Plan, Request, Step};
use crate::kinds;
use crate::spec::{Address, Stack};
use crate::state::{Move, fingerprinted};
use crate::value::Value;

/// The format that this version writes. No other is read.
const FORMAT: u32 = 1;
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A plan as a file keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedPlan {
    pub format: u32,
    /// The version of diatonic that made it.
    pub diatonic: String,
    /// `<project>-<environment>`.
    pub stack: String,
    pub account: String,
    pub request: Request,
    /// Makes the fingerprints useless elsewhere.
    salt: String,
    steps: Vec<SavedStep>,
    moved: Vec<Move>,
    /// The plan as people see it, and as programs do.
    pub text: String,
    pub json: Value,
}

/// What must be the same at the apply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct SavedStep {
    address: Address,
    action: Action,
    phase: Phase,
    id: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
}

/// Why a saved plan is not carried out: one sentence for each thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale(pub Vec<String>);

impl SavedPlan {
    /// Keeps a plan, with how it is shown.
    pub fn new(stack: &Stack, plan: &Plan, request: &Request, text: String, json: Value) -> Self {
        let salt = crate::state::random_text();
        let environment = &stack.environment;
        Self {
            format: FORMAT,
            diatonic: VERSION.to_owned(),
            stack: environment.stack(),
            account: environment.account.clone(),
            request: request.clone(),
            steps: plan.steps.iter().map(|step| saved(step, &salt)).collect(),
            moved: plan.moved.clone(),
            salt,
            text,
            json,
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// In a sentence: it is no plan, or one of another version.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            diatonic: String,
        }
        let no_plan = |error: serde_json::Error| format!("it is no saved plan: {error}");
        let head: Head = serde_json::from_slice(bytes).map_err(no_plan)?;
        if head.format != FORMAT || head.diatonic != VERSION {
            return Err(format!(
                "diatonic {} has made it, and this is {VERSION}: plan again",
                head.diatonic
            ));
        }
        serde_json::from_slice(bytes).map_err(no_plan)
    }

    /// Whether it belongs to a stack.
    ///
    /// # Errors
    /// In a sentence: it is another's.
    pub fn check_stack(&self, stack: &Stack) -> Result<(), String> {
        let environment = &stack.environment;
        if (&self.stack, &self.account) == (&environment.stack(), &environment.account) {
            return Ok(());
        }
        Err(format!(
            "it is a plan for {} in account {}, and this is {} in account {}",
            self.stack,
            self.account,
            environment.stack(),
            environment.account
        ))
    }

    /// Whether a plan that was made now is the one that was saved.
    ///
    /// # Errors
    /// Everything that is not as it was.
    pub fn check(&self, plan: &Plan) -> Result<(), Stale> {
        let now: Vec<SavedStep> = plan
            .steps
            .iter()
            .map(|step| saved(step, &self.salt))
            .collect();
        let same_moves = plan.moved == self.moved;
        if now == self.steps && same_moves {
            return Ok(());
        }
        let (then, now) = (by_address(&self.steps), by_address(&now));
        let addresses: BTreeSet<&Address> = then.keys().chain(now.keys()).copied().collect();
        let moves = (!same_moves).then(|| "other resources move than did".to_owned());
        let reasons: Vec<String> = addresses
            .into_iter()
            .filter_map(|address| difference(address, then.get(address), now.get(address)))
            .chain(moves)
            .collect();
        Err(Stale(match reasons.is_empty() {
            true => vec!["the steps would be taken in another order".to_owned()],
            false => reasons,
        }))
    }
}

fn saved(step: &Step, salt: &str) -> SavedStep {
    let safe = |value: &Option<Value>| {
        let kind = kinds::find(&step.address.kind)?;
        let value = value.as_ref()?;
        Some(fingerprinted(value, kind.schema(), &step.sensitive, salt))
    };
    SavedStep {
        address: step.address.clone(),
        action: step.action,
        phase: step.phase.clone(),
        id: step.id.clone(),
        before: safe(&step.before),
        after: safe(&step.after),
    }
}

fn by_address(steps: &[SavedStep]) -> BTreeMap<&Address, Vec<&SavedStep>> {
    let mut by_address: BTreeMap<&Address, Vec<&SavedStep>> = BTreeMap::new();
    for step in steps {
        by_address.entry(&step.address).or_default().push(step);
    }
    by_address
}

/// What is not as it was with one resource, in a sentence.
fn difference(
    address: &Address,
    then: Option<&Vec<&SavedStep>>,
    now: Option<&Vec<&SavedStep>>,
) -> Option<String> {
    let (then, now) = match (then, now) {
        (Some(then), Some(now)) => (then, now),
        (None, Some(_)) => return Some(format!("{address} is to change too now")),
        (Some(_), None) => return Some(format!("{address} need not change any more")),
        (None, None) => return None,
    };
    if then == now {
        return None;
    }
    let differs = |side: fn(&SavedStep) -> &Option<Value>| {
        let of = |steps: &[&SavedStep]| -> Vec<Option<Value>> {
            steps.iter().map(|step| side(step).clone()).collect()
        };
        of(then) != of(now)
    };
    Some(if differs(|step| &step.before) {
        format!("{address} has changed in AWS")
    } else if differs(|step| &step.after) {
        format!("{address} has changed in the specs, or in what they read")
    } else {
        format!("{address} would be changed in another way")
    })
}
