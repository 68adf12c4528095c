//! Which preferences can be followed, where they contradict what each step needs, or each other.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::preferences::Preference;

/// What each step waits for: all that it needs, and every preference that closes no cycle, the most important
/// first.
pub(super) fn with_preferences(
    needs: Vec<BTreeSet<usize>>,
    preferences: BTreeSet<Preference>,
) -> Vec<BTreeSet<usize>> {
    let component_of = components(&needs, &preferences);
    let mut waits = needs;
    // What leads from one component to another closes no cycle.
    let (inside, between): (Vec<Preference>, Vec<Preference>) = preferences
        .into_iter()
        .partition(|preference| component_of[preference.step] == component_of[preference.earlier]);
    for preference in inside {
        if !reaches(&waits, preference.earlier, preference.step) {
            waits[preference.step].insert(preference.earlier);
        }
    }
    for preference in between {
        waits[preference.step].insert(preference.earlier);
    }
    waits
}

/// The strongly connected component of each step: the steps that would wait for each other if all preferences
/// were followed.
fn components(needs: &[BTreeSet<usize>], preferences: &BTreeSet<Preference>) -> Vec<usize> {
    let mut links = DiGraphMap::<usize, ()>::new();
    for (index, needs) in needs.iter().enumerate() {
        links.add_node(index);
        for earlier in needs {
            links.add_edge(index, *earlier, ());
        }
    }
    for preference in preferences {
        links.add_edge(preference.step, preference.earlier, ());
    }
    let mut component_of = vec![0; needs.len()];
    for (component, members) in tarjan_scc(&links).into_iter().enumerate() {
        for member in members {
            component_of[member] = component;
        }
    }
    component_of
}

/// Whether a step waits for another, be it through others.
fn reaches(waits: &[BTreeSet<usize>], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending = vec![from];
    while let Some(index) = pending.pop() {
        if index == to {
            return true;
        }
        if seen.insert(index) {
            pending.extend(&waits[index]);
        }
    }
    false
}
