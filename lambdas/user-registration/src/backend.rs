//! What a registration does to the outside world: eight calls, and nothing that decides.

use aws_sdk_dynamodb::Client;
use shared::items::{LogEntry, Profile};
use shared::user_pool::{Creation, NewUser, User, UserPool};
use shared::{Error, database, profiles};

use crate::Settings;

/// The pool, its first group, and the tables. Each call may be repeated without harm.
pub trait Backend: Send + Sync + 'static {
    /// The user with this name in the pool, or with this address.
    fn find_user(
        &self,
        name_or_email: &str,
    ) -> impl Future<Output = Result<Option<User>, Error>> + Send;

    /// Makes a user whose password is still temporary.
    fn create_user(
        &self,
        user: NewUser<'_>,
    ) -> impl Future<Output = Result<Creation, Error>> + Send;

    /// Puts a user into the first group.
    fn add_to_group(&self, user_id: &str) -> impl Future<Output = Result<(), Error>> + Send;

    /// Writes a profile, unless it is there.
    fn create_profile(&self, profile: &Profile) -> impl Future<Output = Result<(), Error>> + Send;

    /// Lets the user sign in.
    fn make_password_permanent(
        &self,
        user_id: &str,
        password: &str,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Deletes a profile, if it is there.
    fn delete_profile(&self, user_id: &str) -> impl Future<Output = Result<(), Error>> + Send;

    /// Deletes a user, if there is one.
    fn delete_user(&self, user_id: &str) -> impl Future<Output = Result<(), Error>> + Send;

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
    async fn find_user(&self, name_or_email: &str) -> Result<Option<User>, Error> {
        self.user_pool.find(name_or_email).await
    }

    async fn create_user(&self, user: NewUser<'_>) -> Result<Creation, Error> {
        self.user_pool.create(user).await
    }

    async fn add_to_group(&self, user_id: &str) -> Result<(), Error> {
        let group = &self.settings.default_group;
        self.user_pool.add_to_group(user_id, group).await
    }

    async fn create_profile(&self, profile: &Profile) -> Result<(), Error> {
        let table = &self.settings.user_profiles_table;
        profiles::create(&self.database, table, profile).await
    }

    async fn make_password_permanent(&self, user_id: &str, password: &str) -> Result<(), Error> {
        self.user_pool.make_password_permanent(user_id, password).await
    }

    async fn delete_profile(&self, user_id: &str) -> Result<(), Error> {
        let table = &self.settings.user_profiles_table;
        profiles::delete(&self.database, table, user_id).await?;
        Ok(())
    }

    async fn delete_user(&self, user_id: &str) -> Result<(), Error> {
        self.user_pool.delete(user_id).await?;
        Ok(())
    }

    async fn write_log(&self, entry: &LogEntry) -> Result<(), Error> {
        database::put(&self.database, &self.settings.system_logs_table, entry).await
    }
}
