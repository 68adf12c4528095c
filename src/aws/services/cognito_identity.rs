//! Cognito identity pools.

use super::super::limits::rate;
use super::super::passing::{Answer, Passing, When};
use super::{ALL, PROPAGATION, Service};

pub(super) const SERVICE: Service = Service {
    name: "Cognito Identity",
    sdk: "aws_sdk_cognitoidentity",
    rates: |_| vec![rate("cognito-identity", 10.0, 20.0)],
    not_found: &["ResourceNotFoundException"],
    passing: PASSING,
};

const PASSING: &[Passing] = &[
    Passing {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentModificationException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    Passing {
        operations: &[
            "DescribeIdentityPool",
            "GetIdentityPoolRoles",
            "SetIdentityPoolRoles",
            "SetPrincipalTagAttributeMap",
            "UpdateIdentityPool",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateIdentityPool"]),
        limit: PROPAGATION,
        what: "the pool to be known",
    },
];
