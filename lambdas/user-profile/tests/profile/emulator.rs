//! The function over real servers, behind a registration and a sign-in.

use std::collections::HashMap;

use aws_sdk_cognitoidentityprovider as cognito;
use aws_sdk_cognitoidentityprovider::types::{
    AliasAttributeType, AttributeDataType, SchemaAttributeType,
};
use aws_sdk_dynamodb as dynamodb;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use lambda_runtime::tower::ServiceExt;
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};
use shared::Sources;
use shared::api::{Api, Response};
use shared::user_pool::UserPool;
use user_profile::Aws;
use user_registration::Registration;

use crate::calls::{OTHER, about, body, call, event, saying, settings};

pub const PROFILES: &str = "aws-devops-test-user-profiles";
pub const LOGS: &str = "aws-devops-test-system-logs";
pub const REGION: &str = "us-east-2";

/// An account of its own with a user pool and two tables, and one user.
pub struct Platform {
    pub account: String,
    users: cognito::Client,
    database: dynamodb::Client,
    pub pool_id: String,
    pub user_id: String,
}

impl Platform {
    pub async fn new() -> Self {
        let account = emulators::fresh_account();
        let credentials = Credentials::new(&account, "test", None, None, "test");
        let configuration = shared::user_pool::configuration()
            .endpoint_url(emulators::shared_ministack().endpoint())
            .region(Region::new(REGION))
            .credentials_provider(credentials)
            .load()
            .await;
        let users = cognito::Client::new(&configuration);
        let mut platform = Self {
            account,
            pool_id: create_pool(&users).await,
            users,
            database: dynamodb::Client::new(&configuration),
            user_id: String::new(),
        };
        platform.create_table(PROFILES, &["user_id"]).await;
        platform.create_table(LOGS, &["log_id", "timestamp"]).await;
        platform.user_id = platform.register().await;
        platform
    }

    fn variable(&self, name: &str) -> Option<String> {
        let value = match name {
            "USER_POOL_ID" => &self.pool_id,
            "USER_PROFILES_TABLE" => PROFILES,
            "SYSTEM_LOGS_TABLE" => LOGS,
            "ENVIRONMENT" => "test",
            _ => return None,
        };
        Some(value.to_owned())
    }

    /// Registers as the platform's users do.
    async fn register(&self) -> String {
        let settings = user_registration::Settings::read(|name| self.variable(name)).unwrap();
        let pool = UserPool::new(self.users.clone(), &self.pool_id);
        let backend = user_registration::Aws::new(pool, self.database.clone(), settings.clone());
        let registration = Registration::new(&settings, backend);
        let routes = user_registration::routes();
        let api = Api::new(routes, registration, &settings.api, Sources::system());
        let function = api.into_service();
        let form = json!({
            "email": "ada@example.com", "password": "Analytical-1", "full_name": "Ada Lovelace",
        });
        let event = json!({ "httpMethod": "POST", "resource": "/users", "body": form.to_string() });
        let request = serde_json::from_value(event).unwrap();
        let event = LambdaEvent::new(request, Context::default());
        let answer = function.oneshot(event).await;
        let answer = answer.unwrap_or_else(|never| match never {});
        assert_eq!(answer.status_code, 201, "{answer:?}");
        body(&answer)["user_id"].as_str().unwrap().to_owned()
    }

    /// The event of a method, from the user and about the user.
    pub async fn event(&self, method: &str) -> Value {
        let mut event = about(event(method), &self.user_id);
        event["requestContext"]["authorizer"]["claims"] = json!(self.claims().await);
        event
    }

    pub async fn call(&self, event: Value) -> Response {
        let settings = settings(|name| self.variable(name));
        let pool = UserPool::new(self.users.clone(), &self.pool_id);
        let backend = Aws::new(pool, self.database.clone(), settings.clone());
        call(&settings, backend, event).await
    }

    /// The claims of a user: the attributes in the pool, as a token holds them.
    async fn claims(&self) -> HashMap<String, String> {
        let user = self
            .users
            .admin_get_user()
            .user_pool_id(&self.pool_id)
            .username(&self.user_id)
            .send()
            .await;
        let attributes = user.unwrap().user_attributes.unwrap_or_default();
        attributes
            .into_iter()
            .map(|attribute| (attribute.name, attribute.value.unwrap_or_default()))
            .collect()
    }

    /// All items of a table, as JSON.
    pub async fn items(&self, table: &str) -> Vec<Value> {
        let answer = self.database.scan().table_name(table).send().await;
        serde_dynamo::from_items(answer.unwrap().items.unwrap()).unwrap()
    }

