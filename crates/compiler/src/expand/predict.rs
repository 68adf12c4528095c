//! Ids and outputs before anything exists.
//!
//! They follow from a resource's identity fields (its name, mostly), and those may be built from the
//! predicted outputs of others: a log group is named after its function. So predictions are made on
//! demand, each once, and a cycle of names is an error.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::Path as FilePath;

use crate::address::Address;
use crate::evaluate::evaluate_node;
use crate::model::{Fields, OutputSource, Predicted, Resource, predicted};
use crate::scope::{Names, ResourceScope, check_depth};
use kind::Prediction;
use language::diagnostic::{Diagnostic, Diagnostics, Label, Span};
use language::expression::Problem;
use language::value::{Path, Value, pending, unknown};

/// Evaluates the identity of every resource and predicts what follows from it.
pub fn predict_all(
    root: &FilePath,
    names: &Names,
    prefix: &str,
    resources: &mut BTreeMap<Address, Resource>,
    diagnostics: &mut Diagnostics,
) {
    let predictor = Predictor {
        root,
        names,
        prefix,
        resources,
        done: resources.keys().map(|address| (address, OnceCell::new())).collect(),
        visiting: RefCell::default(),
        diagnostics: RefCell::default(),
    };
    for address in resources.keys() {
        // A failure has been reported where it is.
        let _ = predictor.predict(address);
    }
    let Predictor { done, diagnostics: found, .. } = predictor;
    diagnostics.extend(found.into_inner());
    let known: Vec<Option<Known>> = done.into_values().map(OnceCell::into_inner).collect();
    for (resource, known) in resources.values_mut().zip(known) {
        if let Some(Known { identity, prediction, .. }) = known {
            resource.identity = identity;
            resource.prediction = prediction;
        }
    }
}

struct Predictor<'a> {
    root: &'a FilePath,
    names: &'a Names,
    prefix: &'a str,
    resources: &'a BTreeMap<Address, Resource>,
    /// What is known of each resource by now.
    done: BTreeMap<&'a Address, OnceCell<Known>>,
    visiting: RefCell<Vec<Address>>,
    diagnostics: RefCell<Diagnostics>,
}

/// An identity and what follows from it.
struct Known {
    identity: Fields<Value>,
    prediction: Predicted,
    /// Why nothing follows from it.
    fault: Option<Box<Diagnostic>>,
}

impl Known {
    fn usable(&self) -> Result<&Predicted, Problem> {
        match &self.fault {
            None => Ok(&self.prediction),
            Some(fault) => Err(Problem::caused_by((**fault).clone())),
        }
    }
}

impl Predictor<'_> {
    fn predict(&self, address: &Address) -> Result<(), Problem> {
        let (Some(resource), Some(done)) = (self.resources.get(address), self.done.get(address))
        else {
            return Err(Problem::missing(format!("there is no `{address}`")));
        };
        if done.get().is_some() {
            return Ok(());
        }
        let outer = self.visiting.borrow().clone();
        if let Some(start) = outer.iter().position(|outer| outer == address) {
            return Err(Problem::caused_by(self.cycle(&outer[start..])));
        }
        check_depth(outer.len())?;
        self.visiting.borrow_mut().push(address.clone());
        let mut found = Diagnostics::default();
        let identity = self.identity(resource, &mut found);
        self.visiting.borrow_mut().pop();
        let fault = found.first().cloned().map(Box::new);
        let prediction = match &fault {
            None => resource.kind.predict(&identity.to_value(), &resource.place),
            Some(_) => Ok(Prediction::default()),
        };
        let known = Known {
            identity,
            // What does not fit is found again, with its place, when the whole spec is checked.
            prediction: Predicted::of(resource.kind, prediction.unwrap_or_default()),
            fault,
        };
        self.names.modules.report(resource.module, found, &mut self.diagnostics.borrow_mut());
        // It is not known yet: whoever needs itself is in a cycle.
        let _ = done.set(known);
        Ok(())
    }

    /// The fields that decide the id, evaluated.
    fn identity(&self, resource: &Resource, diagnostics: &mut Diagnostics) -> Fields<Value> {
        let scope = ResourceScope::of(self.root, self.names, resource, self);
        let mut identity: Vec<(&'static str, Value)> = Vec::new();
        for field in resource.kind.identity_fields() {
            if let Some(node) = resource.body.get(field) {
                let value = evaluate_node(node, &scope, &mut Path::field(field), diagnostics);
                let may_wait = resource.kind.identity_may_wait()
                    || resource.kind.facts().parent_field() == Some(field);
                let waits = unknown::in_value(&value) && !pending::in_value(&value);
                if waits && !may_wait {
                    diagnostics.push(
                        Diagnostic::new(format!("`{field}` cannot wait for AWS"))
                            .at(node.span, "it must be known before the object is there, and AWS invents this at creation")
                            .help("build it from variables, `env.`, and what can be predicted, such as names and ARNs"),
                    );
                }
                identity.push((field.as_str(), value));
            } else if field == "name" {
                let name = resource.address.default_name(self.prefix);
                identity.push((field.as_str(), name.into()));
            }
        }
        for path in scope.into_record().sensitive {
            diagnostics.push(
                Diagnostic::new(format!("`{path}` cannot be sensitive"))
                    .at(
                        resource.body.span_of(&path),
                        "objects are known by it, so plans and the state show it",
                    )
                    .help("use a variable that is not `sensitive`"),
            );
        }
        identity.into_iter().collect()
    }

    fn cycle(&self, addresses: &[Address]) -> Diagnostic {
        let next = addresses.iter().cycle().skip(1);
        let steps = addresses.iter().zip(next).map(|(from, to)| Label {
            span: self.place_of_need(from, to),
            text: format!("`{from}` is named after `{to}`"),
        });
        Diagnostic::cycle("names are made of each other in a cycle", steps.collect())
            .help("write one of these names out")
    }

    /// Where the identity of one resource refers to another.
    fn place_of_need(&self, from: &Address, to: &Address) -> Span {
        let Some(resource) = self.resources.get(from) else {
            return Span::nowhere();
        };
        let names: Vec<&str> = to.kind.split('.').chain([to.name.as_str()]).collect();
        let fields = resource.kind.identity_fields().iter();
        fields
            .filter_map(|field| resource.body.get(field))
            .find_map(|node| node.place_of_reference(&names))
            .unwrap_or(resource.span)
    }
}

impl OutputSource for Predictor<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        self.predict(address)?;
        let Some(known) = self.done.get(address).and_then(OnceCell::get) else {
            return Ok(None);
        };
        let prediction = known.usable()?;
        Ok(predicted(address, output, &known.identity, prediction))
    }
}
