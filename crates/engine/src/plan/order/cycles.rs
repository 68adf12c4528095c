//! Which wishes can be granted, where they contradict what must be and each other.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::preferences::Preference;

/// What each step waits for: all that it needs, and every wish that closes no circle, the most important
/// first.
pub(super) fn with_preferences(
    needs: Vec<BTreeSet<usize>>,
    preferences: BTreeSet<Preference>,
) -> Vec<BTreeSet<usize>> {
    let cycle_of = cycles(&needs, &preferences);
    let mut waits = needs;
    // What leads from one knot to another closes no circle.
    let (inside, between): (Vec<Preference>, Vec<Preference>) = preferences
        .into_iter()
        .partition(|prefer| cycle_of[prefer.step] == cycle_of[prefer.earlier]);
    for prefer in inside {
        if !reaches(&waits, prefer.earlier, prefer.step) {
            waits[prefer.step].insert(prefer.earlier);
        }
    }
    for prefer in between {
        waits[prefer.step].insert(prefer.earlier);
    }
    waits
}

/// For each step the knot that it is in: those that would wait for each other if all was granted.
fn cycles(needs: &[BTreeSet<usize>], preferences: &BTreeSet<Preference>) -> Vec<usize> {
    let mut links = DiGraphMap::<usize, ()>::new();
    for (index, needs) in needs.iter().enumerate() {
        links.add_node(index);
        for earlier in needs {
            links.add_edge(index, *earlier, ());
        }
    }
    for prefer in preferences {
        links.add_edge(prefer.step, prefer.earlier, ());
    }
    let mut cycle_of = vec![0; needs.len()];
    for (cycle, members) in tarjan_scc(&links).into_iter().enumerate() {
        for member in members {
            cycle_of[member] = cycle;
        }
    }
    cycle_of
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
