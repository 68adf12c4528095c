//! One of two environments, as it is compiled.

use std::collections::{BTreeMap, BTreeSet};

use aws::tags;
use compiler::environment::Environment;
use compiler::{Address, Stack};
use language::diagnostic::Diagnostics;
use language::value::{Object, Path, Value, auto, unknown};

/// An environment with all that it says of its objects.
pub struct Side<'a> {
    pub environment: &'a Environment,
    /// What its file says beside the variables.
    pub settings: Value,
    /// The variables that have a value, and whether it is sensitive.
    pub variables: BTreeMap<String, (Value, bool)>,
    /// The declared outputs as far as they are known. A sensitive one is nothing.
    pub outputs: BTreeMap<String, Option<Value>>,
    pub objects: BTreeMap<Address, Described>,
}

/// An object as the specs have it.
#[derive(Debug, Clone, Default)]
pub struct Described {
    /// As it is written.
    spec: Value,
    /// In the form of its kind, which has defaults in one way, whether they are written or not. What is not known
    /// yet may fit into no such form.
    comparable: Option<Value>,
    pub region: String,
    /// The fields that hold something sensitive.
    pub sensitive: BTreeSet<Path>,
}

impl<'a> Side<'a> {
    /// What a stack comes to without AWS. What AWS decides whether it exists is left out.
    ///
    /// # Errors
    /// Every expression that has no value.
    pub fn of(stack: &'a Stack) -> Result<Self, Diagnostics> {
        let mut objects = BTreeMap::new();
        for resource in stack.decided() {
            let evaluation = stack.evaluate(resource, &stack.resources)?;
            let filled = resource.kind.fill(&evaluation.spec).ok();
            let described = Described {
                spec: settled(&evaluation.spec),
                comparable: filled.map(|filled| settled(&filled.comparable())),
                region: resource.place.region.clone(),
                sensitive: evaluation.sensitive,
            };
            objects.insert(resource.address.clone(), described);
        }
        let variables = stack.known_variables();
        Ok(Self {
            environment: &stack.environment,
            settings: settings(&stack.environment),
            variables: variables
                .map(|(name, value, is_sensitive)| (name.to_owned(), (value.clone(), is_sensitive)))
                .collect(),
            outputs: stack.outputs(&stack.resources)?,
            objects,
        })
    }
}

/// The specs of one object on two sides, in one form; null where there is none.
pub fn in_one_form(first: Option<&Described>, second: Option<&Described>) -> (Value, Value) {
    let sides = || [first, second].into_iter().flatten();
    let is_filled = sides().all(|side| side.comparable.is_some());
    let form = |side: Option<&Described>| {
        let side = side?;
        side.comparable.clone().filter(|_| is_filled).or_else(|| Some(side.spec.clone()))
    };
    (form(first).unwrap_or_default(), form(second).unwrap_or_default())
}

/// A spec without what is left to AWS, and without our own tags, which tell the environments apart.
fn settled(spec: &Value) -> Value {
    let mut spec = without_marks(spec);
    if let Some(Value::Object(tags)) = spec.get_mut("tags") {
        tags.retain(|key, _| !tags::is_ownership(key));
    }
    spec
}

/// The value without what is left to AWS or not there. What waits for an answer of AWS is unknown like everything else that is.
fn without_marks(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(_, value)| !value.is_null() && !auto::accepts_any(value))
            .map(|(key, value)| (key.clone(), without_marks(value)))
            .collect::<Object>()
            .into(),
        Value::Array(list) => list.iter().map(without_marks).collect(),
        Value::String(text) => Value::String(pending_as_unknown(text)),
        other => other.clone(),
    }
}

fn settings(environment: &Environment) -> Value {
    // All settings can be said in JSON.
    let mut settings = serde_json::to_value(environment).unwrap_or_default();
    if let Value::Object(settings) = &mut settings {
        settings.remove("variables");
        settings.retain(|_, value| !value.is_null());
    }
    settings
}

/// A text in which what AWS has not been asked for is what AWS has yet to invent.
fn pending_as_unknown(text: &str) -> String {
    match unknown::in_text(text) {
        true => text.replace(unknown::RESERVED[2], ""),
        false => text.to_owned(),
    }
}
