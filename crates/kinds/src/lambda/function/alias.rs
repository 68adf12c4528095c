//! Names for versions of a function.
//!
//! A version is a copy of code and settings that never changes, and AWS numbers it; an alias names one
//! and can be moved. An alias that names no version of its own follows the newest: every change of
//! the code or the settings then publishes a version.

use super::permission::Permissions;
use super::rollout::Rollout;
use super::types::{AsyncInvocation, FunctionUrl};
use crate::prelude::*;
use kind::StandIn;

/// A name for a version, with everything that belongs to the name.
#[spec]
pub struct Alias {
    /// Number of the version, or `$LATEST`. Absent: the newest; a version is then published whenever
    /// the code or the settings have changed.
    #[field(pattern = r"^(\$LATEST|[0-9]+)$")]
    pub version: Auto<String>,
    /// What the alias is for.
    #[field(omit_default, length = ..=256)]
    pub description: String,
    /// Shares of the calls, 0–1, that go to another version instead, by its number. One at most.
    #[field(omit_default, entries = ..=1)]
    pub weights: BTreeMap<String, f64>,
    /// How the alias moves to a new version: with a share of the calls first. Absent: with all at once. Only for one that
    /// follows the newest.
    pub rollout: Option<Rollout>,
    /// Instances that are kept ready for calls through the alias. Absent: none.
    #[field(range = 1..)]
    pub provisioned_concurrency: Option<i32>,
    /// Who may call the alias, by statement id. Others are removed.
    #[field(omit_default, grants)]
    pub permissions: Permissions,
    /// What becomes of events that callers hand over without waiting for an answer.
    #[field(omit_default)]
    pub async_invocation: AsyncInvocation,
    /// An HTTPS endpoint of the alias. Absent: none.
    #[field(grants)]
    pub function_url: Option<FunctionUrl>,
    /// Whether the version is the code and settings as they are now.
    #[schemars(skip)]
    pub newest: Auto<bool>,
}

impl Alias {
    /// Says what an alias without a version means: the version must be the newest.
    pub(super) fn normalise(&mut self) {
        if self.follows() {
            self.newest = Auto(Some(true));
        }
    }

    /// Whether the alias moves to every new version.
    pub(super) fn follows(&self) -> bool {
        self.version.as_ref().is_none()
    }

    /// What a spec says of a live alias at the newest version: AWS does not tell whether it is to follow the
    /// next.
    pub(super) fn stand_in(&self, name: &str) -> Option<StandIn> {
        let version = self.version.as_ref().filter(|_| self.is_newest())?;
        Some(StandIn {
            path: Path::field("aliases").key(name).key("version"),
            value: version.clone().into(),
            file: None,
            remark:
                "stays at this version, which is the newest; remove the line to follow the next"
                    .to_owned(),
        })
    }

    /// Whether `wanted` leaves the version at which this one is step by step. `$LATEST` shares no calls.
    pub(super) fn is_left_by(&self, wanted: &Self) -> bool {
        let is_number = self.version.as_ref().is_some_and(|version| version != "$LATEST");
        wanted.rollout.is_some() && wanted.follows() && is_number
    }

    /// Whether it names a version, which may share the calls with another.
    pub(super) fn stands_at(&self, version: &str) -> bool {
        self.version.as_ref().is_some_and(|at| at == version)
    }

    /// What a live alias is as it compares with `desired`: AWS does not tell how it is to move.
    pub(super) fn settle(&mut self, desired: &Self) {
        self.rollout.clone_from(&desired.rollout);
    }

    pub(super) fn is_newest(&self) -> bool {
        self.newest.as_ref() == Some(&true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_alias_at_the_newest_version_may_be_meant_to_follow() {
        let alias = |newest| Alias {
            version: Auto(Some("3".to_owned())),
            newest: Auto(Some(newest)),
            ..Alias::default()
        };
        assert_eq!(alias(false).stand_in("live"), None);
        let stand_in = alias(true).stand_in("live").unwrap();
        assert_eq!(stand_in.path.to_string(), "aliases.live.version");
        assert_eq!(stand_in.value, "3");
    }
}
