//! What each step should come after: no object is moved to what does not exist yet, and nothing is deleted
//! that is still in use.

use std::collections::BTreeSet;

use super::context::OrderContext;
use super::roles::Roles;
use super::users::{Uses, uses};
use crate::graph::{Edge, Need};
use crate::plan::action::Action;
use crate::plan::step::{Phase, Step};
use compiler::Address;

/// That one step should come after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Preference {
    pub priority: Priority,
    pub step: usize,
    pub earlier: usize,
}

/// Why it should. Where not all preferences can be followed, the first of these count most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    /// It deletes what another cannot be without until then.
    Needed,
    /// It deletes what is in use until then.
    InUse,
    /// It moves what exists to an object that is made then.
    New,
    /// It sets a field through which a cycle runs, and the other changes what the field names.
    Deferred,
    /// It counts on what an object gets at last.
    Finished,
    /// It counts on what the other changes.
    Changed,
    /// It makes room for a new object, and until then the old one is in use.
    Leaving,
}

/// All preferences, the most important first.
pub(super) fn preferences(roles: &Roles, context: OrderContext) -> BTreeSet<Preference> {
    let mut preferences = BTreeSet::new();
    let mut prefer = |priority: Priority, step: usize, earlier: BTreeSet<usize>| {
        let earlier = earlier.into_iter().filter(|earlier| *earlier != step);
        preferences.extend(earlier.map(|earlier| Preference { priority, step, earlier }));
    };
    for Uses { user, used, stays, needs } in uses(roles, context) {
        let priority = if needs { Priority::Needed } else { Priority::InUse };
        let ended = roles.ended(user);
        if let Some(delete) = roles.first.get(used) {
            prefer(priority, *delete, ended.clone());
            if !stays {
                prefer(Priority::Leaving, *delete, roles.made(user));
            }
        }
        let clears = roles.clear.get(used).into_iter().flatten();
        for delete in clears.chain(roles.end.get(used)) {
            prefer(priority, *delete, ended.clone());
            prefer(priority, *delete, roles.made(user));
            prefer(priority, *delete, roles.cleared(user));
        }
    }
    // What was detached by a name that is written out has no edge.
    for (used, delete) in &roles.first {
        for detach in roles.detaching(&roles.steps[*delete]) {
            let user = &roles.steps[detach].address;
            let made = roles.main.get(used).copied();
            if let Some(main) = roles.main.get(user) {
                prefer(Priority::Needed, *main, made.into_iter().collect());
            }
        }
    }
    for index in roles.main.values().chain(roles.finish.values()).copied() {
        let edges = roles.edges(index, context.graph);
        let Step { address, phase, .. } = &roles.steps[index];
        let named = edges.iter().filter(|edge| edge.need == Need::Completion).map(|edge| &edge.to);
        let named: BTreeSet<&Address> = named.collect();
        let changed = named.iter().filter_map(|used| roles.main.get(*used)).copied().collect();
        let is_finish = matches!(phase, Phase::Finish(_));
        // Where nothing was before, nobody is worse off, and a first apply takes no longer than it must.
        let main = roles.main.get(address);
        if main.is_some_and(|main| roles.steps[*main].action == Action::Create) {
            let priority = if is_finish { Priority::Deferred } else { Priority::Changed };
            prefer(priority, index, changed);
            let finishes = named.iter().filter_map(|used| late_part(roles, context, used));
            prefer(Priority::Finished, index, finishes.collect());
            continue;
        }
        if is_finish {
            prefer(Priority::Deferred, index, changed);
        }
        let below = below(context, edges);
        let main = below.iter().filter_map(|address| roles.main.get(address));
        let (new, changed): (BTreeSet<usize>, _) =
            main.partition(|main| roles.steps[**main].action.creates_object());
        prefer(Priority::New, index, new);
        prefer(Priority::Changed, index, changed);
        let finishes = below.iter().filter_map(|address| roles.finish.get(address));
        prefer(Priority::Finished, index, finishes.copied().collect());
    }
    preferences
}

/// The step that sets what a new object is made without, so that it is there earlier. What a cycle has made wait is
/// another matter: it may itself count on who would wait for it.
fn late_part(roles: &Roles, context: OrderContext, address: &Address) -> Option<usize> {
    let finish = roles.finish.get(address).copied()?;
    let Phase::Finish(fields) = &roles.steps[finish].phase else {
        return None;
    };
    let in_cycles = context.graph.deferred.get(address);
    in_cycles.is_none_or(|in_cycles| in_cycles.is_disjoint(fields)).then_some(finish)
}

/// The resources that some edges lead to, straight or through others: one that stays as it is may itself count on
/// what is yet to be made or finished.
fn below<'a>(context: OrderContext<'a>, edges: Vec<&'a Edge>) -> BTreeSet<&'a Address> {
    let mut found = BTreeSet::new();
    let mut pending = edges;
    while let Some(edge) = pending.pop() {
        if !edge.is_tag() && found.insert(&edge.to) {
            pending.extend(context.graph.edges_from(&edge.to));
        }
    }
    found
}
