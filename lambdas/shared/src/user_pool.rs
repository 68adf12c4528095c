//! The user pool, as far as the functions change it.
//!
//! A user is called by the platform's user id: the name in the pool of those who have registered, and `sub`, which the
//! pool takes for a name as well, of those who have signed up with the pool. Users sign in with their e-mail address,
//! which is an alias of that name; the pool lets an alias work only while it counts as verified.

use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_cognitoidentityprovider::operation::admin_get_user::AdminGetUserOutput;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, MessageActionType, UserStatusType};
use jiff::Timestamp;

use crate::{Error, database};

// Cognito hashes passwords, which takes it longer than DynamoDB takes for anything.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(700);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
const OPERATION_TIMEOUT: Duration = Duration::from_millis(6_500);

/// The attribute that holds a user's id on the platform.
pub const USER_ID: &str = "custom:user_id";
/// The attribute that holds what a user wants to be called.
pub const FULL_NAME: &str = "custom:full_name";
/// The attribute that holds the tenant: an organization, or that there is none.
pub const ORGANIZATION_ID: &str = "custom:organization_id";
/// The attribute that holds what a user is in that organization.
pub const ROLE: &str = "custom:role";

/// SDK configuration with the limits of calls to the user pool.
pub fn configuration() -> aws_config::ConfigLoader {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .operation_timeout(OPERATION_TIMEOUT)
        .build();
    database::configuration().timeout_config(timeouts)
}

/// The client of a function that runs on Lambda. Make one per process.
pub async fn client() -> Client {
    Client::new(&configuration().load().await)
}

/// Somebody who is to be made a user. It cannot be printed, since it holds the password.
#[derive(Clone, Copy)]
pub struct NewUser<'a> {
    /// The name in the pool.
    pub user_id: &'a str,
    /// The alias.
    pub email: &'a str,
    /// The attribute `custom:full_name`.
    pub full_name: &'a str,
    /// The attribute `custom:organization_id`.
    pub organization_id: &'a str,
    /// The attribute `custom:role`.
    pub role: &'a str,
    /// The password. The pool's policy decides whether it will do.
    pub password: &'a str,
}

/// What became of making a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Creation {
    /// There is a user more, whose password is still a temporary one.
    Created,
    /// The name or the address is taken.
    Taken,
    /// The pool refuses the password, and says why.
    PasswordRefused(String),
}

/// A user of the pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The name in the pool.
    pub name: String,
    /// The attribute `custom:user_id`.
    pub user_id: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// The attribute `custom:full_name`.
    pub full_name: Option<String>,
    /// The attribute `custom:organization_id`.
    pub organization_id: Option<String>,
    /// Whether the password is still the temporary one of a new user.
    pub password_is_temporary: bool,
    /// When the user was made; unknown if the pool does not say.
    pub created_at: Option<Timestamp>,
}

/// One user pool.
#[derive(Clone, Debug)]
pub struct UserPool {
    client: Client,
    id: String,
}

impl UserPool {
    /// The pool with this id.
    pub fn new(client: Client, id: impl Into<String>) -> Self {
        let id = id.into();
        Self { client, id }
    }

    /// The user with this name, or with this verified address.
    pub async fn find(&self, name_or_email: &str) -> Result<Option<User>, Error> {
        let answer = self
            .client
            .admin_get_user()
            .user_pool_id(&self.id)
            .username(name_or_email)
            .send()
            .await;
        match answer {
            Ok(found) => Ok(Some(User::from(found))),
            Err(failure) if failure.code() == Some(NOT_FOUND) => Ok(None),
            Err(failure) => Err(Error::user_pool("AdminGetUser", &failure)),
        }
    }

    /// Makes a user without telling anybody. The password is temporary until
    /// [`UserPool::make_password_permanent`], which tells whether everything else was done.
    ///
    /// The address counts as verified although nobody has proven it: the pool would not take it as
    /// an alias otherwise. Whoever calls this has to know what that means.
    pub async fn create(&self, user: NewUser<'_>) -> Result<Creation, Error> {
        let attributes = [
            ("email", user.email),
            ("email_verified", "true"),
            (USER_ID, user.user_id),
            (FULL_NAME, user.full_name),
            (ORGANIZATION_ID, user.organization_id),
            (ROLE, user.role),
        ];
        let attributes = all("AdminCreateUser", &attributes)?;
        let answer = self
            .client
            .admin_create_user()
            .user_pool_id(&self.id)
            .username(user.user_id)
            .set_user_attributes(Some(attributes))
            .temporary_password(user.password)
            .message_action(MessageActionType::Suppress)
            .force_alias_creation(false)
            .send()
            .await;
        match answer {
            Ok(_) => Ok(Creation::Created),
            Err(failure) => match failure.code() {
                Some("UsernameExistsException" | "AliasExistsException") => Ok(Creation::Taken),
                Some("InvalidPasswordException") => {
                    let reason = failure.message().unwrap_or("the password is too weak");
                    Ok(Creation::PasswordRefused(reason.to_owned()))
                }
                _ => Err(Error::user_pool("AdminCreateUser", &failure)),
            },
        }
    }

