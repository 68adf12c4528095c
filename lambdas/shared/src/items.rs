//! The items of the core tables, as they are stored. Field names are attribute names, and
//! `expires_at` is the attribute that the tables' time to live reads.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::Invocation;

/// One sign-in of a user, in `user-sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Partition key.
    pub session_id: String,
    /// Who signed in.
    pub user_id: String,
    /// When, in ISO 8601.
    pub created_at: String,
    /// The app client that the user signed in with.
    pub client_id: String,
    /// The user pool that the user signed in to.
    pub user_pool_id: String,
    /// When DynamoDB may drop the item, in epoch seconds.
    pub expires_at: i64,
}

impl Session {
    /// How long a session is kept.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

    /// A session that begins with this invocation.
    pub fn new(
        invocation: &Invocation,
        user_id: &str,
        client_id: &str,
        user_pool_id: &str,
    ) -> Self {
        Self {
            session_id: invocation.record_key(user_id),
            user_id: user_id.to_owned(),
            created_at: invocation.timestamp(),
            client_id: client_id.to_owned(),
            user_pool_id: user_pool_id.to_owned(),
            expires_at: invocation.expires_after(Self::LIFETIME),
        }
    }
}

/// What a log entry is about: the partition key of its `event-type-index`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    /// A user has signed in.
    UserSignIn,
}

/// Something that happened to a user, in `system-logs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Partition key.
    pub log_id: String,
    /// Sort key: when it happened, in ISO 8601.
    pub timestamp: String,
    /// The day it happened, `YYYY-MM-DD`.
    pub date: String,
    /// Whom it is about.
    pub user_id: String,
    /// What happened.
    pub event_type: EventType,
    /// The environment that the function serves, such as `dev`.
    pub environment: String,
    /// When DynamoDB may drop the item, in epoch seconds.
    pub expires_at: i64,
}

impl LogEntry {
    /// How long an entry is kept.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

    /// An entry about what happens in this invocation.
    pub fn new(
        invocation: &Invocation,
        user_id: &str,
        event_type: EventType,
        environment: &str,
    ) -> Self {
        Self {
            log_id: invocation.record_key(user_id),
            timestamp: invocation.timestamp(),
            date: invocation.date(),
            user_id: user_id.to_owned(),
            event_type,
            environment: environment.to_owned(),
            expires_at: invocation.expires_after(Self::LIFETIME),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodb::types::AttributeValue;
    use serde_dynamo::aws_sdk_dynamodb_1::to_item;

    fn invocation() -> Invocation {
        Invocation {
            request_id: "request".to_owned(),
            now: "1970-01-01T00:00:10.5Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_session_lives_a_day_and_expires_by_a_number() {
        let session = Session::new(&invocation(), "user", "client", "pool");
        let item: std::collections::HashMap<String, AttributeValue> = to_item(session).unwrap();
        assert_eq!(
            item["session_id"],
            AttributeValue::S("user_10_request".into())
        );
        assert_eq!(
            item["created_at"],
            AttributeValue::S("1970-01-01T00:00:10.500Z".into())
        );
        assert_eq!(item["expires_at"], AttributeValue::N("86410".into()));
    }

    #[test]
    fn a_log_entry_lives_ninety_days_and_expires_by_a_number() {
        let entry = LogEntry::new(&invocation(), "user", EventType::UserSignIn, "dev");
        let item: std::collections::HashMap<String, AttributeValue> = to_item(entry).unwrap();
        assert_eq!(item["date"], AttributeValue::S("1970-01-01".into()));
        assert_eq!(item["event_type"], AttributeValue::S("user_sign_in".into()));
        assert_eq!(
            item["expires_at"],
            AttributeValue::N((90 * 86_400 + 10).to_string())
        );
    }
}
