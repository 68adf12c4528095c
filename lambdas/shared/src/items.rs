//! The items of the core tables, as they are stored. Field names are attribute names, and
//! `expires_at` is the attribute that the tables' time to live reads.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::Invocation;
use crate::api::FullName;

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

/// A user of the platform, in `user-profiles`. Attributes that an older item lacks get the value
/// that gives its user the least.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Profile {
    /// Partition key: a random UUID, which is also the user's name in the user pool.
    pub user_id: String,
    /// The address that the user signs in with, in lower case.
    pub email: String,
    /// What the user wants to be called.
    pub full_name: String,
    /// The organization that the user belongs to, or [`Profile::NO_ORGANIZATION`].
    pub organization_id: String,
    /// What the user is on the platform, such as [`Profile::FIRST_ROLE`].
    pub role: String,
    /// `active`, unless something else was decided.
    pub status: String,
    /// What the user has set, for applications to read. The platform gives it no meaning.
    #[schemars(with = "Map<String, Value>")]
    pub preferences: Value,
    /// What the platform has counted: `last_login`, `login_count`.
    #[schemars(with = "Map<String, Value>")]
    pub metadata: Value,
    /// When the user registered, in ISO 8601.
    pub created_at: String,
    /// When the user or an administrator last changed the profile.
    pub updated_at: String,
}

impl Profile {
    /// The organization of everybody who belongs to none.
    pub const NO_ORGANIZATION: &str = "individual";
    /// The role of everybody who has registered. Only somebody else can give another.
    pub const FIRST_ROLE: &str = "basic";

    /// The profile of somebody who registers now. Where it says what the user may do, it says the
    /// least: the caller is unknown and chooses none of it.
    pub fn new(invocation: &Invocation, user_id: &str, email: &str, full_name: &str) -> Self {
        Self {
            user_id: user_id.to_owned(),
            email: email.to_owned(),
            full_name: full_name.to_owned(),
            metadata: json!({ "login_count": 0 }),
            created_at: invocation.timestamp(),
            updated_at: invocation.timestamp(),
            ..Self::default()
        }
    }
}

impl Profile {
    /// What somebody is called who has not said, or has said what is no name: by the first part of the address.
    pub fn first_name(full_name: Option<&str>, email: &str) -> String {
        let said = full_name.map(|name| FullName::try_from(name.to_owned()));
        let local_part = email.split_once('@').map_or(email, |(local_part, _)| local_part);
        match said {
            Some(Ok(name)) => name.0,
            _ => local_part.to_owned(),
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            user_id: String::new(),
            email: String::new(),
            full_name: String::new(),
            organization_id: Self::NO_ORGANIZATION.to_owned(),
            role: Self::FIRST_ROLE.to_owned(),
            status: "active".to_owned(),
            preferences: Value::Object(Map::new()),
            metadata: Value::Object(Map::new()),
            created_at: String::new(),
            updated_at: String::new(),
        }
    }
}

/// What a log entry is about: the partition key of its `event-type-index`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    /// A user has signed in.
    UserSignIn,
    /// Somebody has registered.
    UserRegistered,
    /// A profile has changed.
    ProfileUpdated,
    /// A user and the profile are gone.
    UserDeleted,
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
    /// Who did it, if it was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// The names of what changed. The values are the user's own business.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
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
            actor_id: None,
            fields: Vec::new(),
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
        assert_eq!(item["session_id"], AttributeValue::S("user_10_request".into()));
        assert_eq!(item["created_at"], AttributeValue::S("1970-01-01T00:00:10.500Z".into()));
        assert_eq!(item["expires_at"], AttributeValue::N("86410".into()));
    }

    #[test]
    fn a_log_entry_lives_ninety_days_and_expires_by_a_number() {
        let entry = LogEntry::new(&invocation(), "user", EventType::UserSignIn, "dev");
        let item: std::collections::HashMap<String, AttributeValue> = to_item(entry).unwrap();
        assert_eq!(item["date"], AttributeValue::S("1970-01-01".into()));
        assert_eq!(item["event_type"], AttributeValue::S("user_sign_in".into()));
        assert_eq!(item["expires_at"], AttributeValue::N((90 * 86_400 + 10).to_string()));
        assert!(!item.contains_key("actor_id") && !item.contains_key("fields"));
    }

    #[test]
    fn a_new_profile_has_no_organization_and_the_first_role() {
        let profile = Profile::new(&invocation(), "user", "ada@example.com", "Ada");
        assert_eq!(profile.organization_id, "individual");
        assert_eq!(profile.role, "basic");
        assert_eq!(profile.status, "active");
        assert_eq!(profile.created_at, "1970-01-01T00:00:10.500Z");
        assert_eq!(profile.metadata, json!({ "login_count": 0 }));
    }

    #[test]
    fn a_profile_that_lacks_attributes_gives_its_user_the_least() {
        let profile: Profile = serde_json::from_value(json!({ "user_id": "user" })).unwrap();
        assert_eq!(profile.organization_id, Profile::NO_ORGANIZATION);
        assert_eq!(profile.role, Profile::FIRST_ROLE);
    }
}
