//! Secrets Manager.

pub mod secret;
pub mod secret_store;
pub(crate) mod terraform;

use aws::services::{Answer, PROPAGATION, ROLE_CREATED, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of Secrets Manager.
    pub trait SecretsManager { secrets_manager: aws_sdk_secretsmanager }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Secrets Manager";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateSecret", "ARN"),
        ("DescribeSecret", "ARN"),
        ("GetRandomPassword", "RandomPassword"),
        ("GetResourcePolicy", "ARN"),
        ("GetSecretValue", "VersionId"),
        ("ListSecrets", "SecretList[].ARN"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[("CreateSecret", &["CreateSecret", "TagResource"])],
    ..Service::new(NAME, "aws_sdk_secretsmanager", "secretsmanager")
};

/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>, "Request quotas": 50 a second of
/// what writes, and thousands of what reads.
fn bucket(operation: &str) -> Rate {
    match operation {
        "DescribeSecret" | "GetSecretValue" => rate("secretsmanager/read", 100.0, 100.0),
        _ => rate("secretsmanager", 40.0, 40.0),
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &[
            "DescribeSecret", "GetResourcePolicy", "GetSecretValue", "PutResourcePolicy",
            "PutSecretValue", "ReplicateSecretToRegions", "RotateSecret", "UpdateSecret",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateSecret", "RestoreSecret"]),
        limit: PROPAGATION,
        what: "the secret to be known",
    },
    TransientError {
        operations: &["PutResourcePolicy"],
        answer: Answer::Saying("MalformedPolicyDocumentException", &["unsupported principal"]),
        when: ROLE_CREATED,
        limit: PROPAGATION,
        what: "the principals of the policy to be known",
    },
    TransientError {
        operations: &["RotateSecret"],
        answer: Answer::Saying(
            "AccessDeniedException",
            &["cannot invoke the specified lambda function"],
        ),
        when: When::InRunAfter("Lambda", &["AddPermission", "CreateFunction"]),
        limit: PROPAGATION,
        what: "the rotation function to let Secrets Manager in",
    },
];
