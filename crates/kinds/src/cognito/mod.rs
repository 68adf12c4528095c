//! Cognito user pools. A change is refused while another one to the same pool is under way.

pub(crate) mod terraform;
pub mod user_pool;
pub mod user_pool_client;

use aws::services::{
    ALL, Answer, PROPAGATION, RIGHTS_CHANGED, Rate, Service, TransientError, When, rate,
};

aws::client! {
    /// The client of Cognito Identity Provider.
    pub trait Cognito { cognito: aws_sdk_cognitoidentityprovider }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Cognito Identity Provider";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateUserPool", "UserPool.Id"),
        ("CreateUserPoolClient", "UserPoolClient.ClientId"),
        ("DescribeIdentityProvider", "IdentityProvider.ProviderName"),
        ("DescribeRiskConfiguration", "RiskConfiguration"),
        ("DescribeUserPool", "UserPool.Id"),
        ("DescribeUserPoolClient", "UserPoolClient.ClientId"),
        ("DescribeUserPoolDomain", "DomainDescription"),
        ("GetUICustomization", "UICustomization"),
        ("GetUserPoolMfaConfig", "MfaConfiguration"),
        ("ListGroups", "Groups[].GroupName"),
        ("ListIdentityProviders", "Providers[].ProviderName"),
        ("ListResourceServers", "ResourceServers[].Identifier"),
        ("ListUserPoolClients", "UserPoolClients[].ClientId"),
        ("ListUserPools", "UserPools[].Id"),
    ],
    ..Service::new(NAME, "aws_sdk_cognitoidentityprovider", "cognito-idp")
};

/// Cognito user pools: 15 to 20 a second for an account, by category. What concerns clients and other
/// parts of a pool is limited to 5 a second for each pool, and most stacks have one.
fn bucket(operation: &str) -> Rate {
    let is_read = ["Describe", "Get", "List"].iter().any(|verb| operation.starts_with(verb));
    match (operation.contains("UserPoolClient"), is_read) {
        (true, true) => rate("cognito/clients/read", 5.0, 5.0),
        (true, false) => rate("cognito/clients/write", 5.0, 5.0),
        (false, _) => match (is_of_the_pool(operation), is_read) {
            (true, true) => rate("cognito/pools/read", 15.0, 15.0),
            (true, false) => rate("cognito/pools/write", 15.0, 15.0),
            (false, true) => rate("cognito/resources/read", 5.0, 5.0),
            (false, false) => rate("cognito/resources/write", 5.0, 5.0),
        },
    }
}

/// Whether a call is about a pool itself and not about a group, a provider or the like in it.
fn is_of_the_pool(operation: &str) -> bool {
    let of_a_part = operation.contains("Domain");
    operation.contains("UserPool") && !of_a_part
        || matches!(
            operation,
            "AddCustomAttributes" | "ListTagsForResource" | "TagResource" | "UntagResource"
        )
}

const SENDS_TEXTS: &[&str] = &["CreateUserPool", "SetUserPoolMfaConfig", "UpdateUserPool"];
const UNKNOWN_ROLE: Answer = Answer::Refused(&[
    "InvalidSmsRoleAccessPolicyException", "InvalidSmsRoleTrustRelationshipException",
]);

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["ConcurrentModificationException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to finish",
    },
    TransientError {
        operations: SENDS_TEXTS,
        answer: UNKNOWN_ROLE,
        when: RIGHTS_CHANGED.or_briefly(),
        limit: PROPAGATION,
        what: "the role to be known to Cognito",
    },
    TransientError {
        operations: &[
            "CreateGroup", "CreateIdentityProvider", "CreateResourceServer",
            "CreateUserPoolDomain", "DescribeUserPool", "GetUserPoolMfaConfig", "ListGroups",
            "ListIdentityProviders", "ListResourceServers", "SetUserPoolMfaConfig",
            "UpdateUserPool",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateUserPool"]),
        limit: PROPAGATION,
        what: "the pool to be known",
    },
    TransientError {
        operations: &["CreateUserPoolClient"],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InRunAfter("Cognito Identity Provider", &["CreateUserPool"]),
        limit: PROPAGATION,
        what: "the pool to be known",
    },
    TransientError {
        operations: &["DescribeUserPoolClient", "UpdateUserPoolClient"],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateUserPoolClient"]),
        limit: PROPAGATION,
        what: "the client to be known",
    },
    TransientError {
        operations: &["DeleteUserPool"],
        answer: Answer::Saying("InvalidParameterException", &["has a domain configured"]),
        when: When::InStepsAfter(&["DeleteUserPoolDomain"]),
        limit: PROPAGATION,
        what: "the pool's domain to be gone",
    },
];
