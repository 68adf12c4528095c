//! DynamoDB. It does one thing to a table at a time, and a few things to all tables of an account.

pub mod table;
pub(crate) mod terraform;

use std::time::Duration;

use aws::services::{Answer, PROPAGATION, ROLE_CREATED, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of DynamoDB.
    pub trait DynamoDb { dynamodb: aws_sdk_dynamodb }
}

/// The name that the SDK gives it.
pub const NAME: &str = "DynamoDB";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["PolicyNotFoundException", "ResourceNotFoundException", "TableNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateTable", "TableDescription.TableName"),
        ("DescribeContinuousBackups", "ContinuousBackupsDescription"),
        ("DescribeKinesisStreamingDestination", "TableName"),
        ("DescribeTable", "Table.TableName"),
        ("DescribeTimeToLive", "TimeToLiveDescription"),
        ("GetResourcePolicy", "Policy"),
        ("ListTables", "TableNames"),
        ("ListTagsOfResource", "Tags[].Key"),
    ],
    actions: &[("CreateTable", &["CreateTable", "TagResource"])],
    ..Service::new(NAME, "aws_sdk_dynamodb", "dynamodb")
};

fn bucket(operation: &str) -> Rate {
    match operation {
        "DescribeContinuousBackups" => rate("dynamodb/DescribeContinuousBackups", 10.0, 10.0),
        "ListTagsOfResource" => rate("dynamodb/ListTagsOfResource", 10.0, 10.0),
        "TagResource" => rate("dynamodb/TagResource", 5.0, 5.0),
        "UntagResource" => rate("dynamodb/UntagResource", 5.0, 5.0),
        _ => rate("dynamodb", 2500.0, 2500.0),
    }
}

/// A change to a table rarely takes longer; an index that is being filled is waited for elsewhere.
const BUSY: Duration = Duration::from_secs(10 * 60);

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["CreateTable", "DeleteTable", "UpdateTable"],
        answer: Answer::Saying("LimitExceededException", &["simultaneous"]),
        when: When::Always,
        limit: BUSY,
        what: "the account's other tables to be done",
    },
    // CreateTable says the same of a name that is taken.
    TransientError {
        operations: &[
            "DeleteResourcePolicy", "DeleteTable", "DisableKinesisStreamingDestination",
            "EnableKinesisStreamingDestination", "PutResourcePolicy", "TagResource",
            "UntagResource", "UpdateContinuousBackups", "UpdateContributorInsights",
            "UpdateKinesisStreamingDestination", "UpdateTable", "UpdateTimeToLive",
        ],
        answer: Answer::Refused(&["ResourceInUseException"]),
        when: When::Always,
        limit: BUSY,
        what: "the table to be done with another change",
    },
    TransientError {
        operations: &[
            "DescribeContinuousBackups", "DescribeKinesisStreamingDestination", "DescribeTable",
            "DescribeTimeToLive", "EnableKinesisStreamingDestination", "GetResourcePolicy",
            "ListContributorInsights", "ListTagsOfResource", "PutResourcePolicy", "TagResource",
            "UpdateContinuousBackups", "UpdateContributorInsights", "UpdateTable",
            "UpdateTimeToLive",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException", "TableNotFoundException"]),
        when: When::InStepsAfter(&["CreateTable"]),
        limit: PROPAGATION,
        what: "the table to be known",
    },
    TransientError {
        operations: &["CreateTable", "PutResourcePolicy"],
        answer: Answer::Saying("ValidationException", &["invalid principal"]),
        when: ROLE_CREATED.or_briefly(),
        limit: PROPAGATION,
        what: "the principals of the policy to be known",
    },
    // A table has no continuous backups yet for some time after its creation.
    TransientError {
        operations: &["UpdateContinuousBackups"],
        answer: Answer::Refused(&["ContinuousBackupsUnavailableException"]),
        when: When::Always,
        limit: Duration::from_secs(20 * 60),
        what: "the table's backups to be available",
    },
    TransientError {
        operations: &["GetResourcePolicy"],
        answer: Answer::NamingRoleById,
        when: When::InStepsAfter(&["CreateTable", "PutResourcePolicy"]),
        limit: PROPAGATION,
        what: "the roles' ARNs to be known",
    },
];
