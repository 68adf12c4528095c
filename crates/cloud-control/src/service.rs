//! Cloud Control, whose calls are a second interface to the handlers that CloudFormation has for each type, and the
//! registry of the types.

use aws::services::{ALL, Answer, PROPAGATION, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of Cloud Control.
    pub trait CloudControl { cloud_control: aws_sdk_cloudcontrol }
}

/// The name that the SDK gives it.
pub const NAME: &str = "CloudControl";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateResource", "ProgressEvent.RequestToken"),
        ("DeleteResource", "ProgressEvent.RequestToken"),
        ("GetResource", "ResourceDescription.Properties"),
        ("GetResourceRequestStatus", "ProgressEvent.OperationStatus"),
        ("ListResources", "ResourceDescriptions"),
        ("UpdateResource", "ProgressEvent.RequestToken"),
    ],
    has_tokens: true,
    ..Service::new(NAME, "aws_sdk_cloudcontrol", "cloudformation")
};

/// AWS publishes no rates for Cloud Control. Its handlers draw from those of their own services besides.
fn bucket(operation: &str) -> Rate {
    match operation {
        "GetResourceRequestStatus" => rate("cloudcontrol/status", 10.0, 20.0),
        "CreateResource" | "DeleteResource" | "UpdateResource" => {
            rate("cloudcontrol/write", 5.0, 10.0)
        }
        _ => rate("cloudcontrol/read", 10.0, 20.0),
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentOperationException", "ResourceConflictException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to the object to finish",
    },
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&[
            "HandlerInternalFailureException", "NetworkFailureException", "NotStabilizedException",
            "ServiceInternalErrorException",
        ]),
        when: When::Always,
        limit: PROPAGATION,
        what: "the handler of the type to answer",
    },
];

aws::client! {
    /// The client of CloudFormation, of which its registry is asked, and lookups ask for the outputs of its stacks.
    pub trait Registry { registry: aws_sdk_cloudformation }
}

/// The name that the SDK gives CloudFormation.
pub const REGISTRY: &str = "CloudFormation";

pub(crate) const REGISTRY_SERVICE: Service = Service {
    // AWS publishes no rates for the registry.
    rates: |_| vec![rate("cloudformation", 5.0, 10.0)],
    not_found: &["TypeNotFoundException"],
    answers: &[("DescribeStacks", "StackName"), ("DescribeType", "Schema")],
    ..Service::new(REGISTRY, "aws_sdk_cloudformation", "cloudformation")
};
