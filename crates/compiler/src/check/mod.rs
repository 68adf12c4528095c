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
use crate::cores::on_all_cores;
use crate::model::Resource;
use crate::stack::Stack;
use language::diagnostic::Diagnostics;
use resource::check_resource;

/// Checks the locals, the resources and the outputs.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    references::check(stack, diagnostics);
    components::check(stack, diagnostics);
    let resources: Vec<&Resource> = stack.resources.values().collect();
    let checked = on_all_cores(&resources, |resource| {
        let mut wrong = Diagnostics::default();
        let found = check_resource(stack, resource, &mut wrong);
        // Of most there is nothing to tell, and there may be many.
        (!found.is_empty() || !wrong.is_empty()).then(|| Box::new((found, wrong)))
    });
    let mut needs = Vec::new();
    for (resource, told) in resources.into_iter().zip(checked) {
        references::check_depends_on(stack, resource, diagnostics);
        let (found, wrong) = told.map(|told| *told).unwrap_or_default();
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
