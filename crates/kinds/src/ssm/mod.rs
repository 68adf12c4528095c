//! Systems Manager, of which Parameter Store alone. It takes few writes a second.

pub mod parameter;
pub mod secret_store;
pub(crate) mod terraform;

use aws::services::{ALL, Answer, PROPAGATION, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of Systems Manager.
    pub trait Ssm { ssm: aws_sdk_ssm }
}

/// The name that the SDK gives it.
pub const NAME: &str = "SSM";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["InvalidResourceId", "ParameterNotFound"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeParameters", "Parameters[].Name"),
        ("GetParameter", "Parameter.ARN"),
        ("ListTagsForResource", "TagList"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[("PutParameter", &["PutParameter", "AddTagsToResource"])],
    ..Service::new(NAME, "aws_sdk_ssm", "ssm")
};

/// <https://docs.aws.amazon.com/general/latest/gr/ssm.html>, "Systems Manager API transactions per second".
fn bucket(operation: &str) -> Rate {
    match operation {
        "GetParameter" => rate("ssm/GetParameter", 40.0, 40.0),
        "PutParameter" => rate("ssm/PutParameter", 3.0, 3.0),
        _ => rate("ssm", 5.0, 10.0),
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["TooManyUpdates"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to the parameter to finish",
    },
    TransientError {
        operations: &["AddTagsToResource", "GetParameter", "ListTagsForResource"],
        answer: Answer::Refused(&["InvalidResourceId", "ParameterNotFound"]),
        when: When::InStepsAfter(&["PutParameter"]),
        limit: PROPAGATION,
        what: "the parameter to be known",
    },
];
