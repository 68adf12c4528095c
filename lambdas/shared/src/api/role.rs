//! What a caller is within a tenant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
