//! What a tenant has paid for, and what it has used of that. Both stand in the table `organization-data`, beside what
//! else belongs to a tenant: its profile, its invitations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Invocation;
use crate::data::{Key, Table};

/// What belongs to a tenant itself. `data_type` says what: `profile`, `invitation#<id>`, `usage#<what>#<month>`.
pub static ORGANIZATION_DATA: Table = Table {
    name: "organization-data",
    partition: "organization_id",
    sort: Some("data_type"),
    indexes: &[],
    id: None,
    keys: &[],
};

/// Where in [`ORGANIZATION_DATA`] a tenant's plan and its own settings stand.
pub const PROFILE: &str = "profile";

/// What all counters of a tenant begin with.
pub const USAGE: &str = "usage#";

/// The attribute of a counter that holds its number.
pub const COUNTER: &str = "value";

/// What a tenant pays for, from the least to the most. Tenants begin with the first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    #[default]
    Free,
    Basic,
    Pro,
    Extreme,
    Enterprise,
}

/// How much a plan allows. What is absent has no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limits {
    /// Agents that may be made in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agents_per_month: Option<i64>,
    /// People who may belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<i64>,
    /// Bytes of files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_bytes: Option<i64>,
    /// Minutes that its agents may run in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_minutes_per_month: Option<i64>,
}

/// Files are counted in the unit that disks are sold by.
const GB: i64 = 1_000_000_000;

impl Plan {
    /// How much it allows: what the application's page of prices says.
    pub fn limits(self) -> Limits {
        let (agents_per_month, members, gigabytes, run_minutes_per_month) = match self {
            Self::Free => (Some(3), Some(1), Some(1), Some(30)),
            Self::Basic => (Some(25), Some(1), Some(10), Some(120)),
            Self::Pro => (Some(100), Some(5), Some(100), Some(240)),
            Self::Extreme => (None, Some(20), Some(500), None),
            Self::Enterprise => (None, None, None, None),
        };
        let storage_bytes = gigabytes.map(|gigabytes: i64| gigabytes.saturating_mul(GB));
        Limits { agents_per_month, members, storage_bytes, run_minutes_per_month }
    }
}

/// What a tenant has used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Usage {
    /// Agents made this month.
    pub agents_this_month: i64,
    /// People who belong to it.
    pub members: i64,
    /// Bytes of files, those that are still to come included.
    pub storage_bytes: i64,
    /// Minutes that its agents have run this month.
    pub run_minutes_this_month: i64,
}

/// What is counted in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Agents made in a month.
    Agents,
    /// Bytes of files, for ever.
    Storage,
    /// Minutes of runs in a month.
    RunMinutes,
}

impl Counter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Agents, Self::Storage, Self::RunMinutes];

    /// The key of a tenant's counter at the time of an invocation.
    pub fn key(self, tenant: &str, invocation: &Invocation) -> Key {
        let date = invocation.date();
        let month = date.get(..7).unwrap_or(&date);
        let what = match self {
            Self::Agents => format!("{USAGE}agents#{month}"),
            Self::Storage => format!("{USAGE}storage#total"),
            Self::RunMinutes => format!("{USAGE}run_minutes#{month}"),
        };
        Key::with_sort(tenant, what)
    }

    /// Its part of what a tenant has used.
    pub fn of(self, usage: &mut Usage) -> &mut i64 {
        match self {
            Self::Agents => &mut usage.agents_this_month,
            Self::Storage => &mut usage.storage_bytes,
            Self::RunMinutes => &mut usage.run_minutes_this_month,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_better_plan_never_allows_less() {
        let plans = [Plan::Free, Plan::Basic, Plan::Pro, Plan::Extreme, Plan::Enterprise];
        let most = |limit: Option<i64>| limit.unwrap_or(i64::MAX);
        for pair in plans.windows(2) {
            let (less, more) = (pair[0].limits(), pair[1].limits());
            assert!(pair[0] < pair[1]);
            assert!(most(less.agents_per_month) <= most(more.agents_per_month));
            assert!(most(less.members) <= most(more.members));
            assert!(most(less.storage_bytes) <= most(more.storage_bytes));
            assert!(most(less.run_minutes_per_month) <= most(more.run_minutes_per_month));
        }
    }

    #[test]
    fn what_has_no_limit_is_absent() {
        assert_eq!(serde_json::to_value(Plan::Enterprise.limits()).unwrap(), json!({}));
        let free = serde_json::to_value(Plan::Free.limits()).unwrap();
        assert_eq!(free["storage_bytes"], json!(1_000_000_000));
    }

    #[test]
    fn a_counter_of_a_month_begins_anew_with_the_next() {
        let at = |now: &str| Invocation { request_id: String::new(), now: now.parse().unwrap() };
        let (march, april) = (at("2026-03-31T23:59:59Z"), at("2026-04-01T00:00:00Z"));
        let agents = Counter::Agents.key("acme", &march);
        assert_eq!(agents, Key::with_sort("acme", "usage#agents#2026-03"));
        assert_ne!(agents, Counter::Agents.key("acme", &april));
        assert_eq!(Counter::Storage.key("acme", &march), Counter::Storage.key("acme", &april));
    }
}
