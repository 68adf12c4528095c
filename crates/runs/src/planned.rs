//! What a plan makes of the resources of the specs, and which secrets it knows.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::record::Recorded;
use compiler::Address;
use engine::plan::{Phase, Plan};
use kind::registry;
use language::value::Value;
use state::{marked, redact};

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
            id: step.id.clone().filter(|_| !step.action.creates_object()),
            spec: marked(after, kind.schema(), &step.sensitive).into(),
        };
        planned.insert(step.address.clone(), recorded);
    }
    planned
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
    /// What is shorter is not a secret, and stands in every other word.
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
