//! Evaluates the fields of resources, and the declared outputs, against what is known of other resources.

use std::collections::BTreeMap;

use super::Stack;
use crate::evaluate::evaluate_node;
use crate::findings::findings_to_diagnostics;
use crate::model::{Evaluation, ModuleId, OutputSource, Reference, Resource};
use crate::ownership::ownership;
use crate::read::spelling::with_texts;
use crate::scope::{Instance, Record, ResourceScope};
use crate::secret_references::{self, SecretReferences};
use language::diagnostic::Diagnostics;
use language::value::{Object, Path, Value};

impl Stack {
    /// The fields of a resource, evaluated against the outputs of others, with the tags that it owes
    /// to its stack.
    ///
    /// # Errors
    /// Every expression that has no value.
    pub fn evaluate(
        &self,
        resource: &Resource,
        outputs: &dyn OutputSource,
    ) -> Result<Evaluation, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let evaluation = self.evaluate_partly(resource, outputs, &mut diagnostics);
        if diagnostics.is_empty() { Ok(evaluation) } else { Err(diagnostics) }
    }

    /// The same as far as it goes: a value that fits everywhere stands in for what has none.
    pub(crate) fn evaluate_partly(
        &self,
        resource: &Resource,
        outputs: &dyn OutputSource,
        diagnostics: &mut Diagnostics,
    ) -> Evaluation {
        let scope = ResourceScope::of(&self.root, &self.names, resource, outputs);
        let mut spec = evaluate_node(&resource.body, &scope, &mut Path::root(), diagnostics);
        with_texts(&mut spec, resource.kind.schema(), &mut Path::root());
        let Record { references, mut sensitive, .. } = scope.into_record();
        let SecretReferences { uses: secrets, findings } =
            secret_references::take(&mut spec, resource, &sensitive);
        findings_to_diagnostics(findings, &resource.body, resource.span, diagnostics);
        sensitive.extend(secrets.keys().cloned());
        self.complete(resource, &mut spec);
        Evaluation { spec, references, sensitive, secrets }
    }

    /// Fills in what every resource has without its owner writing it: the physical name and the tags.
    fn complete(&self, resource: &Resource, spec: &mut Value) {
        let Value::Object(object) = spec else {
            return;
        };
        for (field, value) in resource.identity.iter() {
            object.entry(field).or_insert_with(|| value.clone());
        }
        if resource.kind.is_taggable() {
            let tags = object.entry("tags").or_insert_with(|| Value::Object(Object::new()));
            if let Value::Object(tags) = tags {
                for (key, value) in &self.environment.tags {
                    match tags.get(key) {
                        // Its owner does without this one.
                        Some(Value::Null) => drop(tags.remove(key)),
                        Some(_) => {}
                        None => drop(tags.insert(key.clone(), value.as_str().into())),
                    }
                }
                for (key, value) in ownership(&self.environment, &resource.address) {
                    tags.insert(key, value.into());
                }
            }
        }
    }

    /// The identity of a resource against the outputs of others, and what it refers to. Only the field
    /// that names a parent can differ from what was known offline, or those that may wait for others.
    ///
    /// # Errors
    /// Every expression that has no value.
    pub fn identity(
        &self,
        resource: &Resource,
        outputs: &dyn OutputSource,
    ) -> Result<(Value, Vec<Reference>), Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let scope = ResourceScope::of(&self.root, &self.names, resource, outputs);
        let mut identity = resource.identity.to_value();
        let kind = resource.kind;
        let is_late =
            |field: &str| kind.identity_may_wait() || kind.facts().parent_field() == Some(field);
        for field in kind.identity_fields().iter().filter(|field| is_late(field)) {
            if let (Some(node), Value::Object(identity)) = (resource.body.get(field), &mut identity)
            {
                let value = evaluate_node(node, &scope, &mut Path::field(field), &mut diagnostics);
                identity.insert(field.clone(), value);
            }
        }
        if diagnostics.is_empty() {
            Ok((identity, scope.into_record().references))
        } else {
            Err(diagnostics)
        }
    }

    /// The values of the declared outputs. A sensitive one has none to show.
    ///
    /// # Errors
    /// Every output whose expression has no value.
    pub fn outputs(
        &self,
        outputs: &dyn OutputSource,
    ) -> Result<BTreeMap<String, Option<Value>>, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let mut values = BTreeMap::new();
        for (name, output) in &self.outputs {
            let module = ModuleId::default();
            let scope = ResourceScope::new(&self.root, &self.names, module, Instance::No, outputs);
            let value = evaluate_node(&output.value, &scope, &mut Path::root(), &mut diagnostics);
            let shown = !output.sensitive && scope.into_record().sensitive.is_empty();
            values.insert(name.clone(), shown.then_some(value));
        }
        if diagnostics.is_empty() { Ok(values) } else { Err(diagnostics) }
    }
}
