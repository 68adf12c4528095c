//! Cognito identity pools.

pub mod identity_pool;

use aws::services::{ALL, Answer, PROPAGATION, Service, TransientError, When, rate};

aws::client! {
    /// The client of Cognito Identity.
    pub trait CognitoIdentity { cognito_identity: aws_sdk_cognitoidentity }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Cognito Identity";

pub const SERVICE: Service = Service {
    rates: |_| vec![rate("cognito-identity", 10.0, 20.0)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateIdentityPool", "IdentityPoolId"),
        ("DescribeIdentityPool", "IdentityPoolName"),
        ("GetIdentityPoolRoles", "IdentityPoolId"),
        ("ListIdentityPools", "IdentityPools[].IdentityPoolId"),
    ],
    ..Service::new(NAME, "aws_sdk_cognitoidentity", "cognito-identity")
};

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentModificationException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: &[
            "DescribeIdentityPool", "GetIdentityPoolRoles", "SetIdentityPoolRoles",
            "SetPrincipalTagAttributeMap", "UpdateIdentityPool",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateIdentityPool"]),
        limit: PROPAGATION,
        what: "the pool to be known",
    },
];
