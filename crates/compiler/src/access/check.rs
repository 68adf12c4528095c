//! Warns of what is not let in.

use super::needs::{By, Need};
use super::reached::{Reachable, Unmet};
use crate::findings::findings_to_diagnostics;
use crate::model::Resource;
use crate::stack::Stack;
use kind::Grant;
use language::diagnostic::{Diagnostics, Severity};
use language::schema::Finding;
use language::value::{Path, Segment};

/// Warns of what resources want to reach and are not let in to.
pub fn check(stack: &Stack, needs: &[(&Resource, Need)], diagnostics: &mut Diagnostics) {
    if needs.is_empty() {
        return;
    }
    let reachable = Reachable::of(stack);
    for (caller, need) in needs {
        if let Some(unmet) = reachable.unmet(caller, need) {
            let findings = vec![finding(need, &unmet)];
            findings_to_diagnostics(findings, &caller.body, caller.span, diagnostics);
        }
    }
}

fn finding(need: &Need, unmet: &Unmet) -> Finding {
    let (address, actions) = (&unmet.resource.address, unmet.actions.join("`, `"));
    let (field, addition) = addition(&unmet.grant);
    let (message, why) = match &need.by {
        By::Service(service) => (
            format!("{address} does not allow this call"),
            format!(
                "nothing in its `{field}` is for `{service}` and calls from here, so every one fails"
            ),
        ),
        By::Role { .. } => (
            format!("{address} does not permit this"),
            format!("whoever acts with the role needs `{actions}` here, so every call fails"),
        ),
    };
    Finding {
        severity: Severity::Warning,
        help: Some(format!(
            "add to `{field}` of {address}: `{addition}`; or write `grants: auto` here, which adds it"
        )),
        ..Finding::error(need.path.clone(), message, why)
    }
}

/// The field that takes a grant in, and what is added to it.
fn addition(grant: &Grant) -> (Path, String) {
    match grant {
        Grant::Element(path, value) => (path.clone(), value.to_string()),
        Grant::Entry(path, value) => {
            let mut around = path.clone();
            around.pop();
            let key = match path.segments().last() {
                Some(Segment::Key(key)) => key.as_str(),
                _ => "",
            };
            (around, format!("{key}: {value}"))
        }
    }
}
