//! How objects and addresses are named.

use super::markdown::code;
use migration::ImportCandidate;
use migration::inventory::{InstanceId, Inventory};

/// An address, with the state that it is in where there are several.
pub(super) fn address(inventory: &Inventory, id: InstanceId) -> String {
    let address = code(&inventory.instance(id).address.to_string());
    match inventory.files.as_slice() {
        [_] => address,
        files => format!("{address} in {}", code(&files[id.state].source.to_string())),
    }
}

/// An object by its kind and its id.
pub(super) fn object(candidate: &ImportCandidate) -> String {
    format!("{} {}", code(candidate.kind.name()), code(&candidate.id))
}

/// The addresses of a candidate, one a line, the object's own first.
pub(super) fn addresses(inventory: &Inventory, candidate: &ImportCandidate) -> String {
    let addresses = candidate.instances().map(|id| address(inventory, id));
    addresses.collect::<Vec<_>>().join("<br>")
}
