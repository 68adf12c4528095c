//! Which wishes can be granted, where they contradict what must be and each other.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::wishes::Wish;

/// What each step waits for: all that it needs, and every wish that closes no circle, the most important
/// first.
pub(super) fn granted(needs: Vec<BTreeSet<usize>>, wishes: BTreeSet<Wish>) -> Vec<BTreeSet<usize>> {
    let knot_of = knots(&needs, &wishes);
    let mut waits = needs;
    // What leads from one knot to another closes no circle.
    let (inside, between): (Vec<Wish>, Vec<Wish>) =
        wishes.into_iter().partition(|wish| knot_of[wish.step] == knot_of[wish.earlier]);
    for wish in inside {
        if !reaches(&waits, wish.earlier, wish.step) {
            waits[wish.step].insert(wish.earlier);
        }
    }
    for wish in between {
        waits[wish.step].insert(wish.earlier);
    }
    waits
}

/// For each step the knot that it is in: those that would wait for each other if all was granted.
fn knots(needs: &[BTreeSet<usize>], wishes: &BTreeSet<Wish>) -> Vec<usize> {
    let mut links = DiGraphMap::<usize, ()>::new();
    for (index, needs) in needs.iter().enumerate() {
        links.add_node(index);
        for earlier in needs {
            links.add_edge(index, *earlier, ());
        }
    }
    for wish in wishes {
        links.add_edge(wish.step, wish.earlier, ());
    }
    let mut knot_of = vec![0; needs.len()];
    for (knot, members) in tarjan_scc(&links).into_iter().enumerate() {
        for member in members {
            knot_of[member] = knot;
        }
    }
    knot_of
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