    async fn create_table(&self, name: &str, keys: &[&str]) {
        let types = [KeyType::Hash, KeyType::Range];
        let mut request =
            self.database.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
        for (&key, key_type) in keys.iter().zip(types) {
            let element = KeySchemaElement::builder().attribute_name(key).key_type(key_type);
            let definition = AttributeDefinition::builder()
                .attribute_name(key)
                .attribute_type(ScalarAttributeType::S);
            request = request
                .key_schema(element.build().unwrap())
                .attribute_definitions(definition.build().unwrap());
        }
        request.send().await.unwrap();
    }
}

async fn create_pool(users: &cognito::Client) -> String {
    let mut request = users
        .create_user_pool()
        .pool_name("aws-devops-test-user-pool")
        .alias_attributes(AliasAttributeType::Email);
    for name in ["user_id", "full_name", "organization_id", "role"] {
        let attribute = SchemaAttributeType::builder()
            .name(name)
            .attribute_data_type(AttributeDataType::String)
            .mutable(name != "user_id")
            .build();
        request = request.schema(attribute);
    }
    let pool_id = request.send().await.unwrap().user_pool.unwrap().id.unwrap();
    let group = users.create_group().user_pool_id(&pool_id).group_name("BasicUsers");
    group.send().await.unwrap();
    pool_id
}

#[tokio::test]
async fn whoever_has_registered_sees_the_profile() {
    let platform = Platform::new().await;
    let response = platform.call(platform.event("GET").await).await;
    assert_eq!(response.status_code, 200, "{response:?}");
    assert_eq!(body(&response), platform.items(PROFILES).await[0]);
    assert_eq!(body(&response)["email"], "ada@example.com");
}

#[tokio::test]
async fn a_change_is_in_the_table_in_the_pool_and_in_the_log() {
    let platform = Platform::new().await;
    let preferences = json!({
        "theme": "dark", "status": [1, 2.5, null, true, { "role": "none" }], "empty": {},
    });
    let change = json!({ "full_name": "Ada King", "preferences": preferences });
    let response = platform.call(saying(platform.event("PUT").await, &change)).await;
    assert_eq!(response.status_code, 200, "{response:?}");
    assert_eq!(body(&response)["full_name"], "Ada King");
    assert_eq!(body(&response)["preferences"], preferences);
    assert_eq!(body(&response)["email"], "ada@example.com");
    assert_eq!(platform.items(PROFILES).await, [body(&response)]);
    assert_eq!(platform.claims().await["custom:full_name"], "Ada King");

    let logs = platform.items(LOGS).await;
    let update = logs.iter().find(|entry| entry["event_type"] == "profile_updated");
    assert_eq!(update.unwrap()["fields"], json!(["full_name", "preferences"]));
    assert!(!format!("{logs:?}").contains("Ada"), "{logs:?}");
}

#[tokio::test]
async fn a_change_makes_no_profile() {
    let platform = Platform::new().await;
    let event = platform.event("PUT").await;
    let table = platform.database.delete_item().table_name(PROFILES);
    let key = dynamodb::types::AttributeValue::S(platform.user_id.clone());
    table.key("user_id", key).send().await.unwrap();
    assert_eq!(platform.call(event).await.status_code, 404);
    assert!(platform.items(PROFILES).await.is_empty());
}

#[tokio::test]
async fn deleting_leaves_nothing_and_can_be_repeated() {
    let platform = Platform::new().await;
    let event = platform.event("DELETE").await;
    for _ in 0..2 {
        assert_eq!(platform.call(event.clone()).await.status_code, 204);
    }
    assert!(platform.items(PROFILES).await.is_empty());
    let users = platform.users.list_users().user_pool_id(&platform.pool_id);
    assert!(users.send().await.unwrap().users().is_empty());
    let logs = platform.items(LOGS).await;
    let deletions = logs.iter().filter(|entry| entry["event_type"] == "user_deleted");
    assert_eq!(deletions.count(), 1);
    // The address is free again, for a user with another id.
    assert_ne!(platform.register().await, platform.user_id);
}

#[tokio::test]
async fn an_administrator_of_the_organization_reaches_a_stored_profile() {
    let platform = Platform::new().await;
    let profile = json!({ "user_id": OTHER, "organization_id": "acme", "full_name": "Grace" });
    shared::database::put(&platform.database, PROFILES, &profile).await.unwrap();
    for (organization, status) in [("acme", 200), ("rival", 403)] {
        let mut event = about(platform.event("GET").await, OTHER);
        let claims = &mut event["requestContext"]["authorizer"]["claims"];
        claims["custom:organization_id"] = json!(organization);
        claims["cognito:groups"] = json!("[BasicUsers Administrators]");
        assert_eq!(platform.call(event).await.status_code, status);
    }
}
