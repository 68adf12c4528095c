//! The time of a plan.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// When a run plans, in whole seconds: what `plantimestamp()` gives everywhere in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanTime(i64);

impl PlanTime {
    /// The seconds since 1970 in UTC.
    pub fn seconds(self) -> i64 {
        self.0
    }
}

/// The time at which this is called.
impl Default for PlanTime {
    fn default() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}
