//! The second wall. Data is read and written with a role that each function assumes anew for each caller, with the
//! caller's tenant and id as tags of the session; the role's policy compares every key with them. A handler that made a
//! mistake would be refused by AWS.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_config::SdkConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{IdentityCache, SharedCredentialsProvider};

use crate::api::{Caller, Tenant};

/// For whom data is read and written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The tenant: the tag `organization_id`.
    pub tenant: Tenant,
    /// The user: the tag `user_id`.
    pub user_id: String,
    /// Whether it is the platform's own people, who write what belongs to everybody: the tag `staff`.
    pub is_staff: bool,
}

impl From<&Caller> for Scope {
    fn from(caller: &Caller) -> Self {
        Self {
            tenant: caller.tenant.clone(),
            user_id: caller.user_id.clone(),
            is_staff: caller.is_staff,
        }
    }
}

impl Scope {
    fn tags(&self) -> [(&'static str, &str); 3] {
        [
            ("organization_id", self.tenant.as_str()),
            ("user_id", &self.user_id),
            ("staff", if self.is_staff { "true" } else { "false" }),
        ]
    }
}

/// Clients by scope. Each renews its session shortly before that ends.
pub struct Sessions {
    configuration: SdkConfig,
    role: Option<String>,
    clients: Mutex<HashMap<Scope, Client>>,
}

impl Sessions {
    /// How many callers' clients are kept. An instance answers one at a time, so those that are left out now are asked for
    /// again later.
    const KEPT: usize = 200;

    /// Sessions of the role with this ARN.
    pub fn of_role(configuration: SdkConfig, role: impl Into<String>) -> Self {
        Self { configuration, role: Some(role.into()), clients: Mutex::default() }
    }

    /// One session for all, with the credentials of the configuration: for what a function does in its own name, such as to
    /// say who belongs to which tenant, and for tests of everything but the second wall.
    pub fn undivided(configuration: SdkConfig) -> Self {
        Self { configuration, role: None, clients: Mutex::default() }
    }

    /// The client for a scope.
    pub async fn client(&self, scope: &Scope) -> Client {
        if let Some(client) = self.kept().get(scope) {
            return client.clone();
        }
        let client = self.make(scope).await;
        let mut clients = self.kept();
        if clients.len() >= Self::KEPT {
            clients.clear();
        }
        clients.entry(scope.clone()).or_insert(client).clone()
    }

    async fn make(&self, scope: &Scope) -> Client {
        let Some(role) = &self.role else {
            return Client::new(&self.configuration);
        };
        let credentials = AssumeRoleProvider::builder(role)
            .configure(&self.configuration)
            .session_name("tenant-data")
            .tags(scope.tags())
            .build()
            .await;
        let configuration = aws_sdk_dynamodb::config::Builder::from(&self.configuration)
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            // Of its own: no caller's session may ever serve another.
            .identity_cache(IdentityCache::lazy().build())
            .build();
        Client::from_conf(configuration)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Scope, Client>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
