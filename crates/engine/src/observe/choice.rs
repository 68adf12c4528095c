//! The one object among those that it may be.

use super::model::ObservedObject;
use super::owner::Owner;

/// The one object among several or, where that cannot be told, all that are as good.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub one: Option<ObservedObject>,
    pub others: Vec<ObservedObject>,
}

impl Choice {
    pub fn is_nothing(&self) -> bool {
        self.one.is_none() && self.others.is_empty()
    }
}

/// Chooses: ours before what was ours, and that before others.
pub(super) fn the_one(mut candidates: Vec<ObservedObject>) -> Choice {
    let rank = |candidate: &ObservedObject| match candidate.owner {
        Owner::Us => 0,
        Owner::OurFormer(_) => 1,
        _ => 2,
    };
    let best = candidates.iter().map(rank).min();
    candidates.retain(|candidate| Some(rank(candidate)) == best);
    if candidates.len() > 1 {
        return Choice { one: None, others: candidates };
    }
    Choice { one: candidates.pop(), others: Vec::new() }
}
