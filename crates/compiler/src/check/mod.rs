//! Finds everything in a stack that cannot be right, before AWS is asked.

mod arns;
mod moves;
mod redact;
mod references;
mod regions;
mod resource;
mod rules;
mod same_object;
mod service_calls;

use crate::stack::Stack;
use language::diagnostic::Diagnostics;
use resource::check_resource;

/// Checks the locals, the resources and the outputs.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    references::check(stack, diagnostics);
    let mut calls = Vec::new();
    for resource in stack.resources.values() {
        references::check_depends_on(stack, resource, diagnostics);
        let found = check_resource(stack, resource, diagnostics);
        calls.extend(found.into_iter().map(|call| (resource, call)));
    }
    service_calls::check(stack, &calls, diagnostics);
    if let Err(found) = stack.outputs(&stack.resources) {
        diagnostics.extend(found);
    }
    same_object::check(stack, diagnostics);
    moves::check(stack, diagnostics);
}
