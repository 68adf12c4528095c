//! `grants: auto`: what a resource wants to reach is told to let it in, in the specs that describe it. So plans show it,
//! and everything that comes after knows nothing of it.

use std::sync::Arc;

use super::insert::insert;
use super::needs::{By, Need, needs};
use super::reached::Reachable;
use crate::address::Address;
use crate::stack::Stack;
use kind::Grant;
use language::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use language::value::pending;

/// A grant for a resource, and where it was asked for.
struct Wanted {
    of: Address,
    grant: Grant,
    span: Span,
}

/// Adds to the resources of a stack what those that say `grants: auto` need of them.
pub fn add_grants(stack: &mut Stack, diagnostics: &mut Diagnostics) {
    for Wanted { of, grant, span } in wanted(stack, diagnostics) {
        let source = stack.sources.slice(span).to_owned();
        let Some(resource) = stack.resources.get_mut(&of) else {
            continue;
        };
        let body = Arc::make_mut(&mut resource.body);
        if insert(body, &grant, span, &source).is_err() {
            let field = grant.path();
            diagnostics.push(
                Diagnostic::new(format!("nothing can be added to `{field}` of {of}"))
                    .at(span, "an expression makes it, or something else of that name stands there")
                    .help("write the field out, or grant it there by hand"),
            );
        }
    }
}

fn wanted(stack: &Stack, diagnostics: &mut Diagnostics) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let callers = || stack.resources.values().filter_map(|one| Some((one, one.grants?)));
    if callers().next().is_none() {
        return wanted;
    }
    let reachable = Reachable::of(stack);
    for (caller, span) in callers() {
        let mut found = Diagnostics::default();
        let spec = stack.evaluate_partly(caller, &stack.resources, &mut found).spec;
        let needs = needs(caller.kind.schema(), &spec);
        if needs.is_empty() && !found.has_errors() && !pending::in_value(&spec) {
            diagnostics.push(
                Diagnostic::new("there is nothing to grant")
                    .severity(Severity::Warning)
                    .at(span, format!("{} names nothing that AWS reaches for it", caller.address))
                    .help("omit `grants`"),
            );
        }
        for need in needs {
            let unmet = reachable.unmet(caller, &need);
            let new = unmet.map(|unmet| (unmet.resource.address.clone(), unmet.grant));
            let is_new = |(of, grant): &(Address, Grant)| {
                !wanted.iter().any(|known| known.of == *of && known.grant == *grant)
            };
            if let Some((of, grant)) = new.filter(is_new) {
                wanted.push(Wanted { of, grant, span });
            } else if reachable.is_elsewhere(&need) {
                diagnostics.push(elsewhere(&need, stack.span_of(caller, &need.path)));
            }
        }
    }
    wanted
}

/// What is told where somebody else has to let a resource in.
fn elsewhere(need: &Need, span: Span) -> Diagnostic {
    let (message, why, help) = match &need.by {
        By::Service(_) => (
            "nothing is granted on what is not in the stack",
            "no resource of the stack is this".to_owned(),
            "see to it that its owner lets this in",
        ),
        By::Role { role, .. } => (
            "nothing is granted to a role that is not in the stack",
            format!(
                "whoever acts with `{role}` reaches this, and no resource of the stack is that role"
            ),
            "see to it that its owner permits this",
        ),
    };
    Diagnostic::new(message).severity(Severity::Warning).at(span, why).help(help)
}
