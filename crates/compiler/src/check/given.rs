//! Errors in a component that what it is given may be to blame for.

use crate::model::{Module, Origin, Resource};
use crate::read::node::{Entry, Node};
use crate::stack::Stack;
use language::diagnostic::{Diagnostics, Label, Span};
use language::expression::Template;

/// Reports what is wrong with a resource: in a component with the inputs of which the field at fault is made, as they
/// are given.
pub fn report(
    stack: &Stack,
    resource: &Resource,
    found: Diagnostics,
    diagnostics: &mut Diagnostics,
) {
    let modules = &stack.names.modules;
    let module = modules.get(resource.module);
    let Some(origin) = &module.origin else {
        diagnostics.extend(found);
        return;
    };
    let explained = found.into_iter().map(|mut diagnostic| {
        if let Some(Label { span, .. }) = diagnostic.labels.first().cloned() {
            let labels = given(module, origin, &resource.body, span);
            diagnostic.labels.extend(labels);
        }
        diagnostic
    });
    let explained: Vec<_> = explained.collect();
    modules.report(resource.module, explained.into(), diagnostics);
}

/// Where the inputs are given of which what stands at a place is made.
fn given(module: &Module, origin: &Origin, body: &Node, span: Span) -> Vec<Label> {
    let mut inputs = Inputs { module, names: Vec::new(), locals: Vec::new() };
    body.for_each_template(&mut |template| {
        if is_at(template, span) {
            inputs.of_template(template);
        }
    });
    let given = inputs.names.iter().filter_map(|name| origin.used.body.entry(name));
    let label = |entry: &Entry| Label {
        span: entry.value.span,
        text: format!("`{}` is given here", entry.key),
    };
    given.map(label).collect()
}

/// Whether an expression stands at a place, or the place is a part of it.
fn is_at(template: &Template, span: Span) -> bool {
    let whole = template.place_of(0..template.text().len());
    whole.file == span.file && whole.start <= span.end && span.start <= whole.end
}

/// The inputs to which expressions refer, through locals too.
struct Inputs<'a> {
    module: &'a Module,
    names: Vec<String>,
    /// The locals that were looked at.
    locals: Vec<String>,
}

impl Inputs<'_> {
    fn of_template(&mut self, template: &Template) {
        for mention in template.mentions() {
            match mention.names.as_slice() {
                [root, name, ..] if root == "input" && !self.names.contains(name) => {
                    self.names.push(name.clone());
                }
                [root, name, ..] if root == "local" && !self.locals.contains(name) => {
                    self.locals.push(name.clone());
                    if let Some(local) = self.module.declarations.locals.get(name) {
                        local.value.for_each_template(&mut |inner| self.of_template(inner));
                    }
                }
                _ => {}
            }
        }
    }
}
