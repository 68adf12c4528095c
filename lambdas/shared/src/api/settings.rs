//! What every function behind the REST API is told.

use std::collections::BTreeSet;

use super::Origins;
use crate::Error;
use crate::environment::list;

/// Who may ask from a web page, and who the platform's own people are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `CORS_ORIGINS`, the web pages that may call: none unless it is set
    pub origins: Origins,
    /// `STAFF_GROUPS`, the groups of the platform's own people: none unless it is set
    pub staff_groups: BTreeSet<String>,
}

impl Settings {
    /// Reads the settings with a lookup such as [`crate::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            origins: Origins::read(&lookup)?,
            staff_groups: list(&lookup, "STAFF_GROUPS")?.into_iter().collect(),
        })
    }
}
