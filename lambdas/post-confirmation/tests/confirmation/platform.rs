//! An account with the tables and a pool, and the function in front of them.

use aws_sdk_cognitoidentityprovider as cognito;
use cognito::types::{AliasAttributeType, AttributeDataType, AttributeType, SchemaAttributeType};
use lambda_runtime::tower::ServiceExt;
use lambda_runtime::{Context, LambdaEvent};
use post_confirmation::{PostConfirmation, Settings};
use serde_json::{Value, json};
use shared::Timestamp;
use shared::profiles::{SYSTEM_LOGS, USER_PROFILES};
use shared::trigger::MalformedEvent;
use testing::Account;

pub const SUB: &str = "0b1c2d3e-4f50-4617-8829-3a4b5c6d7e8f";

/// What Cognito sends.
pub fn event() -> Value {
    serde_json::from_str(include_str!("../event.json")).unwrap()
}

pub struct Platform {
    pub account: Account,
    pub pool_id: String,
    users: cognito::Client,
}

impl Platform {
    pub async fn new() -> Self {
        let account = Account::with_tables(&[&USER_PROFILES, &SYSTEM_LOGS], &[]).await;
        let users = cognito::Client::new(&account.configuration);
        let mut request = users
            .create_user_pool()
            .pool_name("aws-devops-test-user-pool")
            .alias_attributes(AliasAttributeType::Email);
        for name in ["user_id", "full_name", "organization_id", "role"] {
            let attribute = SchemaAttributeType::builder()
                .name(name)
                .attribute_data_type(AttributeDataType::String)
                .mutable(true);
            request = request.schema(attribute.build());
        }
        let pool_id = request.send().await.unwrap().user_pool.unwrap().id.unwrap();
        let group = users.create_group().user_pool_id(&pool_id).group_name("BasicUsers");
        group.send().await.unwrap();
        let email = AttributeType::builder().name("email").value("ada@example.com").build();
        let user = users.admin_create_user().user_pool_id(&pool_id).username("ada");
        user.user_attributes(email.unwrap()).send().await.unwrap();
        Self { account, pool_id, users }
    }

    /// The function's environment variables.
    pub fn variable(&self, name: &str) -> Option<String> {
        match name {
            "USER_PROFILES_TABLE" => Some(format!("{}-user-profiles", self.account.prefix)),
            "SYSTEM_LOGS_TABLE" => Some(format!("{}-system-logs", self.account.prefix)),
            "ENVIRONMENT" => Some("test".to_owned()),
            _ => None,
        }
    }

    /// The event of this pool.
    pub fn event(&self) -> Value {
        let mut event = event();
        event["userPoolId"] = json!(self.pool_id);
        event
    }

    /// Calls the function once, through its service.
    pub async fn call(&self, event: Value) -> Result<Value, MalformedEvent> {
        let settings = Settings::read(|name| self.variable(name)).unwrap();
        let database = aws_sdk_dynamodb::Client::new(&self.account.configuration);
        let now: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let function = PostConfirmation::new(settings, database, self.users.clone(), move || now);
        let mut context = Context::default();
        context.request_id = "request-7".to_owned();
        function.into_service().oneshot(LambdaEvent::new(event, context)).await
    }

    pub async fn set(&self, name: &str, value: &str) {
        let attribute = AttributeType::builder().name(name).value(value).build().unwrap();
        let request = self.users.admin_update_user_attributes().user_pool_id(&self.pool_id);
        request.username("ada").user_attributes(attribute).send().await.unwrap();
    }

    /// An attribute of the user.
    pub async fn attribute(&self, name: &str) -> Option<String> {
        let user = self.users.admin_get_user().user_pool_id(&self.pool_id).username("ada");
        let user = user.send().await.unwrap();
        let mut attributes = user.user_attributes().iter();
        let found = attributes.find(|attribute| attribute.name() == name)?;
        found.value().map(str::to_owned)
    }

    pub async fn groups(&self) -> Vec<String> {
        let request = self.users.admin_list_groups_for_user().user_pool_id(&self.pool_id);
        let groups = request.username("ada").send().await.unwrap().groups.unwrap_or_default();
        groups.into_iter().filter_map(|group| group.group_name).collect()
    }
}
