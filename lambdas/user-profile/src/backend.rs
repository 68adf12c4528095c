//! What this function does to the outside world: six calls, and nothing that decides.

use aws_sdk_dynamodb::Client;
use shared::items::{LogEntry, Profile};
use shared::profiles::{self, Changes};
use shared::user_pool::UserPool;
use shared::{Error, Invocation, database};

use crate::Settings;

/// The pool and the tables. Each call may be repeated without harm.
pub trait Backend: Send + Sync + 'static {
    /// The profile of a user.
    fn profile(&self, user_id: &str)
    -> impl Future<Output = Result<Option<Profile>, Error>> + Send;

    /// Changes a profile and returns it as it is then, or nothing if there is none.
    fn change_profile(
        &self,
        user_id: &str,
        changes: &Changes,
        invocation: &Invocation,
    ) -> impl Future<Output = Result<Option<Profile>, Error>> + Send;

    /// Changes the name of a user of the pool, and says whether there is one.
    fn rename_user(
        &self,
        user_id: &str,
        full_name: &str,
    ) -> impl Future<Output = Result<bool, Error>> + Send;

    /// Deletes a user of the pool, and says whether there was one.
    fn delete_user(&self, user_id: &str) -> impl Future<Output = Result<bool, Error>> + Send;

    /// Deletes a profile, and says whether there was one.
    fn delete_profile(&self, user_id: &str) -> impl Future<Output = Result<bool, Error>> + Send;

    /// Writes a log entry.
    fn write_log(&self, entry: &LogEntry) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Cognito and DynamoDB.
pub struct Aws {
    user_pool: UserPool,
    database: Client,
    settings: Settings,
}

impl Aws {
    /// The backend that these settings name.
    pub fn new(user_pool: UserPool, database: Client, settings: Settings) -> Self {
        Self { user_pool, database, settings }
    }
}

impl Backend for Aws {
    async fn profile(&self, user_id: &str) -> Result<Option<Profile>, Error> {
        profiles::read(&self.database, &self.settings.user_profiles_table, user_id).await
    }

    async fn change_profile(
        &self,
        user_id: &str,
        changes: &Changes,
        invocation: &Invocation,
    ) -> Result<Option<Profile>, Error> {
        let table = &self.settings.user_profiles_table;
        profiles::change(&self.database, table, user_id, changes, invocation).await
    }

    async fn rename_user(&self, user_id: &str, full_name: &str) -> Result<bool, Error> {
        self.user_pool.rename(user_id, full_name).await
    }

    async fn delete_user(&self, user_id: &str) -> Result<bool, Error> {
        self.user_pool.delete(user_id).await
    }

    async fn delete_profile(&self, user_id: &str) -> Result<bool, Error> {
        profiles::delete(&self.database, &self.settings.user_profiles_table, user_id).await
    }

    async fn write_log(&self, entry: &LogEntry) -> Result<(), Error> {
        database::put(&self.database, &self.settings.system_logs_table, entry).await
    }
}
