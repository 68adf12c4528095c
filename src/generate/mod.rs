//! Specs of objects that exist: from what a kind reads to the block that a person would have written.
//!
//! What says no more than a default is left out, what others are known by becomes a reference to them,
//! and secrets become variables. A block compiles to the object that it was made from.

mod defaults;
mod known;
mod names;
mod template;
#[cfg(test)]
mod tests;
mod waits;
mod writer;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::kind::{AnyKind, LiveObject, Place, Prediction};
use crate::spec::Address;
use crate::spec::environment::Environment;
use crate::value::{Object, Ordered, Path, Value};
use crate::workspace::Workspace;

use known::Known;
use names::Names;
use template::Templates;
use waits::Waits;
use writer::Writer;
pub use yaml::render;

/// An object to write the spec of.
pub struct Subject {
    pub kind: &'static dyn AnyKind,
    /// AWS's name for it.
    pub id: String,
    pub place: Place,
    pub live: LiveObject,
    /// Its logical name; where there is none, it follows from the physical one.
    pub name: Option<String>,
    /// Fields that hold secrets, besides those of which the kind says so.
    pub sensitive: BTreeSet<Path>,
}

/// The spec of an object, its texts written as templates.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub address: Address,
    pub body: Ordered,
    /// What a person has to know or to do, each about a field.
    pub remarks: Vec<Remark>,
    /// Sensitive variables that the block refers to, and that need a value.
    pub variables: BTreeSet<String>,
    /// Files that the block names, and of which AWS has the content.
    pub files: Vec<HeldFile>,
}

/// A file that a block names and that is to be fetched from AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    pub field: Path,
    /// In the project's folder.
    pub file: String,
}

/// Something for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub field: Path,
    pub text: String,
}

/// Writes blocks for an environment, with references to what its specs have and to one another.
pub struct Generator<'a> {
    environment: &'a Environment,
    workspace: &'a Workspace,
    known: Known,
    names: Names,
    waits: Waits,
}

impl<'a> Generator<'a> {
    pub fn new(environment: &'a Environment, workspace: &'a Workspace) -> Self {
        Self {
            environment,
            workspace,
            known: Known::new(environment),
            names: Names::default(),
            waits: Waits::default(),
        }
    }

    /// Makes a resource known to which blocks may refer: its outputs, those that exist before those that
    /// are predicted.
    pub fn know(&mut self, address: &Address, outputs: &BTreeMap<String, Option<String>>) {
        self.names.take(address);
        self.known.add(address, outputs, &|_| true);
    }

    /// The blocks of objects, in the same order. They refer to each other, and to what is known.
    pub async fn blocks(mut self, subjects: &[Subject]) -> Vec<Block> {
        let addresses: Vec<Address> = subjects
            .iter()
            .map(|subject| self.names.give(subject, self.environment.prefix()))
            .collect();
        for (subject, address) in subjects.iter().zip(&addresses) {
            let predicted = prediction(subject).outputs;
            let is_predicted = |output: &str| predicted.get(output).is_some_and(Option::is_some);
            self.known
                .add(address, &subject.live.outputs, &is_predicted);
        }
        let mut blocks = Vec::with_capacity(subjects.len());
        for (subject, address) in subjects.iter().zip(addresses) {
            blocks.push(self.block(subject, address).await);
        }
        blocks
    }

    async fn block(&mut self, subject: &Subject, address: Address) -> Block {
        let templates = Templates {
            known: &self.known,
            environment: self.environment,
        };
        let mut writer = Writer::new(templates, &mut self.waits, subject, &address);
        let order = subject.kind.ordered(&subject.live.spec);
        let spec = defaults::without(subject, &mut writer, self.workspace).await;
        let mut spec = without_given(subject, self.environment, &address, spec);
        let mut files = Vec::new();
        for stand_in in subject.kind.stand_ins(&subject.live.spec, &address.name) {
            stand_in.path.set(&mut spec, Some(stand_in.value));
            files.extend(stand_in.file.map(|file| HeldFile {
                field: stand_in.path.clone(),
                file,
            }));
            writer.leave_plain(stand_in.path.clone());
            writer.remark(stand_in.path, stand_in.remark);
        }
        let body = placed(subject, self.environment, writer.body(&spec, &order));
        let (remarks, variables) = writer.into_findings();
        Block {
            address,
            body,
            remarks,
            variables,
            files,
        }
    }
}

/// The spec without what the compiler gives every resource: the default name, the environment's tags
/// and our own.
fn without_given(
    subject: &Subject,
    environment: &Environment,
    address: &Address,
    mut spec: Value,
) -> Value {
    let Value::Object(fields) = &mut spec else {
        return spec;
    };
    let default_name = format!("{}-{}", environment.prefix(), address.name);
    if fields.get("name").is_some_and(|name| *name == default_name) {
        fields.remove("name");
    }
    if subject.kind.is_taggable()
        && let Some(Value::Object(tags)) = fields.get_mut("tags")
    {
        tags.retain(|key, value| {
            let given = environment.tags.get(key);
            !crate::aws::tags::is_ownership(key) && given.is_none_or(|given| *value != *given)
        });
        if tags.is_empty() {
            fields.remove("tags");
        }
    }
    spec
}

/// The body of an object's block with its region, where that is not the environment's own.
fn placed(subject: &Subject, environment: &Environment, mut body: Ordered) -> Ordered {
    let region = &subject.place.region;
    if let Ordered::Map(fields) = &mut body
        && *region != environment.region
    {
        let region = Ordered::Scalar(region.clone().into());
        fields.shift_insert(0, "region".to_owned(), region);
    }
    body
}

/// What of an object follows from its identity.
fn prediction(subject: &Subject) -> Prediction {
    let fields = subject.kind.identity_fields().iter();
    let identity: Object = fields
        .filter_map(|field| Some((field.clone(), subject.live.spec.get(field)?.clone())))
        .collect();
    let predicted = subject.kind.predict(&identity.into(), &subject.place);
    predicted.unwrap_or_default()
}
