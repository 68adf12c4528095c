//! A project together with the objects that it owns: what each of its resources is and means.

use std::collections::BTreeMap;
use std::path::Path;

use aws::Aws;
use compiler::{self, Address, Evaluation, Options, OutputSource, Stack};
use kind::registry;
use language::expression::Problem;
use serde_json::Value;
use workspace::Workspace;

/// An object that a project owns.
pub struct Object {
    pub address: Address,
    pub id: String,
    pub region: String,
    /// As AWS has it.
    pub spec: Value,
    pub outputs: BTreeMap<String, Option<String>>,
    /// What its resource says, with every reference replaced by what it leads to.
    pub evaluation: Evaluation,
    /// What that comes to, but for the tags by which we know it.
    pub meaning: Value,
}

impl Object {
    /// Its own tags.
    pub fn tags(&self) -> Value {
        without_ours(self.spec.clone())["tags"].take()
    }
}

/// A compiled project and its objects by kind and id.
pub struct Project {
    pub stack: Stack,
    pub objects: BTreeMap<(String, String), Object>,
}

impl Project {
    /// Compiles the specs in a folder, and reads what its state has.
    pub async fn read(root: &Path, aws: &Aws) -> Self {
        let stack = compiled(root).unwrap_or_else(|why| panic!("{why}"));
        let state = std::fs::read(root.join(".diatonic/dev/state.json")).expect("a state");
        let state: Value = serde_json::from_slice(&state).expect("JSON");
        let mut live = BTreeMap::new();
        for (address, entry) in state["resources"].as_object().expect("a map") {
            let address: Address = address.parse().expect("an address");
            let id = entry["id"].as_str().expect("an id").to_owned();
            let kind = registry::find(&address.kind).expect("a kind");
            let aws = aws.in_region(entry["region"].as_str().expect("a region"));
            let read = kind.read(&aws, &id).await.expect("AWS answers");
            live.insert(address, (id, aws, read.expect("it exists")));
        }
        let outputs =
            Outputs(live.iter().map(|(address, (_, _, live))| (address, &*live.outputs)).collect());
        let workspace = Workspace::new(root);
        let mut objects = BTreeMap::new();
        for (address, (id, aws, read)) in &live {
            let resource = &stack.resources[address];
            let evaluation = stack.evaluate(resource, &outputs).expect("values");
            let meaning = resource.kind.ready(&evaluation.spec, &workspace).await;
            let meaning = meaning.map(|meaning| meaning.comparable());
            let object = Object {
                address: address.clone(),
                id: id.clone(),
                region: aws.region().to_owned(),
                spec: read.spec.clone().into(),
                outputs: read.outputs.clone().into_inner(),
                meaning: without_ours(meaning.expect("a spec that can be carried out")),
                evaluation,
            };
            objects.insert((address.kind.clone(), id.clone()), object);
        }
        Self { stack, objects }
    }
}

/// The specs in a folder, compiled.
pub fn compiled(root: &Path) -> Result<Stack, String> {
    let options =
        Options { root: root.to_owned(), environment: "dev".to_owned(), ..Options::default() };
    compiler::compile(&options).map_err(|failure| format!("not valid: {:#?}", failure.diagnostics))
}

/// A spec without the tags by which we know its object.
pub fn without_ours(mut spec: Value) -> Value {
    if let Some(Value::Object(tags)) = spec.get_mut("tags") {
        tags.retain(|key, _| !aws::tags::is_ownership(key));
    }
    spec
}

/// What is live of each resource.
struct Outputs<'a>(BTreeMap<&'a Address, &'a BTreeMap<String, Option<String>>>);

impl OutputSource for Outputs<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        let outputs = self.0.get(address);
        let output = outputs.and_then(|outputs| outputs.get(output)?.clone());
        Ok(output.map(Value::String))
    }
}
