//! The one object among those that it may be.

use super::model::ObservedObject;
use super::owner::Owner;

/// The one object among several or, where that cannot be told, all that are as good.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub one: Option<ObservedObject>,
    pub ambiguous: Vec<ObservedObject>,
}

impl Choice {
    pub fn is_empty(&self) -> bool {
        self.one.is_none() && self.ambiguous.is_empty()
    }
}

/// Chooses: ours before what was ours, and that before others.
pub(super) fn choose(mut candidates: Vec<ObservedObject>) -> Choice {
    let rank = |candidate: &ObservedObject| match candidate.owner {
        Owner::ThisStack => 0,
        Owner::FormerAddress(_) => 1,
        _ => 2,
    };
    let best = candidates.iter().map(rank).min();
    candidates.retain(|candidate| Some(rank(candidate)) == best);
    if candidates.len() > 1 {
        return Choice { one: None, ambiguous: candidates };
    }
    Choice { one: candidates.pop(), ambiguous: Vec::new() }
}
