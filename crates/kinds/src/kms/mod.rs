//! KMS. What it takes is known to all of it within seconds, rarely after more than a minute.

pub mod key;
pub(crate) mod terraform;

use aws::services::{Answer, PROPAGATION, ROLE_CREATED, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of KMS.
    pub trait Kms { kms: aws_sdk_kms }
}

/// The name that the SDK gives it.
pub const NAME: &str = "KMS";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["NotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateKey", "KeyMetadata.KeyId"),
        ("DescribeKey", "KeyMetadata.KeyId"),
        ("GetKeyPolicy", "Policy"),
        ("GetKeyRotationStatus", "KeyRotationEnabled"),
        ("ListAliases", "Aliases"),
        ("ListKeys", "Keys[].KeyId"),
        ("ListResourceTags", "Tags"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[("CreateKey", &["CreateKey", "TagResource"])],
    ..Service::new(NAME, "aws_sdk_kms", "kms")
};

/// <https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html>: what only reads may come by the
/// hundred, and of what writes the slowest may come five times a second.
fn bucket(operation: &str) -> Rate {
    match operation {
        "DescribeKey"
        | "GetKeyPolicy"
        | "GetKeyRotationStatus"
        | "ListAliases"
        | "ListKeys"
        | "ListResourceTags" => rate("kms/read", 100.0, 100.0),
        _ => rate("kms", 5.0, 5.0),
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["CreateKey", "PutKeyPolicy"],
        answer: Answer::Saying("MalformedPolicyDocumentException", &["invalid principal"]),
        when: ROLE_CREATED.or_briefly(),
        limit: PROPAGATION,
        what: "the principals of the policy to be known",
    },
    TransientError {
        operations: &[
            "CreateAlias", "DescribeKey", "DisableKey", "EnableKeyRotation", "GetKeyPolicy",
            "GetKeyRotationStatus", "ListAliases", "ListResourceTags",
        ],
        answer: Answer::Refused(&["NotFoundException"]),
        when: When::InStepsAfter(&["CreateKey"]),
        limit: PROPAGATION,
        what: "the key to be known",
    },
    TransientError {
        operations: &["DisableKeyRotation", "EnableKeyRotation"],
        answer: Answer::Refused(&["DisabledException", "KMSInvalidStateException"]),
        when: When::InStepsAfter(&["EnableKey"]),
        limit: PROPAGATION,
        what: "the key to be enabled",
    },
];
