//! An account of its own with the three tables, and the function in front of them.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement,
    KeyType, Projection, ProjectionType, ScalarAttributeType,
};
use lambda_runtime::tower::ServiceExt;
use lambda_runtime::{Context, LambdaEvent};
use post_authentication::{PostAuthentication, Settings};
use serde_json::{Value, json};
use shared::Timestamp;
use shared::trigger::MalformedEvent;

pub const PROFILES: &str = "aws-devops-test-user-profiles";
pub const SESSIONS: &str = "aws-devops-test-user-sessions";
pub const LOGS: &str = "aws-devops-test-system-logs";
pub const REGION: &str = "us-east-2";
pub const USER: &str = "7d3a4e52-6f0b-4c8e-9a51-2b1f0c9d8e77";

/// What Cognito sends.
pub fn event() -> Value {
    serde_json::from_str(include_str!("../event.json")).unwrap()
}

/// The function's environment variables.
pub fn variable(name: &str) -> Option<String> {
    let value = match name {
        "USER_PROFILES_TABLE" => PROFILES,
        "USER_SESSIONS_TABLE" => SESSIONS,
        "SYSTEM_LOGS_TABLE" => LOGS,
        "ENVIRONMENT" => "test",
        _ => return None,
    };
    Some(value.to_owned())
}

/// Calls the function once, through its service.
pub async fn call(
    database: &Client,
    event: Value,
    request_id: &str,
    now: &str,
) -> Result<Value, MalformedEvent> {
    let settings = Settings::read(variable).unwrap();
    let now: Timestamp = now.parse().unwrap();
    let function = PostAuthentication::new(settings, database.clone(), move || now);
    let mut context = Context::default();
    context.request_id = request_id.to_owned();
    function.into_service().oneshot(LambdaEvent::new(event, context)).await
}

/// A client with the function's own limits.
pub async fn client(endpoint: &str, account: &str) -> Client {
    let configuration = shared::database::configuration()
        .endpoint_url(endpoint)
        .region(Region::new(REGION))
        .credentials_provider(Credentials::new(account, "test", None, None, "test"))
        .load()
        .await;
    Client::new(&configuration)
}

/// The tables of one test.
pub struct Platform {
    pub account: String,
    pub database: Client,
}

impl Platform {
    /// Three empty tables.
    pub async fn new() -> Self {
        let platform = Self::without_tables().await;
        platform.create_profiles().await;
        platform.create_sessions().await;
        platform.create_logs().await;
        platform
    }

    pub async fn without_tables() -> Self {
        let account = emulators::fresh_account();
        let database = client(emulators::shared_ministack().endpoint(), &account).await;
        Self { account, database }
    }

    pub async fn create_profiles(&self) {
        let email = index("email-index", "email", None);
        self.create_table(PROFILES, "user_id", None, vec![email]).await;
    }

    pub async fn create_sessions(&self) {
        let by_user = index("user-sessions-index", "user_id", Some("created_at"));
        self.create_table(SESSIONS, "session_id", None, vec![by_user]).await;
    }

    pub async fn create_logs(&self) {
        let indexes = vec![
            index("user-logs-index", "user_id", Some("timestamp")),
            index("event-type-index", "event_type", Some("timestamp")),
            index("daily-logs-index", "date", Some("timestamp")),
        ];
        self.create_table(LOGS, "log_id", Some("timestamp"), indexes).await;
    }

    /// Signs the event's user in.
    pub async fn sign_in(&self, request_id: &str, now: &str) {
        let answer = call(&self.database, event(), request_id, now).await;
        assert_eq!(answer, Ok(event()));
    }

    /// Puts a profile of the event's user, with this `metadata` unless it is missing.
    pub async fn put_profile(&self, metadata: Option<Value>) {
        let mut profile = json!({
            "user_id": USER,
            "email": "ada@example.com",
            "full_name": "Ada Lovelace",
            "status": "active",
            "role": "user",
        });
        if let Some(metadata) = metadata {
            profile["metadata"] = metadata;
        }
        shared::database::put(&self.database, PROFILES, &profile).await.unwrap();
    }

    /// The only profile.
    pub async fn profile(&self) -> Value {
        let profiles = self.items(PROFILES).await;
        assert_eq!(profiles.len(), 1, "{profiles:?}");
        profiles[0].clone()
    }

    /// All items of a table, as JSON: a number attribute is a number.
    pub async fn items(&self, table: &str) -> Vec<Value> {
        let answer = self.database.scan().table_name(table).send().await;
        serde_dynamo::from_items(answer.unwrap().items.unwrap()).unwrap()
    }

    /// The number of items that an index finds under a key.
    pub async fn found(&self, table: &str, index: &str, key: &str, value: &str) -> usize {
        let answer = self
            .database
            .query()
            .table_name(table)
            .index_name(index)
            .key_condition_expression("#key = :value")
            .expression_attribute_names("#key", key)
            .expression_attribute_values(":value", AttributeValue::S(value.to_owned()))
            .send()
            .await;
        answer.unwrap().items().len()
    }

    async fn create_table(
        &self,
        name: &str,
        partition_key: &str,
        sort_key: Option<&str>,
        indexes: Vec<GlobalSecondaryIndex>,
    ) {
        let keys = keys(partition_key, sort_key);
        let mut attributes: Vec<&str> = indexes
            .iter()
            .flat_map(|index| index.key_schema())
            .chain(&keys)
            .map(KeySchemaElement::attribute_name)
            .collect();
        attributes.sort_unstable();
        attributes.dedup();
        let definitions = attributes.into_iter().map(attribute).collect();
        self.database
            .create_table()
            .table_name(name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(definitions))
            .set_key_schema(Some(keys))
            .set_global_secondary_indexes(Some(indexes))
            .send()
            .await
            .unwrap();
    }
}

fn attribute(name: &str) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .unwrap()
}

fn keys(partition_key: &str, sort_key: Option<&str>) -> Vec<KeySchemaElement> {
    let key = |name: &str, key_type| {
        KeySchemaElement::builder().attribute_name(name).key_type(key_type).build().unwrap()
    };
    std::iter::once(key(partition_key, KeyType::Hash))
        .chain(sort_key.map(|name| key(name, KeyType::Range)))
        .collect()
}

fn index(name: &str, partition_key: &str, sort_key: Option<&str>) -> GlobalSecondaryIndex {
    let all = Projection::builder().projection_type(ProjectionType::All);
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(keys(partition_key, sort_key)))
        .projection(all.build())
        .build()
        .unwrap()
}
