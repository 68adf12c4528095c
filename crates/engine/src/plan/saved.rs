//! Plans in files: what was looked at is what is done, or nothing is.
//!
//! A file cannot hold what an apply needs, for it must hold no secret. So the plan is made again at the
//! apply, and must come out the same in all that the file says: there is nothing in it that is shown and
//! not held against what is done. Sensitive values are compared by their marks.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::model::{Blocked, Plan};
use super::request::Request;
use super::step::Step;
use compiler::environment::Environment;
use compiler::{Address, Stack};
use kind::registry;
use language::diff::Change;
use language::expression::PlanTime;
use language::value::{Path, Shared, Value};
use state::{TrustedField, marked, marked_at, marked_like};

/// The format that this version writes. No other is read.
const FORMAT: u32 = 3;
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a plan is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedFor {
    /// `<project>/<environment>`.
    pub stack: String,
    pub account: String,
    pub region: String,
}

impl PlannedFor {
    pub fn of(environment: &Environment) -> Self {
        Self {
            stack: environment.stack(),
            account: environment.account.clone(),
            region: environment.region.clone(),
        }
    }
}

/// A plan as a file keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SavedPlan {
    pub format: u32,
    /// The version of diatonic that made it.
    pub diatonic: String,
    #[serde(flatten)]
    pub planned_for: PlannedFor,
    /// When it was made: what depends on the time comes out the same when it is carried out.
    pub plan_time: PlanTime,
    pub request: Request,
    /// Without what is sensitive.
    pub plan: Plan,
}

/// Why a saved plan is not carried out: one sentence for each thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale(pub Vec<String>);

impl SavedPlan {
    /// Keeps a plan that may be carried out.
    ///
    /// # Errors
    /// What is refused in it: it would be kept as something that can be done.
    pub fn new(stack: &Stack, plan: &Plan, request: &Request) -> Result<Self, Vec<Blocked>> {
        if !plan.blocked.is_empty() {
            return Err(plan.blocked.clone());
        }
        Ok(Self {
            format: FORMAT,
            diatonic: VERSION.to_owned(),
            planned_for: PlannedFor::of(&stack.environment),
            plan_time: stack.plan_time(),
            request: request.clone(),
            plan: without_secrets(plan),
        })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// In a sentence: it is not a plan, or one of another version.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            diatonic: String,
        }
        let no_plan = |error: serde_json::Error| format!("it is not a saved plan: {error}");
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
        let (then, now) = (&self.planned_for, PlannedFor::of(&stack.environment));
        if *then == now {
            return Ok(());
        }
        let named =
            |one: &PlannedFor| format!("{} in account {}, {}", one.stack, one.account, one.region);
        Err(format!("it is a plan for {}, and this is {}", named(then), named(&now)))
    }

    /// Whether a plan that was made now is the one that was saved, in all that is shown of it.
    ///
    /// # Errors
    /// Everything that is not as it was.
    pub fn check(&self, plan: &Plan) -> Result<(), Stale> {
        let (then, now) = (&self.plan, without_secrets(plan));
        let mut reasons = changed_steps(&then.steps, &now.steps);
        let refused = now.blocked.iter();
        reasons.extend(refused.map(|blocked| format!("{}; {}", blocked.why, blocked.help)));
        let outputs = |plan: &Plan| (plan.outputs.clone(), plan.recorded_outputs.clone());
        let known = |plan: &Plan| (plan.unrecorded.clone(), plan.state_was_empty);
        if then.moved != now.moved {
            reasons.push("the set of moved resources has changed".to_owned());
        }
        // These follow from the steps, mostly, and are told where they do not.
        let others = [
            (then.steps != now.steps, "the steps would be taken in another order"),
            (then.drift != now.drift, "what was changed outside diatonic is not what it was"),
            (outputs(then) != outputs(&now), "the outputs are not what they were"),
            (
                then.forgotten != now.forgotten,
                "the set of objects owned by other stacks has changed",
            ),
            (known(then) != known(&now), "the state knows other objects than it did"),
            (then.unchanged != now.unchanged, "the set of unchanged resources has changed"),
        ];
        if reasons.is_empty() {
            let others = others.into_iter().filter(|(is_so, _)| *is_so);
            reasons.extend(others.map(|(_, why)| why.to_owned()));
        }
        match reasons.is_empty() {
            true => Ok(()),
            false => Err(Stale(reasons)),
        }
    }
}

