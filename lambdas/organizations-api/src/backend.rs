//! What the function works on: the tables in its own name, and the users of the pool.

use shared::Error;
use shared::data::Data;
use shared::user_pool::{User, UserPool};

use crate::Settings;

/// The users of the pool. Each call may be repeated without harm.
pub trait Users: Send + Sync + 'static {
    /// The user with this id, this name or this address.
    fn find(&self, user_id: &str) -> impl Future<Output = Result<Option<User>, Error>> + Send;

    /// Sets attributes of a user, and says whether there is one.
    fn set(
        &self,
        user_id: &str,
        attributes: &[(&str, &str)],
    ) -> impl Future<Output = Result<bool, Error>> + Send;

    /// Puts a user into a group.
    fn add_to_group(
        &self,
        user_id: &str,
        group: &str,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Takes a user out of a group.
    fn remove_from_group(
        &self,
        user_id: &str,
        group: &str,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Ends all sessions of a user.
    fn sign_out(&self, user_id: &str) -> impl Future<Output = Result<(), Error>> + Send;

    /// Deletes a user, if there is one.
    fn delete(&self, user_id: &str) -> impl Future<Output = Result<(), Error>> + Send;
}

impl Users for UserPool {
    async fn find(&self, user_id: &str) -> Result<Option<User>, Error> {
        Self::find(self, user_id).await
    }

    async fn set(&self, user_id: &str, attributes: &[(&str, &str)]) -> Result<bool, Error> {
        Self::set(self, user_id, attributes).await
    }

    async fn add_to_group(&self, user_id: &str, group: &str) -> Result<(), Error> {
        Self::add_to_group(self, user_id, group).await
    }

    async fn remove_from_group(&self, user_id: &str, group: &str) -> Result<(), Error> {
        Self::remove_from_group(self, user_id, group).await
    }

    async fn sign_out(&self, user_id: &str) -> Result<(), Error> {
        Self::sign_out(self, user_id).await
    }

    async fn delete(&self, user_id: &str) -> Result<(), Error> {
        Self::delete(self, user_id).await.map(|_| ())
    }
}

/// Users and their tenants.
pub struct Organizations<U> {
    data: Data,
    pub(crate) users: U,
    pub(crate) environment: String,
    pub(crate) group: String,
}

impl<U> Organizations<U> {
    /// Those in these tables and this pool.
    pub fn new(settings: &Settings, data: Data, users: U) -> Self {
        Self {
            data,
            users,
            environment: settings.environment.clone(),
            group: settings.organization_group.clone(),
        }
    }
}

impl<U> AsRef<Data> for Organizations<U> {
    fn as_ref(&self) -> &Data {
        &self.data
    }
}
