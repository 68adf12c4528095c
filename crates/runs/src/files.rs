//! Fields that a kind makes of files of the project, such as the code of a function. A record keeps no
//! files, so such a field goes back only if the files are those of then.

use crate::loss::Loss;
use crate::record::Record;
use compiler::{Resource, Stack};
use language::diagnostic::{Diagnostic, Diagnostics};
use language::schema::Finding;
use language::value::{Path, Value};
use state::State;
use workspace::Workspace;

/// Leaves in AWS as it is what files would make otherwise than then, rather than bring there what was
/// in neither. Gives what stays another than then.
///
/// # Errors
/// Files that an object needs which is to be recreated, and that are not there.
pub async fn keep_file_fields(
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
        let Ok(mut spec) = resource.kind.fill(&evaluation.spec) else {
            continue;
        };
        let missing = spec.check_files(&stack.root);
        let Some(entry) = state.resources.get(address) else {
            diagnostics.extend(missing_files(stack, resource, missing));
            continue;
        };
        let Some(then) = then.resources.get(address).map(|then| &then.spec) else {
            continue;
        };
        let now = match missing.is_empty() {
            true => spec.prepare(workspace).await.ok().map(|()| spec.comparable()),
            false => None,
        };
        for field in fields {
            let is_then = |spec: Option<&Value>| {
                spec.is_some_and(|spec| {
                    field.of(spec).is_some() && field.of(spec) == field.of(then)
                })
            };
            if !is_then(now.as_ref()) {
                held.push((address.clone(), field.clone(), is_then(entry.applied.as_deref())));
            }
        }
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let mut losses = Vec::new();
    for (address, field, is_live) in held {
        if let Some(resource) = stack.resources.get_mut(&address) {
            resource.lifecycle.ignore_changes.push(field.clone());
        }
        if !is_live {
            losses.push(Loss::Files { address, field });
        }
    }
    Ok(losses)
}

fn made_from_files(resource: &Resource) -> Vec<Path> {
    let schema = resource.kind.schema();
    let fields = schema.properties.keys().map(|field| Path::field(field));
    fields.filter(|field| schema.facts_of(field).from_files).collect()
}

fn missing_files(stack: &Stack, resource: &Resource, missing: Vec<Finding>) -> Diagnostics {
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
