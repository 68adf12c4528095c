//! The steps of a registration, and what happens when one of them fails.

use std::time::Duration;

use shared::api::{Call, Created, Failure, Refusal};
use shared::deadline::within;
use shared::items::{EventType, LogEntry, Profile};
use shared::user_pool::{Creation, NewUser, User};
use shared::{Invocation, SignedDuration};
use tracing::{error, info, warn};

use crate::backend::Backend;
use crate::form::Form;
use crate::{Settings, user_id};

/// How long a registration may take. With [`UNDO_LIMIT`] and a cold start it is within the 29
/// seconds after which API Gateway gives up.
const TIME_LIMIT: Duration = Duration::from_secs(18);

/// How long taking back a registration may take.
const UNDO_LIMIT: Duration = Duration::from_secs(7);

/// How long a call may take in all.
pub const CALL_LIMIT: Duration = Duration::from_secs(26);

/// After this time nobody works on a registration any more: no run of this function is as long.
const ABANDONED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// What the function works on.
pub struct Registration<B> {
    backend: B,
    environment: String,
}

/// Makes a user, or leaves nothing behind.
pub async fn register<B: Backend>(
    call: Call<Registration<B>>,
    form: Form,
) -> Result<Created<Profile>, Failure> {
    call.backend().register(form, call.invocation()).await.map(Created)
}

impl<B: Backend> Registration<B> {
    /// Makes users in this backend.
    pub fn new(settings: &Settings, backend: B) -> Self {
        Self { backend, environment: settings.environment.clone() }
    }

    async fn register(&self, form: Form, invocation: &Invocation) -> Result<Profile, Failure> {
        let user_id = user_id::new()?;
        let profile = Profile::new(invocation, &user_id, &form.email.0, &form.full_name.0);
        let made = within(TIME_LIMIT, self.make_user(&form, &profile, invocation)).await;
        match made {
            Ok(()) => {
                self.log(&user_id, invocation).await;
                Ok(profile)
            }
            Err(Failure::Broken(error)) => {
                self.undo(&user_id, invocation).await;
                Err(error.into())
            }
            // Nothing is refused any more once there is a user.
            Err(refused) => Err(refused),
        }
    }

    /// All steps, in the order that the crate's documentation gives reasons for.
    async fn make_user(
        &self,
        form: &Form,
        profile: &Profile,
        invocation: &Invocation,
    ) -> Result<(), Failure> {
        self.free_address(&form.email.0, invocation).await?;
        self.create_user(form, profile).await?;
        let user_id = profile.user_id.as_str();
        self.backend.add_to_group(user_id).await?;
        self.backend.create_profile(profile).await?;
        self.backend.make_password_permanent(user_id, &form.password.0).await?;
        Ok(())
    }

    /// Makes sure that nobody has the address, except that the pool has the last word.
    async fn free_address(&self, email: &str, invocation: &Invocation) -> Result<(), Failure> {
        match self.backend.find_user(email).await? {
            None => Ok(()),
            Some(user) if is_abandoned(&user, invocation) => {
                let request_id = invocation.request_id.as_str();
                warn!(
                    request_id,
                    user_id = user.name,
                    "clearing away a registration that was never completed"
                );
                // The user goes last, because only the user leads to the profile.
                self.backend.delete_profile(&user.name).await?;
                self.backend.delete_user(&user.name).await?;
                Ok(())
            }
            Some(_) => Err(TAKEN.into()),
        }
    }

    async fn create_user(&self, form: &Form, profile: &Profile) -> Result<(), Failure> {
        let user = NewUser {
            user_id: &profile.user_id,
            email: &form.email.0,
            full_name: &form.full_name.0,
            organization_id: &profile.organization_id,
            role: &profile.role,
            password: &form.password.0,
        };
        match self.backend.create_user(user).await? {
            Creation::Created => Ok(()),
            Creation::PasswordRefused(reason) => {
                Err(Refusal::field("password", format!("is refused: {reason}")).into())
            }
            // A user with our random name can only be ours: the SDK has repeated a call whose
            // answer got lost. Otherwise it is the address that is taken.
            Creation::Taken => match self.backend.find_user(&profile.user_id).await? {
                Some(_) => Ok(()),
                None => Err(TAKEN.into()),
            },
        }
    }

    /// Takes back a registration that went wrong. The user goes first: if the last step has worked
    /// after all and only its answer got lost, a user who stays must have the profile too.
    async fn undo(&self, user_id: &str, invocation: &Invocation) {
        let request_id = invocation.request_id.as_str();
        let undo = async {
            self.backend.delete_user(user_id).await?;
            self.backend.delete_profile(user_id).await
        };
        match within(UNDO_LIMIT, undo).await {
            Ok(()) => info!(request_id, user_id, "the registration was taken back"),
            Err(error) => {
                error!(request_id, user_id, %error, "the registration was not taken back");
            }
        }
    }

    /// Records the registration. The user is there, so nothing that goes wrong here matters to the
    /// caller.
    async fn log(&self, user_id: &str, invocation: &Invocation) {
        let request_id = invocation.request_id.as_str();
        let event = EventType::UserRegistered;
        let entry = LogEntry::new(invocation, user_id, event, &self.environment);
        match self.backend.write_log(&entry).await {
            Ok(()) => info!(request_id, user_id, "registered"),
            Err(error) => {
                error!(request_id, user_id, %error, "the log entry was not recorded");
            }
        }
    }
}

const TAKEN: Refusal = Refusal::Conflict("this e-mail address is registered already");

/// Whether a user was left behind by a run of this function that was killed: made here, never
/// completed, and too long ago for anybody to be at it. Users that an administrator has invited also
/// have temporary passwords, but no user id that is their name.
fn is_abandoned(user: &User, invocation: &Invocation) -> bool {
    let made_here = user.user_id.as_deref() == Some(user.name.as_str());
    let age = user.created_at.map(|created_at| invocation.now.duration_since(created_at));
    made_here && user.password_is_temporary && age.is_some_and(|age| age > ABANDONED_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "7d3a4e52-6f0b-4c8e-9a51-2b1f0c9d8e77";

    fn abandoned(change: impl FnOnce(&mut User)) -> bool {
        let mut user = User {
            name: NAME.to_owned(),
            user_id: Some(NAME.to_owned()),
            password_is_temporary: true,
            created_at: Some("2026-03-01T10:00:00Z".parse().unwrap()),
            ..User::default()
        };
        change(&mut user);
        let invocation = Invocation {
            request_id: "request".to_owned(),
            now: "2026-03-01T10:01:01Z".parse().unwrap(),
        };
        is_abandoned(&user, &invocation)
    }

    #[test]
    fn only_an_old_and_incomplete_user_of_ours_is_abandoned() {
        assert!(abandoned(|_| ()));
        assert!(!abandoned(|user| user.password_is_temporary = false));
        assert!(!abandoned(|user| user.user_id = None));
        assert!(!abandoned(|user| user.user_id = Some("another".to_owned())));
        assert!(!abandoned(|user| user.created_at = None));
        let young = "2026-03-01T10:00:30Z".parse().unwrap();
        assert!(!abandoned(|user| user.created_at = Some(young)));
    }
}
