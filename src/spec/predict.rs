//! Ids and outputs before anything exists.
//!
//! They follow from a resource's identity fields (its name, mostly), and those may be built from the
//! predicted outputs of others: a log group is named after its function. So predictions are made on
//! demand, each once, and a circle of names is an error.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path as FilePath;

use super::address::Address;
use super::resource_scope::ResourceScope;
use super::stack::{Names, OutputSource, Resource};
use super::{evaluate_node, findings_to_diagnostics};
use crate::diagnostic::Diagnostics;
use crate::expression::Problem;
use crate::kind::Prediction;
use crate::schema::Finding;
use crate::value::{Object, Path, Value, unknown};

/// Evaluates the identity of every resource and predicts what follows from it.
pub(super) fn predict_all(
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
        done: RefCell::default(),
        visiting: RefCell::default(),
        diagnostics: RefCell::default(),
    };
    for address in resources.keys() {
        // A failure has been reported where it is.
        let _ = predictor.predict(address);
    }
    let Predictor {
        done,
        diagnostics: found,
        ..
    } = predictor;
    diagnostics.extend(found.into_inner());
    for (address, (identity, prediction)) in done.into_inner() {
        if let Some(resource) = resources.get_mut(&address) {
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
    done: RefCell<BTreeMap<Address, (Value, Prediction)>>,
    visiting: RefCell<Vec<Address>>,
    diagnostics: RefCell<Diagnostics>,
}

impl Predictor<'_> {
    fn predict(&self, address: &Address) -> Result<(), Problem> {
        if self.done.borrow().contains_key(address) {
            return Ok(());
        }
        let Some(resource) = self.resources.get(address) else {
            return Err(Problem::new(format!("there is no `{address}`")));
        };
        if self.visiting.borrow().contains(address) {
            let mut circle: Vec<String> = self
                .visiting
                .borrow()
                .iter()
                .map(ToString::to_string)
                .collect();
            circle.push(address.to_string());
            return Err(
                Problem::new(format!("names go in a circle: {}", circle.join(" → ")))
                    .help(Some("write one of these names out".to_owned())),
            );
        }
        self.visiting.borrow_mut().push(address.clone());
        let identity = self.identity(resource);
        self.visiting.borrow_mut().pop();
        let prediction = match &identity {
            Some(identity) => resource
                .kind
                .predict(identity, &resource.place)
                // What does not fit is found again, with its place, when the whole spec is checked.
                .unwrap_or_default(),
            None => Prediction::default(),
        };
        self.done
            .borrow_mut()
            .insert(address.clone(), (identity.unwrap_or_default(), prediction));
        Ok(())
    }

    fn identity(&self, resource: &Resource) -> Option<Value> {
        let scope = ResourceScope::new(self.root, self.names, resource.each.as_ref(), self);
        let mut diagnostics = Diagnostics::default();
        let mut identity = Object::new();
        for field in resource.kind.identity_fields() {
            if let Some(node) = resource.body.get(field) {
                let value = evaluate_node(node, &scope, &mut Path::field(field), &mut diagnostics);
                if unknown::in_value(&value) {
                    let finding = unfit(
                        field,
                        "cannot wait for AWS",
                        "other resources are found by it, and this is known only after apply",
                        "build it from variables, names and `env.`",
                    );
                    let body = &resource.body;
                    findings_to_diagnostics(vec![finding], body, resource.span, &mut diagnostics);
                }
                identity.insert(field.clone(), value);
            } else if field == "name" {
                identity.insert(field.clone(), self.default_name(&resource.address).into());
            }
        }
        let (_, sensitive) = scope.into_findings();
        let findings = sensitive.into_iter().filter_map(|path| {
            Some(unfit(
                path.first_key()?,
                "cannot be sensitive",
                "objects are known by it, so plans and the state show it",
                "use a variable that is not `sensitive`",
            ))
        });
        let (findings, body) = (findings.collect(), &resource.body);
        findings_to_diagnostics(findings, body, resource.span, &mut diagnostics);
        let failed = !diagnostics.is_empty();
        self.diagnostics.borrow_mut().extend(diagnostics);
        (!failed).then(|| identity.into())
    }

    fn default_name(&self, address: &Address) -> String {
        let Address { name, key, .. } = address;
        match key {
            Some(key) => format!("{}-{name}-{key}", self.prefix),
            None => format!("{}-{name}", self.prefix),
        }
    }
}

fn unfit(field: &str, what: &str, why: &str, help: &str) -> Finding {
    Finding {
        path: Path::field(field),
        about_key: false,
        message: format!("`{field}` {what}"),
        why: why.to_owned(),
        help: Some(help.to_owned()),
    }
}

impl OutputSource for Predictor<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        self.predict(address)?;
        let done = self.done.borrow();
        let known = done
            .get(address)
            .and_then(|(_, prediction)| prediction.outputs.get(output));
        Ok(known.cloned().flatten().map(Value::String))
    }
}
