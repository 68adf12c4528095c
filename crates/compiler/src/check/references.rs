//! References that lead nowhere.

use crate::findings::bad_expression;
use crate::model::{NamedAddress, Resource};
use crate::read::node::Node;
use crate::scope::{Instance, ResourceScope};
use crate::stack::Stack;
use language::diagnostic::Diagnostics;
use language::expression::{Problem, Template};

/// Checks the references of the locals, the outputs and the blocks.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    check_locals(stack, diagnostics);
    for output in stack.outputs.values() {
        check_mentions(stack, &output.value, false, diagnostics);
    }
    for block in &stack.written.documents.blocks {
        let each = block.meta.get("for_each").is_some();
        check_mentions(stack, &block.body, each, diagnostics);
        if let Some(for_each) = block.meta.get("for_each") {
            check_mentions(stack, for_each, false, diagnostics);
        }
    }
}

/// A local is wrong where it stands, whoever uses it, and even if nobody does.
fn check_locals(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (name, entry) in &stack.names.locals {
        check_mentions(stack, &entry.value, false, diagnostics);
        diagnostics.extend(check_local(stack, name));
    }
}

/// References that lead nowhere, in whatever branch of an expression they stand.
fn check_mentions(stack: &Stack, node: &Node, each: bool, diagnostics: &mut Diagnostics) {
    node.for_each_template(&mut |template| check_template(stack, template, each, diagnostics));
}

/// Checks that a resource depends on what there is.
pub fn check_depends_on(stack: &Stack, resource: &Resource, diagnostics: &mut Diagnostics) {
    let scope = ResourceScope::new(&stack.root, &stack.names, Instance::No, &stack.resources);
    for NamedAddress { address, span } in &resource.depends_on {
        let group = scope.group(&address.kind, &address.name);
        let found = group.and_then(|group| scope.check_instance(group, address));
        if let Err(problem) = found {
            diagnostics.push(problem.placed(*span));
        }
    }
}

/// What is wrong with a local, told at the local itself.
fn check_local(stack: &Stack, name: &str) -> Diagnostics {
    let scope = ResourceScope::new(&stack.root, &stack.names, Instance::No, &stack.resources);
    match scope.local(name).map_err(|problem| problem.cause) {
        Err(Some(cause)) => Diagnostics::from(*cause),
        _ => Diagnostics::default(),
    }
}

/// The references in a template that lead nowhere, in whatever branch they stand.
fn check_template(stack: &Stack, template: &Template, each: bool, diagnostics: &mut Diagnostics) {
    let each = match each {
        true => Instance::Any,
        false => Instance::No,
    };
    let scope = ResourceScope::new(&stack.root, &stack.names, each, &stack.resources);
    for mention in template.mentions() {
        if let Err(problem) = scope.check_mention(&mention) {
            let problem =
                Problem { range: problem.range.or(Some(mention.range.clone())), ..problem };
            diagnostics.push(bad_expression(template, problem));
        }
    }
}
