//! What a rule is made of.

use aws_sdk_eventbridge::operation::describe_rule::DescribeRuleOutput;
use aws_sdk_eventbridge::operation::put_rule::builders::PutRuleFluentBuilder;
use aws_sdk_eventbridge::types as sdk;

use super::target::Target;
use crate::event_targets::settings::ROLE;
use crate::events::DEFAULT_BUS;
use crate::events::pattern::Pattern;
use crate::prelude::*;

/// Hands events that come by on a bus to targets, or runs targets on a schedule.
#[spec(DescribeRuleOutput, request = PutRuleFluentBuilder)]
pub struct Rule {
    /// The name of the rule, unique on its bus. 1–64 of letters, digits and `._-`.
    #[field(required, create_only, value_only, length = 1..=64, pattern = r"^[.\-_A-Za-z0-9]+$")]
    pub name: String,
    /// Name of the bus. Absent: `default`, on which AWS's own events come by.
    #[field(default = default_bus(), create_only, length = 1..=256)]
    #[field(pattern = r"^[/.\-_A-Za-z0-9]+$", aws = event_bus_name)]
    pub bus: String,
    /// When the targets are run, in UTC: `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`. On the bus `default` alone. A
    /// `scheduler.schedule` knows time zones and runs once, too.
    #[field(length = 1..=256, aws = schedule_expression)]
    pub schedule: Option<String>,
    /// Which events are handed on. At most 2,048 characters of JSON, unless AWS has raised the account's quota, and never
    /// more than 4,096. With a `schedule` beside it, both run the targets.
    #[field(aws = event_pattern)]
    pub pattern: Option<Pattern>,
    /// `ENABLED`, `DISABLED`, or `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` to match calls that only read, too.
    pub state: State,
    /// What the rule is for. Up to 512 characters.
    #[field(length = 1..=512)]
    pub description: Option<String>,
    /// ARN of the role by which EventBridge reaches targets that name none. It trusts `events.amazonaws.com`.
    #[field(pattern = ROLE, aws = role_arn)]
    pub role: Option<String>,
    /// The targets by their ids: at most 5. Those that are not written here are removed.
    #[field(entries = ..=5, not_in_answer, not_in_request)]
    pub targets: BTreeMap<String, Target>,
    /// Tags of the rule.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

fn default_bus() -> String {
    DEFAULT_BUS.to_owned()
}

aws_enum! {
    /// Whether the rule works.
    #[derive(Default)]
    State = sdk::RuleState {
        #[default]
        Enabled = "ENABLED",
        Disabled = "DISABLED",
        EnabledWithAllCloudTrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    }
}

/// What identifies a rule.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Identity {
    pub(super) name: String,
    #[serde(default = "default_bus")]
    pub(super) bus: String,
}

outputs! {
    /// ARN of the rule, by which the policies of its targets know it.
    arn,
    /// Name of the rule.
    name,
}
