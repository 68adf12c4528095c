//! Who may use a route.

use super::{Caller, Role};

/// Who may use a route. The router decides all but [`Who::Own`], which depends on the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Open,
    /// Whoever is signed in.
    Any,
    /// Members and up.
    Write,
    /// Instructors and up.
    Teach,
    /// Admins and owners.
    Manage,
    /// The item's author, admins and owners: the handler finds out.
    Own,
    /// The platform's own people.
    Staff,
    /// Whoever belongs to no organization.
    Individual,
}

impl Who {
    /// Whether the router lets this caller through.
    pub fn admits(self, caller: &Caller) -> bool {
        match self {
            Self::Open | Self::Any | Self::Own => true,
            Self::Write => caller.role >= Role::Member,
            Self::Teach => caller.role >= Role::Instructor,
            Self::Manage => caller.role >= Role::Admin,
            Self::Staff => caller.is_staff,
            Self::Individual => caller.tenant.organization().is_none(),
        }
    }

    /// The word for it in the documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Any => "any",
            Self::Write => "write",
            Self::Teach => "teach",
            Self::Manage => "manage",
            Self::Own => "own",
            Self::Staff => "staff",
            Self::Individual => "individual",
        }
    }
}
