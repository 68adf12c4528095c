//! Resources whose blocks have another name than before: the state learns their new addresses before
//! anything is looked for, so that nothing is taken for new or for gone.

use compiler::Stack;
use language::diagnostic::{Diagnostic, Diagnostics, Span};
use state::{Move, State};

/// The state with every resource where the specs have it now, and what that has moved.
///
/// # Errors
/// Both addresses are in the state, so that two objects would become one.
pub(super) fn moved(stack: &Stack, state: &State) -> Result<(State, Vec<Move>), Diagnostics> {
    let mut renamed = state.clone();
    let mut moves = Vec::new();
    let mut diagnostics = Diagnostics::default();
    for resource in stack.resources.values() {
        let Some(from) = &resource.moved_from else {
            continue;
        };
        // Once it has moved, or where it never was, the key does nothing.
        if !state.resources.contains_key(&from.address) {
            continue;
        }
        let one = Move { from: from.address.clone(), to: resource.address.clone() };
        if state.resources.contains_key(&one.to) {
            diagnostics.push(both_exist(&one, from.span));
        } else {
            renamed.rename(&one);
            moves.push(one);
        }
    }
    if diagnostics.is_empty() { Ok((renamed, moves)) } else { Err(diagnostics) }
}

fn both_exist(Move { from, to }: &Move, span: Span) -> Diagnostic {
    Diagnostic::new(format!("{from} cannot move to {to}, which exists"))
        .at(span, "the state knows an object at each of the two")
        .help(format!(
            "remove `moved_from`, and {from} is deleted; or give up one of them with `diatonic state \
             forget`"
        ))
}
