//! One error type for the functions. Its text is made for logs, so it never carries an item:
//! a refused write may come back with a whole profile in it.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// What can go wrong in the shared parts of a function.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting that the function cannot do without is not there.
    #[error("the environment variable {0} is missing or blank")]
    MissingVariable(&'static str),

    /// A setting is there, and nothing can be done with it.
    #[error("the environment variable {name} {reason}")]
    InvalidVariable {
        /// The variable.
        name: &'static str,
        /// What is wrong with its value.
        reason: String,
    },

    /// A value could not be written as a table item, or an item not be read.
    #[error("an item of table {table} cannot be converted: {reason}")]
    Item {
        /// The table that the item belongs to.
        table: String,
        /// Why, without the item's values.
        reason: String,
    },

    /// DynamoDB refused a call, or could not be reached.
    #[error("{operation} on table {table} failed with {code}: {reason}")]
    Database {
        /// The API operation.
        operation: &'static str,
        /// The table it was for.
        table: String,
        /// The service's own error code, or `NoAnswer`.
        code: String,
        /// The service's own message, or the chain of causes on this side.
        reason: String,
    },

    /// S3 refused a call, or could not be reached.
    #[error("{operation} on a file failed with {code}: {reason}")]
    Files {
        /// The API operation.
        operation: &'static str,
        /// The service's own error code, or `NoAnswer`.
        code: String,
        /// The service's own message, or the chain of causes on this side.
        reason: String,
    },

    /// The user pool refused a call, or could not be reached.
    #[error("{operation} on the user pool failed with {code}: {reason}")]
    UserPool {
        /// The API operation.
        operation: &'static str,
        /// The service's own error code, or `NoAnswer`.
        code: String,
        /// The service's own message if it cannot be personal, or the chain of causes on this side.
        reason: String,
    },

    /// The system could not make an id.
    #[error("the system gives no random numbers: {0}")]
    Randomness(String),

    /// An answer could not be written as JSON.
    #[error("the answer cannot be written: {0}")]
    Answer(String),

    /// The function stopped waiting, whatever the call was doing.
    #[error("gave up after {0} milliseconds")]
    OutOfTime(u128),
}

/// What DynamoDB and S3 say of themselves when they are busy, or when two transactions want one item.
const PASSING: [&str; 8] = [
    "SlowDown", "ThrottlingException", "ThrottlingError", "ProvisionedThroughputExceededException",
    "RequestLimitExceeded", "TransactionConflict", "TransactionConflictException",
    "TransactionInProgressException",
];

impl Error {
    /// Whether the same call may succeed in a moment.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database { code, .. } | Self::Files { code, .. } => {
                PASSING.contains(&code.as_str())
            }
            _ => false,
        }
    }

    /// Describes an item that cannot be encoded.
    pub fn item(table: &str, error: &serde_dynamo::Error) -> Self {
        Self::Item { table: table.to_owned(), reason: error.to_string() }
    }

    /// Describes a failed call by code and message, leaving out the answer itself.
    pub fn database<E, R>(operation: &'static str, table: &str, failure: &SdkError<E, R>) -> Self
    where
        SdkError<E, R>: ProvideErrorMetadata + StdError,
    {
        Self::Database {
            operation,
            table: table.to_owned(),
            code: failure.code().unwrap_or("NoAnswer").to_owned(),
            reason: failure.message().map_or_else(|| causes(failure), str::to_owned),
        }
    }

    /// Describes a failed call about a file. S3's messages name neither keys nor content.
    pub fn files<E, R>(operation: &'static str, failure: &SdkError<E, R>) -> Self
    where
        SdkError<E, R>: ProvideErrorMetadata + StdError,
    {
        Self::Files {
            operation,
            code: failure.code().unwrap_or("NoAnswer").to_owned(),
            reason: failure.message().map_or_else(|| causes(failure), str::to_owned),
        }
    }

    /// Describes a failed call to the user pool. Cognito repeats what it was given in some of its
    /// messages (an address that it cannot use, a rule of a trigger), so only messages about the
    /// pool itself are kept.
    pub fn user_pool<E, R>(operation: &'static str, failure: &SdkError<E, R>) -> Self
    where
        SdkError<E, R>: ProvideErrorMetadata + StdError,
    {
        let reason = match (failure.code(), failure.message()) {
            (Some("AccessDeniedException" | "ResourceNotFoundException"), Some(message)) => {
                message.to_owned()
            }
            (Some(_), _) => "its message is not logged".to_owned(),
            (None, _) => causes(failure),
        };
        Self::UserPool { operation, code: failure.code().unwrap_or("NoAnswer").to_owned(), reason }
    }
}

/// An error and its causes in one line. An SDK error's own text is only its class.
fn causes(error: &dyn StdError) -> String {
    std::iter::successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
