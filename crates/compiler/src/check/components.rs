//! What is wrong with the inputs and the outputs of components.

use crate::evaluate::evaluate_node;
use crate::model::{Module, Moves};
use crate::read::document::output_value;
use crate::scope::{Instance, ResourceScope};
use crate::stack::Stack;
use language::diagnostic::{Diagnostic, Diagnostics};
use language::value::Path;

/// Checks the inputs of every instance of a component, its outputs, and what it says has moved.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for module in stack.names.modules.iter() {
        let mut found = Diagnostics::default();
        check_inputs(stack, module, &mut found);
        check_outputs(stack, module, &mut found);
        stack.names.modules.report(module.id, found, diagnostics);
        check_moves(stack, module, diagnostics);
    }
}

fn scope<'a>(stack: &'a Stack, module: &Module) -> ResourceScope<'a> {
    ResourceScope::new(&stack.root, &stack.names, module.id, Instance::No, &stack.resources)
}

fn check_inputs(stack: &Stack, module: &Module, diagnostics: &mut Diagnostics) {
    let Some(origin) = &module.origin else {
        return;
    };
    for name in origin.inputs.names() {
        let scope = scope(stack, module);
        if let Err(Some(cause)) = scope.input(name).map_err(|problem| problem.cause) {
            diagnostics.push(*cause);
        }
    }
    let scope = scope(stack, module);
    origin.inputs.check_rules(&origin.used, &scope, diagnostics);
}

/// An output is wrong where it stands, even if nobody refers to it.
fn check_outputs(stack: &Stack, module: &Module, diagnostics: &mut Diagnostics) {
    // Those of the specs are evaluated by whoever shows them.
    if module.origin.is_none() || module.is_undecided {
        return;
    }
    for entry in module.declarations.outputs.values() {
        let value = output_value(entry);
        evaluate_node(value, &scope(stack, module), &mut Path::root(), diagnostics);
    }
}

/// What has moved is there.
fn check_moves(stack: &Stack, module: &Module, diagnostics: &mut Diagnostics) {
    let Some(origin) = &module.origin else {
        return;
    };
    let Moves::Resources(moves) = &origin.moves else {
        return;
    };
    for (to, _) in moves {
        let address = to.in_front(&module.within).address;
        if !stack.resources.contains_key(&address) {
            diagnostics.push(
                Diagnostic::new(format!("there is no `{}` in `{}`", to.address, origin.used.kind))
                    .at(to.span, "nothing has moved there")
                    .help("name a resource of the component, as it is called in its file"),
            );
        }
    }
}
