//! Objects without tags, which are whose the object is that they live in.

use super::{Observation, Sighting};
use crate::kinds;
use crate::spec::{Address, Stack};
use crate::state::State;
use crate::value::Value;

/// What has no tags and lives in an object of another stack is that stack's as well.
pub(super) fn disown_inhabitants(stack: &Stack, state: &State, observation: &mut Observation) {
    let foreign: Vec<(Address, Sighting)> = observation
        .iter()
        .filter_map(|(address, found)| Some((address.clone(), found.current.clone()?)))
        .filter(|(_, current)| current.owner.other_stack().is_some())
        .collect();
    if foreign.is_empty() {
        return;
    }
    for (address, found) in observation {
        let kind = kinds::find(&address.kind).filter(|kind| !kind.is_taggable());
        let Some(field) = kind.and_then(|kind| kind.facts().parent) else {
            continue;
        };
        let sightings = found.current.iter_mut().chain(&mut found.successor);
        for sighting in sightings.chain(&mut found.replaced) {
            let lives_in = sighting.live.spec.get(field).and_then(Value::as_str);
            let parent = foreign.iter().find(|(parent, host)| {
                is_needed(stack, state, address, parent)
                    && lives_in.is_some_and(|id| is_named(host, id))
            });
            if let Some((_, host)) = parent {
                sighting.owner = host.owner.clone();
            }
        }
    }
}

/// Whether an address refers to another, by the specs or as it was last applied.
fn is_needed(stack: &Stack, state: &State, address: &Address, needed: &Address) -> bool {
    let entry = state.resources.get(address);
    entry.is_some_and(|entry| entry.depends_on.contains(needed))
        || stack.resources.get(address).is_some_and(|resource| {
            let identity = stack.identity(resource, &stack.resources);
            identity.is_ok_and(|(_, references)| {
                references.iter().any(|reference| reference.to == *needed)
            })
        })
}

/// Whether a text is the id of an object, or one of the outputs by which others name it.
fn is_named(sighting: &Sighting, text: &str) -> bool {
    let mut outputs = sighting.live.outputs.values().flatten();
    sighting.id == text || outputs.any(|output| output == text)
}
