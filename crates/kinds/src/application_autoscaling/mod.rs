//! Application Auto Scaling. It works on what belongs to another service, with a role that it makes for
//! itself.

use aws::services::{ALL, Answer, PROPAGATION, Service, TransientError, When, rate};

aws::client! {
    /// The client of Application Auto Scaling.
    pub trait ApplicationAutoScaling { application_autoscaling: aws_sdk_applicationautoscaling }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Application Auto Scaling";

pub const SERVICE: Service = Service {
    rates: |_| vec![rate("application-autoscaling", 10.0, 20.0)],
    not_found: &["ObjectNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeScalableTargets", "ScalableTargets[].ResourceId"),
        ("DescribeScalingPolicies", "ScalingPolicies[].PolicyName"),
    ],
    ..Service::new(NAME, "aws_sdk_applicationautoscaling", "application-autoscaling")
};

const WRITES: &[&str] = &["DeregisterScalableTarget", "PutScalingPolicy", "RegisterScalableTarget"];

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentUpdateException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: WRITES,
        answer: Answer::Refused(&["FailedResourceAccessException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "Application Auto Scaling to reach what scales",
    },
    TransientError {
        operations: WRITES,
        answer: Answer::Saying("ValidationException", &["Unable to assume IAM role"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "Application Auto Scaling to be allowed to take on its role",
    },
    TransientError {
        operations: &["PutScalingPolicy"],
        answer: Answer::Refused(&["ObjectNotFoundException"]),
        when: When::InStepsAfter(&["RegisterScalableTarget"]),
        limit: PROPAGATION,
        what: "the target to be known",
    },
];
