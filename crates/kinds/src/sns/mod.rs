//! SNS.

pub(crate) mod terraform;
pub mod topic;

use aws::services::{Answer, PROPAGATION, ROLE_CREATED, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of SNS.
    pub trait Sns { sns: aws_sdk_sns }
}

/// The name that the SDK gives it.
pub const NAME: &str = "SNS";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: NOT_FOUND,
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateTopic", "TopicArn"),
        ("GetSubscriptionAttributes", "Attributes"),
        ("GetTopicAttributes", "Attributes"),
        ("ListSubscriptionsByTopic", "Subscriptions"),
        ("ListTagsForResource", "Tags"),
        ("ListTopics", "Topics"),
        ("Subscribe", "SubscriptionArn"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[("CreateTopic", &["CreateTopic", "TagResource"])],
    ..Service::new(NAME, "aws_sdk_sns", "sns")
};

/// <https://docs.aws.amazon.com/general/latest/gr/sns.html>, "Amazon SNS API throttling". What has no number there is
/// taken slowly.
fn bucket(operation: &str) -> Rate {
    match operation {
        "Subscribe" | "Unsubscribe" => rate("sns/subscribe", 100.0, 100.0),
        "ListSubscriptionsByTopic" => rate("sns/ListSubscriptionsByTopic", 30.0, 30.0),
        "TagResource" | "UntagResource" | "ListTagsForResource" => rate("sns/tags", 10.0, 10.0),
        _ => rate("sns", 10.0, 20.0),
    }
}

/// Topics and subscriptions have the first, tags the second.
const NOT_FOUND: &[&str] = &["NotFound", "ResourceNotFound"];
const NOT_THERE: Answer = Answer::Refused(NOT_FOUND);
const POLICIES: &[&str] = &["CreateTopic", "SetTopicAttributes"];

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["CreateTopic", "TagResource", "UntagResource"],
        answer: Answer::Refused(&["ConcurrentAccess", "StaleTag"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to the tags to finish",
    },
    TransientError {
        operations: &[
            "GetTopicAttributes", "ListSubscriptionsByTopic", "ListTagsForResource",
            "PutDataProtectionPolicy", "SetTopicAttributes", "Subscribe", "TagResource",
        ],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreateTopic"]),
        limit: PROPAGATION,
        what: "the topic to be known",
    },
    TransientError {
        operations: POLICIES,
        answer: Answer::Saying("InvalidParameter", &["PrincipalNotFound"]),
        when: ROLE_CREATED.or_briefly(),
        limit: PROPAGATION,
        what: "the principals of the policy to be known",
    },
    TransientError {
        operations: &["GetTopicAttributes"],
        answer: Answer::NamingRoleById,
        when: When::InStepsAfter(POLICIES),
        limit: PROPAGATION,
        what: "the roles' ARNs to be known",
    },
];
