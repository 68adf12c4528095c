//! What the tests of many objects at once need: objects as they are read, and whether their blocks mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Block, Generator, Specs, Subject, render, render_locals};
use compiler::{Address, Options, Stack, compile_in_memory};
use engine::graph;
use kind::registry;
use kind::{Compared, LiveObject, Place};
use language::diff;
use workspace::Workspace;

/// Tests have every kind, those of the fake cloud among them.
#[cfg(test)]
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    fake_cloud::register();
}

pub(super) const ENVIRONMENT: &str = "{ account: \"123456789012\", region: us-east-2, project: shop, \
                           tags: { Project: shop } }";

pub(super) fn compiled(specs: &str) -> Stack {
    let options = Options { environment: "dev".to_owned(), ..Options::default() };
    let files: &[(&str, &[u8])] = &[("specs/app.yaml", specs.as_bytes())];
    match compile_in_memory(&options, ENVIRONMENT.as_bytes(), files) {
        Ok(stack) => stack,
        Err(failure) => panic!("{:#?}\n{specs}", failure.diagnostics),
    }
}

pub(super) async fn subject(kind: &str, spec: Value, outputs: Value) -> Subject {
    let kind = registry::find(kind).unwrap();
    let mut spec = spec;
    // The environment gives this tag to everything.
    if kind.is_taggable() && spec["tags"].get("Project").is_none() {
        spec["tags"]["Project"] = "shop".into();
    }
    let spec = kind.ready(&spec, &workspace()).await.unwrap().comparable();
    let place = Place::new("123456789012", "us-east-2");
    let mut subject = Subject {
        kind,
        id: "id".to_owned(),
        place,
        live: LiveObject::from(spec),
        name: None,
        sensitive: BTreeSet::new(),
        suggested_name: None,
        needs: BTreeSet::new(),
    };
    let mut known = subject.prediction().outputs;
    let invented: BTreeMap<String, Option<String>> = serde_json::from_value(outputs).unwrap();
    known.extend(invented);
    subject.live.outputs = known.into();
    subject
}

pub(super) fn workspace() -> Workspace {
    Workspace::new(PathBuf::new())
}

/// The text of the files of what is folded.
pub(super) async fn folded(subjects: &[Subject]) -> String {
    let stack = compiled("{}");
    let workspace = workspace();
    let mut generator = Generator::new(&stack, &workspace);
    let blocks = generator.blocks(subjects).await;
    let Specs { files, locals, .. } = generator.specs(blocks);
    let blocks: Vec<Block> = files.into_iter().flat_map(|file| file.blocks).collect();
    let text = render(&blocks).unwrap();
    match locals.is_empty() {
        true => text,
        false => format!("{}\n{text}", render_locals(&locals).unwrap()),
    }
}

pub(super) async fn generated(subjects: &[Subject]) -> Vec<Block> {
    let stack = compiled("{}");
    let workspace = workspace();
    Generator::new(&stack, &workspace).blocks(subjects).await
}

/// The blocks compile, their cycles can be broken, and each means what was read.
pub(super) async fn means(blocks: &[Block], subjects: &[Subject]) -> String {
    let text = render(blocks).unwrap();
    let stack = text_means(&text, subjects).await;
    for block in blocks {
        assert!(stack.resources.contains_key(&block.address), "{text}");
    }
    text
}

/// The same of a text: its resources are known by what the objects are known by.
pub(super) async fn text_means(text: &str, subjects: &[Subject]) -> Stack {
    let stack = compiled(text);
    graph::build(&stack).unwrap_or_else(|error| panic!("{error:#?}\n{text}"));
    let outputs: BTreeMap<&Address, &Subject> = stack
        .resources
        .values()
        .map(|resource| {
            let is_it = |subject: &&Subject| {
                let mut identity = resource.identity.iter();
                let live = &subject.live.spec;
                subject.kind.name() == resource.kind.name()
                    && resource.place == subject.place
                    && identity.all(|(field, value)| live.get(field) == Some(value))
            };
            let subject = subjects.iter().find(is_it);
            let address = &resource.address;
            (address, subject.unwrap_or_else(|| panic!("{address}\n{text}")))
        })
        .collect();
    assert_eq!(outputs.len(), subjects.len(), "{text}");
    for (address, subject) in &outputs {
        let resource = &stack.resources[*address];
        let evaluation = stack.evaluate(resource, &Live(&outputs)).unwrap();
        let desired = resource.kind.ready(&evaluation.spec, &workspace()).await;
        let desired = desired.unwrap().comparable();
        let is_applied = |_: &Value, _: &Value| false;
        let with = Compared { desired: &desired, applied: None, is_applied: &is_applied };
        let live = resource.kind.compared(&subject.live.spec, with);
        let changes = diff::changes(&desired, &live);
        let is_given = |change: &diff::Change| {
            let key = change.path.last_key().unwrap_or_default();
            key == "Project" || aws::tags::is_ownership(key) || key == "tags"
        };
        let changes: Vec<_> = changes.iter().filter(|change| !is_given(change)).collect();
        assert!(changes.is_empty(), "{address}: {changes:#?}\n{text}");
    }
    stack
}

/// The outputs of what was read.
struct Live<'a>(&'a BTreeMap<&'a Address, &'a Subject>);

impl compiler::OutputSource for Live<'_> {
    fn output(
        &self,
        address: &Address,
        output: &str,
    ) -> Result<Option<Value>, language::expression::Problem> {
        let subject = self.0[address];
        let text = subject.live.outputs[output].clone();
        Ok(text.map(Value::String))
    }
}

pub(super) fn trust(condition: Value) -> Value {
    json!({ "Statement": [{
        "Effect": "Allow",
        "Principal": { "Service": "lambda.amazonaws.com" },
        "Action": "sts:AssumeRole",
        "Condition": { "ArnEquals": condition },
    }] })
}
