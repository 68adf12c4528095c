//! CloudWatch: alarms and dashboards. It overwrites an alarm or a dashboard whole, and forgets what a call leaves out.

mod actions;
pub mod alarm;
pub mod composite_alarm;
pub mod dashboard;
mod metrics;
mod read;
mod tags;
pub(crate) mod terraform;
pub(crate) mod unit;

use aws::services::{Answer, PROPAGATION, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of CloudWatch.
    pub trait CloudWatch { cloudwatch: aws_sdk_cloudwatch }
}

/// The name that the SDK gives it.
pub const NAME: &str = "CloudWatch";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    // The first two are of dashboards.
    not_found: &["ResourceNotFound", "DashboardNotFoundError", "ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeAlarms", "MetricAlarms[].AlarmName"),
        ("GetDashboard", "DashboardBody"),
        ("ListDashboards", "DashboardEntries"),
        ("ListTagsForResource", "Tags"),
    ],
    // Tags in a call that creates are an action of their own.
    actions: &[
        ("PutMetricAlarm", &["PutMetricAlarm", "TagResource"]),
        ("PutCompositeAlarm", &["PutCompositeAlarm", "TagResource"]),
        ("PutDashboard", &["PutDashboard", "TagResource"]),
    ],
    ..Service::new(NAME, "aws_sdk_cloudwatch", "cloudwatch")
};

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html>
fn bucket(operation: &str) -> Rate {
    match operation {
        "DeleteAlarms" => rate("cloudwatch/DeleteAlarms", 3.0, 3.0),
        "DescribeAlarms" => rate("cloudwatch/DescribeAlarms", 9.0, 9.0),
        "ListTagsForResource" => rate("cloudwatch/ListTagsForResource", 10.0, 10.0),
        "PutCompositeAlarm" | "PutMetricAlarm" => rate("cloudwatch/alarms", 3.0, 3.0),
        "TagResource" | "UntagResource" => rate("cloudwatch/tags", 5.0, 5.0),
        _ => rate("cloudwatch", 10.0, 10.0),
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["TagResource", "UntagResource"],
        answer: Answer::Refused(&["ConcurrentModificationException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: &["GetDashboard", "ListTagsForResource", "TagResource"],
        answer: Answer::Refused(&["ResourceNotFound", "ResourceNotFoundException"]),
        when: When::InStepsAfter(&["PutCompositeAlarm", "PutDashboard", "PutMetricAlarm"]),
        limit: PROPAGATION,
        what: "the alarm or dashboard to be known",
    },
];
