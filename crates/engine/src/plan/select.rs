//! Which resources a plan is about.

use std::collections::BTreeSet;

use super::planner::Planner;
use compiler::Address;

impl Planner<'_> {
    /// The resources to look at: the targets with all that they need, or all but what is excluded.
    pub(super) fn selected(&self) -> &BTreeSet<Address> {
        self.selected.get_or_init(|| self.select())
    }

    fn select(&self) -> BTreeSet<Address> {
        let targets = self.stack.resources.keys();
        let targets = targets.filter(|address| self.is_target(address));
        let mut selected = BTreeSet::new();
        let mut pending: Vec<Address> = targets.cloned().collect();
        while let Some(address) = pending.pop() {
            if selected.insert(address.clone()) {
                let needed = self.graph.edges_from(&address).map(|edge| &edge.to);
                let is_judged = |needed: &&Address| {
                    !self.is_takeover || self.state.resources.contains_key(*needed)
                };
                pending.extend(needed.filter(is_judged).cloned());
            }
        }
        let excluded = self.excluded();
        selected.retain(|address| !excluded.contains(address));
        selected
    }

    /// Who refers to a resource and is not looked at.
    pub(super) fn users_left_out(&self, address: &Address) -> BTreeSet<Address> {
        let request = self.request;
        if request.destroy || request.targets.is_empty() && request.exclude.is_empty() {
            return BTreeSet::new();
        }
        let users = self.graph.edges_to(address).filter(|edge| !edge.is_tag());
        let mut users: BTreeSet<Address> = users.map(|edge| edge.from.clone()).collect();
        let selected = self.selected();
        users.retain(|user| !selected.contains(user));
        users
    }

    pub(super) fn is_to_be_replaced(&self, address: &Address) -> bool {
        names(&self.request.replace, address)
    }

    fn is_target(&self, address: &Address) -> bool {
        self.request.targets.is_empty() || names(&self.request.targets, address)
    }

    /// What is excluded, and what waits for it.
    fn excluded(&self) -> BTreeSet<&Address> {
        let all = self.stack.resources.keys();
        closure(all.filter(|address| names(&self.request.exclude, address)), |used| {
            let waiting = self.graph.edges_to(used).filter(|edge| edge.waits());
            waiting.map(|edge| &edge.from)
        })
    }

    /// The addresses that end: the targets, and for a destroy what cannot be without them. What is
    /// excluded stays, and so does what it needs.
    pub(super) fn ending(&self) -> BTreeSet<&Address> {
        let known = || self.observation.keys();
        let ending = known()
            .filter(|address| self.is_target(address))
            .filter(|address| self.request.destroy || !self.stack.resources.contains_key(address));
        let mut ending: BTreeSet<&Address> = match self.request.destroy {
            true => closure(ending, |used| known().filter(|user| self.uses(user, used))),
            false => ending.collect(),
        };
        let excluded = known().filter(|address| names(&self.request.exclude, address));
        let staying = closure(excluded, |user| known().filter(|used| self.uses(user, used)));
        ending.retain(|address| !staying.contains(address));
        ending
    }

    /// Whether an object cannot be without another: by the state, or by the specs where that is lost.
    fn uses(&self, user: &Address, used: &Address) -> bool {
        match self.state.resources.get(user) {
            Some(entry) => entry.depends_on.contains(used),
            None => self.graph.waits_for(user).any(|edge| edge.to == *used),
        }
    }
}

fn names(list: &[Address], address: &Address) -> bool {
    list.iter().any(|one| address.is_selected_by(one))
}

/// Some addresses, and all that `next` leads to from them.
fn closure<'a, Next: Iterator<Item = &'a Address>>(
    start: impl Iterator<Item = &'a Address>,
    next: impl Fn(&'a Address) -> Next,
) -> BTreeSet<&'a Address> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<&Address> = start.collect();
    while let Some(address) = pending.pop() {
        if reached.insert(address) {
            pending.extend(next(address));
        }
    }
    reached
}
