//! Fields that a kind makes of files of the project, such as the code of a function. A record keeps no
//! files, so such a field goes back only if the files are those of then.

use super::{Loss, Record};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::Finding;
use crate::spec::{Address, Resource, Stack};
use crate::state::State;
use crate::value::{Path, Value};
use crate::workspace::Workspace;

/// Leaves in AWS as it is what files would make otherwise than then, rather than bring there what was
/// in neither. Gives what stays so.
///
/// # Errors
/// Files that an object needs which is to be made anew, and that are not there.
pub async fn hold_back(
    stack: &mut Stack,
    then: &Record,
    state: &State,
    workspace: &Workspace,
) -> Result<Vec<Loss>, Diagnostics> {
    let mut held = Vec::new();
    let mut diagnostics = Diagnostics::default();
    for (address, resource) in &stack.resources {
        let fields = made_from_files(resource);
        if fields.is_empty() {
            continue;
        }
        let Ok(evaluation) = stack.evaluate(resource, &stack.resources) else {
            // The plan tells why.
            continue;
        };
        let missing = resource.kind.check_files(&evaluation.spec, &stack.root);
        let exists = state.resources.contains_key(address);
        if !exists {
            diagnostics.extend(told(stack, resource, missing));
            continue;
        }
        let now = match missing.is_empty() {
            true => resource.kind.prepare(evaluation.spec, workspace).await.ok(),
            false => None,
        };
        let then = then.resources.get(address).map(|then| &then.spec);
        let of = |spec: Option<&Value>, field: &Path| spec.and_then(|spec| field.of(spec)).cloned();
        for field in fields {
            let is_as_then = then.is_none() || of(now.as_ref(), &field) == of(then, &field);
            if now.is_none() || !is_as_then {
                held.push((address.clone(), field));
            }
        }
    }
    match diagnostics.is_empty() {
        true => Ok(held.into_iter().map(|one| hold(stack, one)).collect()),
        false => Err(diagnostics),
    }
}

fn made_from_files(resource: &Resource) -> Vec<Path> {
    let schema = resource.kind.schema();
    let fields = schema.properties.keys().map(|field| Path::field(field));
    fields
        .filter(|field| schema.facts_of(field).from_files)
        .collect()
}

fn hold(stack: &mut Stack, (address, field): (Address, Path)) -> Loss {
    if let Some(resource) = stack.resources.get_mut(&address) {
        resource.lifecycle.ignore_changes.push(field.clone());
    }
    Loss::Files { address, field }
}

fn told(stack: &Stack, resource: &Resource, missing: Vec<Finding>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for finding in missing {
        let help = "put the files back as they were, for the object itself is gone too";
        diagnostics.push(
            Diagnostic::new(finding.message)
                .at(stack.span_of(resource, &finding.path), finding.why)
                .help(help),
        );
    }
    diagnostics
}
