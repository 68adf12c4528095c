//! Objects that have another address than they had: a rollback gives them the old one back.

use crate::record::Record;
use compiler::Stack;
use compiler::stack::NamedAddress;
use state::State;

/// Says in the stack of a run that what has moved since moves back: an object is known by its id,
/// whatever has moved it.
pub fn move_back(stack: &mut Stack, then: &Record, state: &State) {
    let mut moves = Vec::new();
    for (address, recorded) in &then.resources {
        if state.resources.contains_key(address) {
            continue;
        }
        let is_it = |entry: &state::Entry| {
            entry.region == recorded.region && Some(&entry.id) == recorded.id.as_ref()
        };
        let mut elsewhere = state
            .resources
            .iter()
            .filter(|(now, entry)| now.kind == address.kind && is_it(entry))
            .map(|(now, _)| now)
            .filter(|now| !stack.resources.contains_key(now));
        if let Some(now) = elsewhere.next() {
            moves.push((address, now.clone()));
        }
    }
    for (address, now) in moves {
        if let Some(resource) = stack.resources.get_mut(address) {
            resource.moved_from =
                Some(Box::new(NamedAddress { address: now, span: resource.span }));
        }
    }
}