    /// Puts a user into a group.
    pub async fn add_to_group(&self, user_id: &str, group: &str) -> Result<(), Error> {
        self.client
            .admin_add_user_to_group()
            .user_pool_id(&self.id)
            .username(user_id)
            .group_name(group)
            .send()
            .await
            .map_err(|failure| Error::user_pool("AdminAddUserToGroup", &failure))?;
        Ok(())
    }

    /// Lets a new user sign in with this password.
    pub async fn make_password_permanent(
        &self,
        user_id: &str,
        password: &str,
    ) -> Result<(), Error> {
        self.client
            .admin_set_user_password()
            .user_pool_id(&self.id)
            .username(user_id)
            .password(password)
            .permanent(true)
            .send()
            .await
            .map_err(|failure| Error::user_pool("AdminSetUserPassword", &failure))?;
        Ok(())
    }

    /// Takes a user out of a group. Nothing happens to who is not in it.
    pub async fn remove_from_group(&self, user_id: &str, group: &str) -> Result<(), Error> {
        let answer = self
            .client
            .admin_remove_user_from_group()
            .user_pool_id(&self.id)
            .username(user_id)
            .group_name(group)
            .send()
            .await;
        match answer {
            Ok(_) => Ok(()),
            Err(failure) if failure.code() == Some(NOT_FOUND) => Ok(()),
            Err(failure) => Err(Error::user_pool("AdminRemoveUserFromGroup", &failure)),
        }
    }

    /// Ends all sessions of a user: no refresh token is good any more.
    pub async fn sign_out(&self, user_id: &str) -> Result<(), Error> {
        let answer = self
            .client
            .admin_user_global_sign_out()
            .user_pool_id(&self.id)
            .username(user_id)
            .send()
            .await;
        match answer {
            Ok(_) => Ok(()),
            Err(failure) if failure.code() == Some(NOT_FOUND) => Ok(()),
            Err(failure) => Err(Error::user_pool("AdminUserGlobalSignOut", &failure)),
        }
    }

    /// Changes a user's `custom:full_name`, and says whether there is such a user.
    pub async fn rename(&self, user_id: &str, full_name: &str) -> Result<bool, Error> {
        self.set(user_id, &[(FULL_NAME, full_name)]).await
    }

    /// Sets attributes of a user, and says whether there is such a user.
    pub async fn set(&self, user_id: &str, attributes: &[(&str, &str)]) -> Result<bool, Error> {
        let answer = self
            .client
            .admin_update_user_attributes()
            .user_pool_id(&self.id)
            .username(user_id)
            .set_user_attributes(Some(all("AdminUpdateUserAttributes", attributes)?))
            .send()
            .await;
        match answer {
            Ok(_) => Ok(true),
            Err(failure) if failure.code() == Some(NOT_FOUND) => Ok(false),
            Err(failure) => Err(Error::user_pool("AdminUpdateUserAttributes", &failure)),
        }
    }

    /// Deletes a user, if there is one, and says whether there was.
    pub async fn delete(&self, user_id: &str) -> Result<bool, Error> {
        let answer =
            self.client.admin_delete_user().user_pool_id(&self.id).username(user_id).send().await;
        match answer {
            Ok(_) => Ok(true),
            Err(failure) if failure.code() == Some(NOT_FOUND) => Ok(false),
            Err(failure) => Err(Error::user_pool("AdminDeleteUser", &failure)),
        }
    }
}

const NOT_FOUND: &str = "UserNotFoundException";

impl From<AdminGetUserOutput> for User {
    fn from(found: AdminGetUserOutput) -> Self {
        let attribute = |name: &str| {
            let attributes = found.user_attributes().iter();
            let mut attributes = attributes.filter(|attribute| attribute.name() == name);
            attributes.next().and_then(AttributeType::value).map(str::to_owned)
        };
        Self {
            user_id: attribute(USER_ID),
            email: attribute("email"),
            full_name: attribute(FULL_NAME),
            organization_id: attribute(ORGANIZATION_ID),
            password_is_temporary: matches!(
                found.user_status(),
                Some(UserStatusType::ForceChangePassword)
            ),
            created_at: found
                .user_create_date()
                .and_then(|date| Timestamp::from_second(date.secs()).ok()),
            name: found.username,
        }
    }
}

fn all(operation: &'static str, pairs: &[(&str, &str)]) -> Result<Vec<AttributeType>, Error> {
    let attribute = |(name, value): &(&str, &str)| {
        AttributeType::builder().name(*name).value(*value).build().map_err(|error| {
            Error::UserPool { operation, code: "BuildError".to_owned(), reason: error.to_string() }
        })
    };
    pairs.iter().map(attribute).collect()
}
