//! The second wall. Data is read and written with a role that each function assumes anew for each caller, with the
//! caller's tenant and id as tags of the session; the role's policy compares every key with them. A handler that made a
//! mistake would be refused by AWS.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::sts::AssumeRoleProvider;
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

impl Scope {
    /// What a function of the platform itself does for a tenant, not called by anybody.
    pub fn of_function(tenant: Tenant, function: &str) -> Self {
        Self { tenant, user_id: function.to_owned(), is_staff: false }
    }
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

/// The clients of one scope, which share a session.
#[derive(Clone)]
pub struct Clients {
    /// For its tables.
    pub tables: aws_sdk_dynamodb::Client,
    /// For its files.
    #[cfg(feature = "files")]
    pub files: aws_sdk_s3::Client,
}

impl Clients {
    fn of(configuration: &SdkConfig) -> Self {
        Self {
            tables: aws_sdk_dynamodb::Client::new(configuration),
            #[cfg(feature = "files")]
            files: aws_sdk_s3::Client::new(configuration),
        }
    }
}

/// Clients by scope. Each renews its session some time before that ends.
pub struct Sessions {
    configuration: SdkConfig,
    role: Option<String>,
    clients: Mutex<HashMap<Scope, Clients>>,
}

impl Sessions {
    /// How many callers' clients are kept. An instance answers one at a time, so those that are left out now are asked for
    /// again later.
    const KEPT: usize = 200;

    /// A session is renewed between half of this time and all of it before it ends, as the SDK chooses. A signed address
    /// is good for 15 minutes, and no longer than the session that has signed it.
    const RENEWED_BEFORE: Duration = Duration::from_secs(32 * 60);

    /// Sessions of the role with this ARN.
    pub fn of_role(configuration: SdkConfig, role: impl Into<String>) -> Self {
        Self { configuration, role: Some(role.into()), clients: Mutex::default() }
    }

    /// One session for all, with the credentials of the configuration: for what a function does in its own name, such as to
    /// say who belongs to which tenant, and for tests of everything but the second wall.
    pub fn undivided(configuration: SdkConfig) -> Self {
        Self { configuration, role: None, clients: Mutex::default() }
    }

    /// The clients for a scope.
    pub async fn clients(&self, scope: &Scope) -> Clients {
        if let Some(clients) = self.kept().get(scope) {
            return clients.clone();
        }
        let made = self.make(scope).await;
        let mut clients = self.kept();
        if clients.len() >= Self::KEPT {
            clients.clear();
        }
        clients.entry(scope.clone()).or_insert(made).clone()
    }

    async fn make(&self, scope: &Scope) -> Clients {
        let Some(role) = &self.role else {
            return Clients::of(&self.configuration);
        };
        let credentials = AssumeRoleProvider::builder(role)
            .configure(&self.configuration)
            .session_name("tenant-data")
            .tags(scope.tags())
            .build()
            .await;
        // Of its own: no caller's session may ever serve another.
        let cache = IdentityCache::lazy().buffer_time(Self::RENEWED_BEFORE).build();
        let configuration = self
            .configuration
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .identity_cache(cache)
            .build();
        Clients::of(&configuration)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Scope, Clients>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
