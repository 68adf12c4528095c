//! Finds everything in a stack that cannot be right, before AWS is asked.

mod components;
mod given;
mod looked_up;
mod moves;
mod redact;
mod references;
mod regions;
mod resource;
mod rules;
mod same_object;

use crate::access;
use crate::stack::Stack;
use language::diagnostic::Diagnostics;
use resource::check_resource;

/// Checks the locals, the resources and the outputs.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    references::check(stack, diagnostics);
    components::check(stack, diagnostics);
    let mut needs = Vec::new();
    for resource in stack.resources.values() {
        references::check_depends_on(stack, resource, diagnostics);
        let mut wrong = Diagnostics::default();
        let found = check_resource(stack, resource, &mut wrong);
        given::report(stack, resource, wrong, diagnostics);
        needs.extend(found.into_iter().map(|need| (resource, need)));
    }
    access::check(stack, &needs, diagnostics);
    if let Err(found) = stack.outputs(&stack.resources) {
        diagnostics.extend(found);
    }
    same_object::check(stack, diagnostics);
    looked_up::check(stack, diagnostics);
    moves::check(stack, diagnostics);
}
