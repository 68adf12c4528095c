//! Whether an object may be taken over, by whom it belongs to.

use crate::observe::Owner;

/// What the owner of an object means for taking it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Availability {
    /// It is ours: there is nothing to take over but its entry in the state.
    Ours,
    /// It belongs to nobody: it may be taken over where that was asked for.
    Unowned,
    /// It belongs to another address of the specs, or to another stack: it may not be taken over.
    Owned,
}

impl Availability {
    pub fn of(owner: &Owner) -> Self {
        match owner {
            Owner::ThisStack | Owner::FormerAddress(_) => Self::Ours,
            Owner::Unowned => Self::Unowned,
            Owner::OtherAddress(_) | Owner::OtherStack { .. } => Self::Owned,
        }
    }
}
