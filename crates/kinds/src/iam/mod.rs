//! IAM. It publishes no rates. What it takes is known to all of it, and to other services, after seconds,
//! rarely after more than a minute.

pub mod policy;
pub mod role;
mod support;
pub(crate) mod terraform;

use aws::services::{ALL, Answer, PROPAGATION, Service, TransientError, When, rate};

aws::client! {
    /// The client of IAM.
    pub trait Iam { iam: aws_sdk_iam }
}

/// The name that the SDK gives it.
pub const NAME: &str = "IAM";

pub const SERVICE: Service = Service {
    rates: |_| vec![rate("iam", 10.0, 20.0)],
    not_found: &["NoSuchEntity"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreatePolicy", "Policy.Arn"),
        ("CreateRole", "Role.Arn"),
        ("GetAccountAuthorizationDetails", "RoleDetailList"),
        ("GetPolicy", "Policy.Arn"),
        ("GetPolicyVersion", "PolicyVersion"),
        ("GetRole", "Role.Arn"),
        ("GetRolePolicy", "PolicyDocument"),
        ("ListAttachedRolePolicies", "AttachedPolicies"),
        ("ListInstanceProfilesForRole", "InstanceProfiles"),
        ("ListPolicies", "Policies"),
        ("ListPolicyVersions", "Versions"),
        ("ListRolePolicies", "PolicyNames"),
        ("ListRoles", "Roles"),
    ],
    actions: &[
        ("CreatePolicy", &["CreatePolicy", "TagPolicy"]),
        ("CreateRole", &["CreateRole", "TagRole"]),
    ],
    ..Service::new(NAME, "aws_sdk_iam", "iam")
};

/// After a change to what roles may do, or to who may be one.
pub const RIGHTS_CHANGED: When = When::InRunAfter(
    "IAM",
    &[
        "AttachRolePolicy", "CreatePolicy", "CreatePolicyVersion", "CreateRole",
        "PutRolePermissionsBoundary", "PutRolePolicy", "UpdateAssumeRolePolicy",
    ],
);

/// After the creation of a role, which policies may name.
pub const ROLE_CREATED: When = When::InRunAfter("IAM", &["CreateRole"]);

const TRUST: &[&str] = &["CreateRole", "UpdateAssumeRolePolicy"];
const INVALID_PRINCIPAL: Answer = Answer::Saying("MalformedPolicyDocument", &["invalid principal"]);
const NOT_THERE: Answer = Answer::Refused(&["NoSuchEntity"]);

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentModification", "EntityTemporarilyUnmodifiable"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: TRUST,
        answer: INVALID_PRINCIPAL,
        when: ROLE_CREATED.or_briefly(),
        limit: PROPAGATION,
        what: "the principals of the trust policy to be known",
    },
    TransientError {
        operations: &[
            "AttachRolePolicy", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies",
            "ListRolePolicies", "PutRolePermissionsBoundary", "PutRolePolicy", "TagRole",
            "UpdateAssumeRolePolicy", "UpdateRole",
        ],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreateRole"]),
        limit: PROPAGATION,
        what: "the role to be known",
    },
    TransientError {
        operations: &["AttachRolePolicy", "CreateRole", "PutRolePermissionsBoundary"],
        answer: NOT_THERE,
        when: When::InRunAfter("IAM", &["CreatePolicy"]).or_briefly(),
        limit: PROPAGATION,
        what: "the managed policy to be known",
    },
    TransientError {
        operations: &["CreatePolicyVersion", "GetPolicy", "GetPolicyVersion", "TagPolicy"],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreatePolicy"]),
        limit: PROPAGATION,
        what: "the policy to be known",
    },
    TransientError {
        operations: &["GetPolicyVersion"],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreatePolicyVersion"]),
        limit: PROPAGATION,
        what: "the policy's new version to be known",
    },
    // IAM writes the id of a role where its ARN belongs for as long as it has not found the role.
    TransientError {
        operations: &["GetRole"],
        answer: Answer::NamingRoleById,
        when: When::InStepsAfter(TRUST),
        limit: PROPAGATION,
        what: "the roles' ARNs to be known",
    },
    TransientError {
        operations: &["DeletePolicy", "DeleteRole"],
        answer: Answer::Refused(&["DeleteConflict"]),
        when: When::InRunAfter(
            "IAM",
            &[
                "DeletePolicyVersion", "DeleteRole", "DeleteRolePermissionsBoundary",
                "DeleteRolePolicy", "DetachRolePolicy", "PutRolePermissionsBoundary",
            ],
        )
        .or_briefly(),
        limit: PROPAGATION,
        what: "nothing to use it any more",
    },
];
