//! Who may use a route, and what a caller is within a tenant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Caller;

/// What somebody is within a tenant, from the least to the most.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks.
    Viewer,
    /// Makes things of the own.
    #[serde(alias = "basic")]
    Member,
    /// Makes courses.
    Instructor,
    /// Manages everything, and members.
    Admin,
    /// The same, and cannot be removed by others.
    Owner,
}

impl Role {
    /// The role that a claim names. `basic` is what registration gives. A word that nobody has given is the
    /// least role.
    pub fn named(claim: Option<&str>) -> Self {
        match claim {
            Some("owner") => Self::Owner,
            Some("admin") => Self::Admin,
            Some("instructor") => Self::Instructor,
            Some("member" | "basic") => Self::Member,
            _ => Self::Viewer,
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_nobody_has_given_is_the_least_role() {
        for claim in [None, Some(""), Some("Owner"), Some("platform_admin"), Some("viewer")] {
            assert_eq!(Role::named(claim), Role::Viewer, "{claim:?}");
        }
        assert_eq!(Role::named(Some("basic")), Role::Member);
    }
}
