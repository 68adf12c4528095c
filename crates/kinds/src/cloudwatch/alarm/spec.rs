//! The spec of an alarm.

use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmFluentBuilder;
use aws_sdk_cloudwatch::types as sdk;

use super::metric::{Metric, Query, queries};
use crate::cloudwatch::actions::{TagsInNotifications, callers, tags_in_notifications};
use crate::prelude::*;

/// An alarm on a metric, or on what is calculated of several. It looks at `metric`, `metrics` or `promql`.
#[spec(sdk::MetricAlarm, request = PutMetricAlarmFluentBuilder)]
pub struct Alarm {
    /// The alarm's name, unique in the region among alarms of all sorts. 1–255 characters.
    #[field(required, create_only, value_only, length = 1..=255, aws = alarm_name)]
    pub name: String,
    /// What it means that the alarm goes off, and what is to be done. Notifications carry it. 1–1,024 characters.
    #[field(value_only, length = 1..=1024, aws = alarm_description)]
    pub description: Option<String>,
    /// The metric that is watched.
    #[field(value_only, not_in_answer, not_in_request)]
    pub metric: Option<Metric>,
    /// Metrics and expressions over them, by their ids: a small letter, and then letters, digits and `_`. At most 20, of
    /// which 10 are metrics. The entry with `return_data` is watched.
    #[field(value_only, entries = ..=20, with = queries)]
    pub metrics: BTreeMap<String, Query>,
    /// A query in PromQL, each series of which is watched by itself.
    #[field(value_only, aws = evaluation_criteria, with = promql)]
    pub promql: Option<PromQl>,
    /// The seconds from one look to the next, for `promql`: 10, 20, 30, or a multiple of 60.
    #[field(range = 10..)]
    pub evaluation_interval: Option<i32>,
    /// How the value compares with the threshold for the alarm to go off. All alarms but those of `promql` have it.
    #[field(aws = comparison_operator)]
    pub comparison: Option<Comparison>,
    /// What the value is compared with.
    pub threshold: Option<f64>,
    /// The id of the entry of `metrics` that is the band of what is normal, `ANOMALY_DETECTION_BAND(…)`: in the place of a
    /// threshold.
    #[field(aws = threshold_metric_id)]
    pub threshold_metric: Option<String>,
    /// The latest periods that are looked at. All alarms but those of `promql` have it.
    #[field(range = 1..)]
    pub evaluation_periods: Option<i32>,
    /// How many of these must be beyond the threshold. Absent: all.
    #[field(range = 1..)]
    pub datapoints_to_alarm: Option<i32>,
    /// What a period without values counts as. Metrics of `AWS/DynamoDB` are always ignored.
    #[field(aws = treat_missing_data)]
    pub missing_data: MissingData,
    /// What a percentile of few values does: `evaluate`, or `ignore` to leave the state as it is until there are enough.
    #[field(with = unless_default, aws = evaluate_low_sample_count_percentile)]
    pub low_sample_count_percentile: LowSamples,
    /// Has the periods begin and end with those of the clock. Absent: they end now.
    #[field(aws = evaluation_window, with = wall_clock)]
    pub wall_clock_window: Option<WallClock>,
    /// How long the alarm keeps quiet after it was made or changed.
    #[field(aws = warm_up_configuration)]
    pub warm_up: Option<WarmUp>,
    /// ARNs of what is done when the alarm goes off: topics, functions, scaling policies, actions of EC2 and Systems
    /// Manager. At most 5.
    #[field(value_only, length = ..=5, called_by = callers())]
    pub alarm_actions: BTreeSet<String>,
    /// The same for when all is well again.
    #[field(value_only, length = ..=5, called_by = callers())]
    pub ok_actions: BTreeSet<String>,
    /// The same for when there are too few values to tell.
    #[field(value_only, length = ..=5, called_by = callers())]
    pub insufficient_data_actions: BTreeSet<String>,
    /// Whether any of this is done. Absent: yes.
    #[field(default = true)]
    pub actions_enabled: bool,
    /// The tags that notifications carry. Absent: none.
    #[field(aws = action_configuration, with = tags_in_notifications)]
    pub tags_in_notifications: Option<TagsInNotifications>,
    /// Tags of the alarm.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// A query in PromQL over the metrics of OpenTelemetry that CloudWatch has.
#[spec(sdk::AlarmPromQlCriteria)]
pub struct PromQl {
    /// The query. It gives a vector, of which each element is what is wrong.
    #[field(required, length = 1..)]
    pub query: String,
    /// The seconds for which something must be wrong before the alarm goes off. Absent: none.
    #[field(range = 0..)]
    pub pending_period: Option<i32>,
    /// The seconds for which nothing must be wrong before all is well again. Absent: none.
    #[field(range = 0..)]
    pub recovery_period: Option<i32>,
}

/// Periods as the clock has them. `period` is then 60, 300, 3,600, 86,400 or 604,800.
#[spec(sdk::WallClockWindow)]
pub struct WallClock {
    /// The time zone whose days and weeks these are, such as `Europe/Berlin` or `+05:30`. Absent: `UTC`.
    #[field(default = "UTC".to_owned(), length = 1..)]
    pub timezone: String,
}

/// The time after an alarm was made or changed in which it has no state and does nothing.
#[spec(sdk::WarmUpConfiguration)]
pub struct WarmUp {
    /// How many minutes.
    #[field(required, range = 1.., aws = warm_up_period_duration_in_minutes)]
    pub minutes: i32,
    /// Whether all of it is waited for, even if there are values enough earlier.
    #[field(aws = only_start_evaluating_after_warm_up_period_ends)]
    pub in_full: bool,
}

aws_enum! {
    /// How a value compares with what it is held against.
    Comparison = sdk::ComparisonOperator {
        GreaterThanThreshold = "GreaterThanThreshold",
        GreaterThanOrEqualToThreshold = "GreaterThanOrEqualToThreshold",
        LessThanThreshold = "LessThanThreshold",
        LessThanOrEqualToThreshold = "LessThanOrEqualToThreshold",
        /// Outside an anomaly band.
        Outside = "LessThanLowerOrGreaterThanUpperThreshold",
        /// Below it.
        Below = "LessThanLowerThreshold",
        /// Above it.
        Above = "GreaterThanUpperThreshold",
    }

    /// What a period without values counts as.
    #[derive(Default)]
    MissingData {
        /// As nothing: without any values, there are too few to tell.
        #[default]
        Missing = "missing",
        /// As one beyond the threshold.
        Breaching = "breaching",
        /// As one within it.
        NotBreaching = "notBreaching",
        /// As the state that there is.
        Ignore = "ignore",
    }

    /// What an alarm on a percentile does where there are few values.
    #[derive(Default)]
    LowSamples {
        #[default]
        Evaluate = "evaluate",
        Ignore = "ignore",
    }
}

impl Comparison {
    /// Whether it is with a band and not with a threshold.
    pub(super) fn is_with_a_band(self) -> bool {
        matches!(self, Self::Outside | Self::Below | Self::Above)
    }
}

conversions! {
    promql: Option<PromQl>, sdk::EvaluationCriteria {
        |said| match said {
            Some(sdk::EvaluationCriteria::PromQlCriteria(query)) => PromQl::of(Some(query))?.map(Some),
            Some(_) => return Err(AwsError::new("the alarm has criteria that this version does not know")),
            None => None,
        },
        |query| match query {
            Some(query) => query.to_aws()?.map(sdk::EvaluationCriteria::PromQlCriteria),
            None => None,
        },
    }
    /// A sliding window is what there is without one.
    wall_clock: Option<WallClock>, sdk::EvaluationWindow {
        |said| match said {
            Some(sdk::EvaluationWindow::WallClockWindow(window)) => Some(WallClock::of(Some(window))?),
            Some(sdk::EvaluationWindow::SlidingWindow(_)) | None => None,
            Some(_) => return Err(AwsError::new("the alarm has a window that this version does not know")),
        },
        |window| match window {
            Some(window) => window.to_aws()?.map(sdk::EvaluationWindow::WallClockWindow),
            None => None,
        },
    }
}

outputs! {
    /// ARN of the alarm.
    arn,
    /// Name of the alarm.
    name,
}
