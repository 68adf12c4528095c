//! What a schedule is made of.

use aws_sdk_scheduler::operation::create_schedule::builders::CreateScheduleFluentBuilder;
use aws_sdk_scheduler::operation::get_schedule::GetScheduleOutput;
use aws_sdk_scheduler::operation::update_schedule::builders::UpdateScheduleFluentBuilder;
use aws_sdk_scheduler::types as sdk;

use super::moment::Moment;
use super::target::Target;
use crate::prelude::*;

/// Calls a target again and again, or once, in a time zone of choice. It has no tags, so it is ours as long as the state
/// names it.
#[spec(
    GetScheduleOutput, request = CreateScheduleFluentBuilder, update = UpdateScheduleFluentBuilder
)]
pub struct Schedule {
    /// The name of the schedule, unique in its group. 1–64 of letters, digits and `._-`.
    #[field(required, create_only, value_only, length = 1..=64, pattern = NAMES)]
    pub name: String,
    /// Name of the group, such as `${AWS::Scheduler::ScheduleGroup.nightly.Name}`; its deletion takes the schedule along. Absent:
    /// `default`, which is always there.
    #[field(default = default_group(), create_only, length = 1..=64, pattern = NAMES, aws = group_name)]
    pub group: String,
    /// When it runs: `rate(5 minutes)`, `cron(0 9 ? * MON-FRI *)`, or once, `at(2026-12-31T23:59:59)`.
    #[field(required, length = 1..=256, aws = schedule_expression)]
    pub expression: String,
    /// The time zone of `cron` and `at`, such as `Europe/Berlin`, whose summer time counts. Absent: `UTC`.
    #[field(default = utc(), length = 1..=50, pattern = r"^[A-Za-z0-9_+/-]+$", aws = schedule_expression_timezone)]
    pub timezone: String,
    /// Within how many minutes after its time it runs at some moment: 1–1,440. Absent: within the minute.
    #[field(range = 1..=1440, aws = flexible_time_window, with = window)]
    pub flexible_window_minutes: Option<i32>,
    /// When it begins, such as `2026-12-01T00:00:00Z`. Absent: at once. Nothing to what runs once.
    #[field(aws = start_date)]
    pub start: Option<Moment>,
    /// When it ends. Absent: never. Nothing to what runs once.
    #[field(aws = end_date)]
    pub end: Option<Moment>,
    /// `ENABLED` or `DISABLED`.
    pub state: State,
    /// `DELETE` has AWS delete the schedule after its last run. Absent: `NONE`.
    pub action_after_completion: ActionAfterCompletion,
    /// What it is for. Up to 512 characters.
    #[field(length = 1..=512)]
    pub description: Option<String>,
    /// ARN of the KMS key that encrypts it. Absent: a key of AWS's.
    #[field(length = 1..=2048, pattern = r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/[0-9a-zA-Z_/-]+$", aws = kms_key_arn)]
    pub kms_key: Option<String>,
    /// What it calls.
    #[field(required)]
    pub target: Target,
}

/// Names of schedules and of groups.
const NAMES: &str = r"^[0-9a-zA-Z_.-]+$";

const DEFAULT_GROUP: &str = "default";

fn default_group() -> String {
    DEFAULT_GROUP.to_owned()
}

fn utc() -> String {
    "UTC".to_owned()
}

aws_enum! {
    /// Whether the schedule works.
    #[derive(Default)]
    State = sdk::ScheduleState {
        #[default]
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
    /// What becomes of the schedule when it has run for the last time.
    #[derive(Default)]
    ActionAfterCompletion = sdk::ActionAfterCompletion {
        #[default]
        None = "NONE",
        Delete = "DELETE",
    }
}

conversions! {
    /// AWS must be told that there is none.
    window: Option<i32>, sdk::FlexibleTimeWindow {
        |said| Some(said.and_then(|window| window.maximum_window_in_minutes)),
        |minutes| {
            let mode = match minutes {
                Some(_) => sdk::FlexibleTimeWindowMode::Flexible,
                None => sdk::FlexibleTimeWindowMode::Off,
            };
            let window = sdk::FlexibleTimeWindow::builder().mode(mode);
            Some(window.set_maximum_window_in_minutes(*minutes).build()?)
        },
    }
}

/// What identifies a schedule.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Identity {
    pub(super) name: String,
    #[serde(default = "default_group")]
    pub(super) group: String,
}

outputs! {
    /// ARN of the schedule.
    arn,
    /// Name of the schedule.
    name,
}
