//! What differs between two environments, as they are compiled: nobody is asked.

mod environment_values;
mod side;

use std::collections::BTreeMap;

pub use environment_values::EnvironmentValue;
use side::in_one_form;
pub use side::{Described, Side};

use crate::plan::{Action, Phase, Reason, Step};
use compiler::Address;
use compiler::environment::Environment;
use environment_values::{environment_values, folded};
use language::diff::{self, Change};
use language::value::{Object, Path, Value, unknown};
use state::REDACTED;

/// What becomes of names that differ by the environments' own names, accounts and regions alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// They are the same.
    Folded,
    /// They differ like everything else.
    Whole,
}

/// What differs between two environments.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The words that were folded.
    pub words: Vec<EnvironmentValue>,
    pub settings: Vec<Change>,
    pub variables: Vec<Change>,
    pub outputs: Vec<Change>,
    /// What would make the objects of the first to those of the second, as the steps of a plan: a delete is of what
    /// only the first has, and a creation of what only the second has.
    pub steps: Vec<Step>,
    /// How many objects are the same.
    pub alike: usize,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        let Self { settings, variables, outputs, steps, .. } = self;
        settings.is_empty() && variables.is_empty() && outputs.is_empty() && steps.is_empty()
    }
}

/// Holds two environments against each other.
pub fn compare(first: &Side<'_>, second: &Side<'_>, names: Names) -> Comparison {
    let words = match names {
        Names::Folded => environment_values(first.environment, second.environment),
        Names::Whole => Vec::new(),
    };
    let changes = |first: &Value, second: &Value| {
        let (first, second) = folded(&words, first, second);
        let shown = [first, second].map(|side| unknown::display_value(&side));
        diff::changes(&shown[1], &shown[0])
    };
    let mut settings = changes(&first.settings, &second.settings);
    // Each of the words is told by itself.
    let is_word = |path: &Path| words.iter().any(|word| format!("env.{path}") == word.reference);
    settings.retain(|change| !is_word(&change.path));
    let (before, after) = variables(first, second);
    let variables = changes(&before, &after);
    let outputs = changes(&outputs(first), &outputs(second));
    let mut steps = Vec::new();
    let mut alike = 0;
    let both = first.objects.keys().chain(second.objects.keys());
    for address in both.collect::<std::collections::BTreeSet<_>>() {
        let sides = (first.objects.get(address), second.objects.get(address));
        let specs = match names {
            Names::Folded => without_tags(first.environment, second.environment, sides),
            Names::Whole => in_one_form(sides.0, sides.1),
        };
        match step(address, sides, specs, &words) {
            Some(step) => steps.push(step),
            None => alike += 1,
        }
    }
    Comparison { words, settings, variables, outputs, steps, alike }
}

/// The specs of an object without the tags that it has from an environment where the two have others: the settings
/// tell of these.
fn without_tags(
    first: &Environment,
    second: &Environment,
    sides: (Option<&Described>, Option<&Described>),
) -> (Value, Value) {
    let (mut before, mut after) = in_one_form(sides.0, sides.1);
    for (spec, own, other) in
        [(&mut before, &first.tags, &second.tags), (&mut after, &second.tags, &first.tags)]
    {
        if let Some(Value::Object(tags)) = spec.get_mut("tags") {
            tags.retain(|key, value| {
                let of_environment = own.get(key).is_some_and(|tag| value == tag);
                !of_environment || own.get(key) == other.get(key)
            });
        }
    }
    (before, after)
}

/// What differs of one object; nothing where it is the same.
fn step(
    address: &Address,
    (first, second): (Option<&Described>, Option<&Described>),
    (before, after): (Value, Value),
    words: &[EnvironmentValue],
) -> Option<Step> {
    let (before, after) = folded(words, &before, &after);
    let (action, reason, changes) = match (first, second) {
        (Some(_), None) => (Action::Delete, Reason::NotInSpecs, Vec::new()),
        (None, _) => (Action::Create, Reason::New, Vec::new()),
        (Some(_), Some(_)) => {
            let changes = diff::changes(&after, &before);
            if changes.is_empty() {
                return None;
            }
            (Action::Update, Reason::Changed, changes)
        }
    };
    let sides = || [first, second].into_iter().flatten();
    Some(Step {
        address: address.clone(),
        action,
        reason,
        changes,
        phase: Phase::Whole,
        id: None,
        region: sides().last().map(|side| side.region.clone()).unwrap_or_default(),
        before: first.map(|_| before.into()),
        after: second.map(|_| after.into()),
        // What is sensitive in one of the two may be so in the other.
        sensitive: sides().flat_map(|side| side.sensitive.clone()).collect(),
        waits_for: Default::default(),
        waits_for_creation: Default::default(),
        depends_on: Default::default(),
        replaces: Vec::new(),
        trusted: Vec::new(),
        consequences: Vec::new(),
        secrets: Vec::new(),
    })
}

/// The variables of both sides as they may be shown: of those that are sensitive whether they are the same.
fn variables(first: &Side<'_>, second: &Side<'_>) -> (Value, Value) {
    let shown = |own: &Side<'_>, other: &Side<'_>, word: &str| -> Value {
        let shown = own.variables.iter().map(|(name, (value, is_sensitive))| {
            let others = other.variables.get(name);
            let is_sensitive = *is_sensitive || others.is_some_and(|(_, sensitive)| *sensitive);
            let is_same = others.is_none_or(|(other, _)| other == value);
            let value = match (is_sensitive, is_same) {
                (false, _) => value.clone(),
                (true, true) => REDACTED.into(),
                (true, false) => format!("({word} sensitive value)").into(),
            };
            (name.clone(), value)
        });
        Value::Object(shown.collect())
    };
    (shown(first, second, "old"), shown(second, first, "new"))
}

fn outputs(side: &Side<'_>) -> Value {
    let outputs: &BTreeMap<String, Option<Value>> = &side.outputs;
    let shown = outputs
        .iter()
        .map(|(name, value)| (name.clone(), value.clone().unwrap_or_else(|| REDACTED.into())));
    Value::Object(shown.collect::<Object>())
}
