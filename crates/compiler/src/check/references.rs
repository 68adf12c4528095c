//! References that lead nowhere.

use std::collections::BTreeSet;

use crate::findings::bad_expression;
use crate::model::{Module, NamedAddress, Resource};
use crate::read::node::Node;
use crate::scope::{Instance, ResourceScope};
use crate::stack::Stack;
use language::diagnostic::Diagnostics;
use language::expression::{Problem, Template};

/// Checks the references of the locals, the outputs and the blocks, in the specs and in each component that is used.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for module in stack.names.modules.iter() {
        let component = module.origin.as_ref().map(|origin| &origin.component.id);
        if seen.insert(component) {
            let mut found = Diagnostics::default();
            check_module(stack, module, &mut found);
            stack.names.modules.report(module.id, found, diagnostics);
        }
    }
}

fn check_module(stack: &Stack, module: &Module, diagnostics: &mut Diagnostics) {
    let declarations = &module.declarations;
    let check = Check { stack, module };
    for (name, entry) in &declarations.locals {
        // A local is wrong where it stands, whoever uses it, and even if nobody does.
        check.mentions(&entry.value, false, diagnostics);
        diagnostics.extend(check.local(name));
    }
    for entry in declarations.outputs.values() {
        check.mentions(&entry.value, false, diagnostics);
    }
    let blocks = declarations.blocks.iter().map(|block| (&block.meta, &block.body));
    let uses = declarations.uses.iter().map(|one| (&one.meta, &one.body));
    for (meta, body) in blocks.chain(uses) {
        let for_each = meta.get("for_each");
        check.mentions(body, for_each.is_some(), diagnostics);
        if let Some(for_each) = for_each {
            check.mentions(for_each, false, diagnostics);
        }
    }
}

/// Checks that a resource depends on what there is.
pub fn check_depends_on(stack: &Stack, resource: &Resource, diagnostics: &mut Diagnostics) {
    for NamedAddress { address, span } in &resource.depends_on {
        let found = match stack.names.modules.find(&address.within) {
            Some(module) => {
                let scope = Check { stack, module }.scope(Instance::No);
                let group = scope.group(&address.kind, &address.name);
                group.and_then(|group| scope.check_instance(group, address))
            }
            None => Err(Problem::missing(format!("there is no `{address}`"))
                .why("a component that it names does not exist here")),
        };
        if let Err(problem) = found {
            diagnostics.push(problem.placed(*span));
        }
    }
}

struct Check<'a> {
    stack: &'a Stack,
    module: &'a Module,
}

impl<'a> Check<'a> {
    fn scope(&self, each: Instance<'a>) -> ResourceScope<'a> {
        let Self { stack, module } = *self;
        ResourceScope::new(&stack.root, &stack.names, module.id, each, &stack.resources)
    }

    /// References that lead nowhere, in whatever branch of an expression they stand.
    fn mentions(&self, node: &Node, each: bool, diagnostics: &mut Diagnostics) {
        node.for_each_template(&mut |template| self.template(template, each, diagnostics));
    }

    /// What is wrong with a local, told at the local itself.
    fn local(&self, name: &str) -> Diagnostics {
        let scope = self.scope(Instance::No);
        match scope.local(name).map_err(|problem| problem.cause) {
            Err(Some(cause)) => Diagnostics::from(*cause),
            _ => Diagnostics::default(),
        }
    }

    fn template(&self, template: &Template, each: bool, diagnostics: &mut Diagnostics) {
        let each = match each {
            true => Instance::Any,
            false => Instance::No,
        };
        let scope = self.scope(each);
        for mention in template.mentions() {
            if let Err(problem) = scope.check_mention(&mention) {
                let problem =
                    Problem { range: problem.range.or(Some(mention.range.clone())), ..problem };
                diagnostics.push(bad_expression(template, problem));
            }
        }
    }
}
