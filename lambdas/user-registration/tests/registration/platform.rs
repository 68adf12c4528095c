//! An account of its own with a user pool and two tables.

use aws_sdk_cognitoidentityprovider as cognito;
use aws_sdk_cognitoidentityprovider::types::{
    AliasAttributeType, AttributeDataType, AuthFlowType, ExplicitAuthFlowsType, PasswordPolicyType,
    SchemaAttributeType, UserPoolPolicyType, UsernameConfigurationType, VerifiedAttributeType,
};
use aws_sdk_dynamodb as dynamodb;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use serde_json::Value;
use shared::Timestamp;
use shared::api::Response;
use shared::user_pool::UserPool;
use user_registration::{Aws, Settings};

use crate::calls;

pub const PROFILES: &str = "aws-devops-test-user-profiles";
pub const LOGS: &str = "aws-devops-test-system-logs";
pub const REGION: &str = "us-east-2";

pub struct Platform {
    pub account: String,
    pub users: cognito::Client,
    pub database: dynamodb::Client,
    pub pool_id: String,
    pub client_id: String,
}

impl Platform {
    pub async fn new() -> Self {
        let platform = Self::without_tables().await;
        platform.create_table(PROFILES, &["user_id"]).await;
        platform.create_table(LOGS, &["log_id", "timestamp"]).await;
        platform
    }

    /// A pool in which users sign in with a verified address and are named otherwise.
    pub async fn without_tables() -> Self {
        let account = emulators::fresh_account();
        let endpoint = emulators::shared_ministack().endpoint();
        let credentials = Credentials::new(&account, "test", None, None, "test");
        let configuration = shared::user_pool::configuration()
            .endpoint_url(endpoint)
            .region(Region::new(REGION))
            .credentials_provider(credentials)
            .load()
            .await;
        let users = cognito::Client::new(&configuration);
        let pool_id = create_pool(&users).await;
        Self {
            client_id: create_client(&users, &pool_id).await,
            database: dynamodb::Client::new(&configuration),
            account,
            users,
            pool_id,
        }
    }

    /// The function's environment variables.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = match name {
            "USER_POOL_ID" => &self.pool_id,
            "USER_PROFILES_TABLE" => PROFILES,
            "SYSTEM_LOGS_TABLE" => LOGS,
            "ENVIRONMENT" => "test",
            _ => return None,
        };
        Some(value.to_owned())
    }

    pub async fn call(&self, event: Value, now: Timestamp) -> Response {
        let settings = Settings::read(|name| self.variable(name)).unwrap();
        let pool = UserPool::new(self.users.clone(), &self.pool_id);
        let backend = Aws::new(pool, self.database.clone(), settings.clone());
        calls::call(&settings, backend, event, now).await
    }

    /// All items of a table, as JSON.
    pub async fn items(&self, table: &str) -> Vec<Value> {
        let answer = self.database.scan().table_name(table).send().await;
        serde_dynamo::from_items(answer.unwrap().items.unwrap()).unwrap()
    }

    pub async fn user_names(&self) -> Vec<String> {
        let answer = self.users.list_users().user_pool_id(&self.pool_id).send();
        let users = answer.await.unwrap().users.unwrap_or_default();
        users.into_iter().filter_map(|user| user.username).collect()
    }

    /// Signs in, and says whether there were tokens. It is the administrators' call that signs in,
    /// because the emulator finds an account by the signature that only that one carries.
    pub async fn can_sign_in(&self, email: &str, password: &str) -> bool {
        let answer = self
            .users
            .admin_initiate_auth()
            .user_pool_id(&self.pool_id)
            .client_id(&self.client_id)
            .auth_flow(AuthFlowType::AdminUserPasswordAuth)
            .auth_parameters("USERNAME", email)
            .auth_parameters("PASSWORD", password)
            .send()
            .await;
        answer.is_ok_and(|answer| answer.authentication_result.is_some())
    }

    pub async fn create_table(&self, name: &str, keys: &[&str]) {
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
    let policy = PasswordPolicyType::builder()
        .minimum_length(8)
        .require_lowercase(true)
        .require_uppercase(true)
        .require_numbers(true)
        .require_symbols(false)
        .build();
    let case = UsernameConfigurationType::builder().case_sensitive(false).build().unwrap();
    let mut request = users
        .create_user_pool()
        .pool_name("aws-devops-test-user-pool")
        .alias_attributes(AliasAttributeType::Email)
        .auto_verified_attributes(VerifiedAttributeType::Email)
        .username_configuration(case)
        .policies(UserPoolPolicyType::builder().password_policy(policy).build());
    for name in ["user_id", "full_name", "organization_id", "role"] {
        let attribute = SchemaAttributeType::builder()
            .name(name)
            .attribute_data_type(AttributeDataType::String)
            .mutable(name != "user_id")
            .build();
        request = request.schema(attribute);
    }
    let pool = request.send().await.unwrap().user_pool.unwrap();
    let pool_id = pool.id.unwrap();
    users.create_group().user_pool_id(&pool_id).group_name("BasicUsers").send().await.unwrap();
    pool_id
}

async fn create_client(users: &cognito::Client, pool_id: &str) -> String {
    let answer = users
        .create_user_pool_client()
        .user_pool_id(pool_id)
        .client_name("web")
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowAdminUserPasswordAuth)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth)
        .send()
        .await;
    let client = answer.unwrap().user_pool_client.unwrap();
    client.client_id.unwrap()
}
