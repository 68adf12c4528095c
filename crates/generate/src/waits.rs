//! Which block waits for which: a reference that would close a cycle is not written as one.

use std::collections::{BTreeMap, BTreeSet};

use compiler::Address;

/// The references for which a resource must wait, and which nothing could break.
#[derive(Debug, Default)]
pub(super) struct Waits {
    edges: BTreeMap<Address, BTreeSet<Address>>,
}

impl Waits {
    /// Lets `from` wait for `to`, unless that waits for `from`.
    pub fn allow(&mut self, from: &Address, to: &Address) -> bool {
        let is_new = self.edges.get(from).is_none_or(|edges| !edges.contains(to));
        if is_new {
            if from == to || self.leads(to, from) {
                return false;
            }
            let edges = self.edges.entry(from.clone()).or_default();
            edges.insert(to.clone());
        }
        true
    }

    fn leads(&self, from: &Address, to: &Address) -> bool {
        let mut seen = BTreeSet::new();
        let mut pending = vec![from];
        while let Some(next) = pending.pop() {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                pending.extend(self.edges.get(next).into_iter().flatten());
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_that_closes_a_cycle_is_refused() {
        let [a, b, c] = ["a", "b", "c"].map(|name| Address::new("logs.log_group", name, None));
        let mut waits = Waits::default();
        assert!(waits.allow(&a, &b) && waits.allow(&b, &c) && waits.allow(&a, &b));
        assert!(!waits.allow(&c, &a) && !waits.allow(&b, &a) && !waits.allow(&a, &a));
        assert!(waits.allow(&a, &c));
    }
}
