//! What to plan.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use compiler::{Address, Stack};
use language::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use state::State;

/// What to plan. An address without a key names every instance of its block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Only these, and what they need. Empty: everything.
    pub targets: Vec<Address>,
    /// Neither these nor what waits for them. What they need is not deleted.
    pub exclude: Vec<Address>,
    /// Objects to recreate, though nothing about them has changed.
    pub replace: Vec<Address>,
    /// Objects that hold data and may be destroyed nevertheless.
    pub allow_destroy: Vec<Address>,
    /// Delete everything that is ours.
    pub destroy: bool,
}

impl Request {
    /// Whether every address that selects something names something. What may be destroyed may be gone
    /// already.
    ///
    /// # Errors
    /// Each that does not.
    pub(super) fn check(&self, stack: &Stack, state: &State) -> Result<(), Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let specified: BTreeSet<&Address> = stack.resources.keys().collect();
        let known = state.resources.keys().chain(state.intents.keys());
        let known = known.chain(state.doubts.keys());
        let known: BTreeSet<&Address> = specified.iter().copied().chain(known).collect();
        let lists = [
            ("--target", &self.targets, &known),
            ("--exclude", &self.exclude, &known),
            ("--replace", &self.replace, &specified),
        ];
        for (option, addresses, among) in lists {
            let is_there = |address: &Address| among.iter().any(|one| one.is_selected_by(address));
            for address in addresses.iter().filter(|address| !is_there(address)) {
                diagnostics.push(unknown_address(option, address, among));
            }
        }
        if self.destroy && !self.replace.is_empty() {
            diagnostics.push(
                Diagnostic::new("`--replace` cannot be used with `destroy`")
                    .help("leave `--replace` out"),
            );
        }
        match diagnostics.is_empty() {
            true => Ok(()),
            false => Err(diagnostics),
        }
    }
}

fn unknown_address(option: &str, address: &Address, among: &BTreeSet<&Address>) -> Diagnostic {
    let names: Vec<String> = among.iter().map(|address| address.to_string()).collect();
    let meant = did_you_mean(&address.to_string(), names.iter().map(String::as_str));
    Diagnostic::new(format!("`{option} {address}` matches no resource"))
        .maybe_help(meant.map(|meant| format!("did you mean `{meant}`?")))
}
