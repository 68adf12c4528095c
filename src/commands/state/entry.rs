//! What the state knows of an address.

use crate::commands::Failure;
use compiler::Address;
use language::diagnostic::suggestion;
use state::{Entry, State};

/// The entry of an address.
///
/// # Errors
/// The state does not know it.
pub(super) fn entry<'a>(state: &'a State, address: &Address) -> Result<&'a Entry, Failure> {
    state.resources.get(address).ok_or_else(|| {
        let known: Vec<String> = state.resources.keys().map(Address::to_string).collect();
        let name = address.to_string();
        let hint = suggestion(&name, known.iter().map(String::as_str));
        Failure::Usage(format!(
            "the state does not know {address}{}",
            hint.map_or_else(
                || ": `diatonic state list` prints what it knows".to_owned(),
                |hint| format!("; {hint}"),
            )
        ))
    })
}