/// A plan with marks for what is sensitive.
fn without_secrets(plan: &Plan) -> Plan {
    Plan {
        steps: plan.steps.iter().map(without_secrets_in).collect(),
        blocked: plan.blocked.clone(),
        drift: plan.drift.clone(),
        unchanged: plan.unchanged,
        moved: plan.moved.clone(),
        forgotten: plan.forgotten.clone(),
        waiting: plan.waiting.clone(),
        unrecorded: plan.unrecorded.clone(),
        state_was_empty: plan.state_was_empty,
        outputs: plan.outputs.clone(),
        recorded_outputs: plan.recorded_outputs.clone(),
        ..Plan::default()
    }
}

fn without_secrets_in(step: &Step) -> Step {
    let kind = registry::find(&step.address.kind);
    let spec = |spec: &Option<Shared<Value>>| {
        Some(marked(spec.as_ref()?, kind?.schema(), &step.sensitive))
    };
    let wanted = spec(&step.after).unwrap_or_default();
    let field = |field: &Path, value: &Value| match kind {
        Some(kind) => {
            let marked = marked_at(field, value, kind.schema(), &step.sensitive);
            marked_like(&wanted, field, &marked)
        }
        None => Value::Null,
    };
    let change = |change: &Change| Change {
        path: change.path.clone(),
        before: change.before.as_ref().map(|value| field(&change.path, value)),
        after: change.after.as_ref().map(|value| field(&change.path, value)),
    };
    let trusted = |trusted: &TrustedField| TrustedField {
        live: field(&trusted.field, &trusted.live),
        specified: field(&trusted.field, &trusted.specified),
        field: trusted.field.clone(),
    };
    Step {
        before: spec(&step.before).map(|spec| marked_like(&wanted, &Path::root(), &spec).into()),
        after: spec(&step.after).map(Shared::from),
        changes: step.changes.iter().map(change).collect(),
        trusted: step.trusted.iter().map(trusted).collect(),
        ..step.clone()
    }
}

/// What is not as it was with each resource, in a sentence.
fn changed_steps(then: &[Step], now: &[Step]) -> Vec<String> {
    let (then, now) = (alone(then), alone(now));
    let (then, now) = (by_address(&then), by_address(&now));
    let addresses: BTreeSet<&Address> = then.keys().chain(now.keys()).copied().collect();
    addresses
        .into_iter()
        .filter_map(|address| difference(address, then.get(address), now.get(address)))
        .collect()
}

/// Steps without their place among others.
fn alone(steps: &[Step]) -> Vec<Step> {
    let alone = |step: &Step| Step {
        waits_for: BTreeSet::new(),
        waits_for_creation: BTreeSet::new(),
        ..step.clone()
    };
    steps.iter().map(alone).collect()
}

fn by_address(steps: &[Step]) -> BTreeMap<&Address, Vec<&Step>> {
    let mut by_address: BTreeMap<&Address, Vec<&Step>> = BTreeMap::new();
    for step in steps {
        by_address.entry(&step.address).or_default().push(step);
    }
    by_address
}

/// What is not as it was with one resource, in a sentence.
fn difference(
    address: &Address,
    then: Option<&Vec<&Step>>,
    now: Option<&Vec<&Step>>,
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
    let differs = |side: fn(&Step) -> &Option<Shared<Value>>| {
        let of = |steps: &[&Step]| -> Vec<Option<Shared<Value>>> {
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
