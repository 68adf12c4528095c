//! EventBridge Scheduler.

pub mod schedule;
pub(crate) mod terraform;

use aws::services::{Answer, PROPAGATION, RIGHTS_CHANGED, Service, TransientError, When, rate};

aws::client! {
    /// The client of EventBridge Scheduler.
    pub trait Scheduler { scheduler: aws_sdk_scheduler }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Scheduler";

pub const SERVICE: Service = Service {
    // What its smallest regions take: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html>.
    rates: |_| vec![rate("scheduler", 50.0, 50.0)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[("GetSchedule", "Arn"), ("ListSchedules", "Schedules")],
    has_tokens: true,
    ..Service::new(NAME, "aws_sdk_scheduler", "scheduler")
};

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["CreateSchedule", "UpdateSchedule"],
        answer: Answer::Saying(
            "ValidationException",
            &["The execution role you provide must allow"],
        ),
        when: RIGHTS_CHANGED.or_briefly(),
        limit: PROPAGATION,
        what: "the scheduler to be let take on the role",
    },
    TransientError {
        operations: &["DeleteSchedule", "UpdateSchedule"],
        answer: Answer::Refused(&["ConflictException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to the schedule to finish",
    },
    TransientError {
        operations: &["GetSchedule"],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateSchedule"]),
        limit: PROPAGATION,
        what: "the schedule to be known",
    },
];
