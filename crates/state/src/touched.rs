//! What of a state has changed since it was stored.

use std::collections::{BTreeMap, BTreeSet};

use compiler::Address;

/// The parts that have changed, each with the number of the change: what a write has stored is forgotten once it has
/// succeeded, and nothing where it was given up.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    addresses: BTreeMap<Address, u64>,
    /// What the state says of the stack.
    stack: Option<u64>,
    everything: Option<u64>,
}

impl Touched {
    pub(crate) fn touch(&mut self, address: &Address, generation: u64) {
        self.addresses.insert(address.clone(), generation);
    }

    pub(crate) fn touch_stack(&mut self, generation: u64) {
        self.stack = Some(generation);
    }

    pub(crate) fn touch_everything(&mut self, generation: u64) {
        self.everything = Some(generation);
    }

    /// Forgets what was stored with this change.
    pub(crate) fn forget_until(&mut self, generation: u64) {
        self.addresses.retain(|_, touched| *touched > generation);
        self.stack = self.stack.filter(|touched| *touched > generation);
        self.everything = self.everything.filter(|touched| *touched > generation);
    }

    pub(crate) fn addresses(&self) -> BTreeSet<Address> {
        self.addresses.keys().cloned().collect()
    }

    pub(crate) fn has_stack(&self) -> bool {
        self.stack.is_some()
    }

    pub(crate) fn is_everything(&self) -> bool {
        self.everything.is_some()
    }
}
