//! The users' own routes in the matrix.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use shared::items::{LogEntry, Profile};
use shared::profiles::Changes;
use shared::user_pool::{Creation, NewUser, User};
use shared::{Error, Invocation, Timestamp};
use testing::{Answer, Deployed, Person, Request};
use user_profile::UserProfile;
use user_registration::Registration;

use crate::vertical::{Doing, SECRET, Things, Vertical};

/// Profiles in memory, and a pool that does what it is told.
#[derive(Clone, Default)]
pub struct Profiles(Arc<Mutex<BTreeMap<String, Profile>>>);

impl Profiles {
    fn with<T>(&self, look: impl FnOnce(&mut BTreeMap<String, Profile>) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }
}

impl user_profile::Backend for Profiles {
    async fn profile(&self, user_id: &str) -> Result<Option<Profile>, Error> {
        Ok(self.with(|profiles| profiles.get(user_id).cloned()))
    }

    async fn change_profile(
        &self,
        user_id: &str,
        changes: &Changes,
        _: &Invocation,
    ) -> Result<Option<Profile>, Error> {
        Ok(self.with(|profiles| {
            let profile = profiles.get_mut(user_id)?;
            profile.full_name = changes.full_name.clone()?;
            Some(profile.clone())
        }))
    }

    async fn rename_user(&self, _: &str, _: &str) -> Result<bool, Error> {
        Ok(true)
    }

    async fn delete_user(&self, _: &str) -> Result<bool, Error> {
        Ok(true)
    }

    async fn delete_profile(&self, user_id: &str) -> Result<bool, Error> {
        Ok(self.with(|profiles| profiles.remove(user_id).is_some()))
    }

    async fn write_log(&self, _: &LogEntry) -> Result<(), Error> {
        Ok(())
    }
}

impl user_registration::Backend for Profiles {
    async fn find_user(&self, _: &str) -> Result<Option<User>, Error> {
        Ok(None)
    }

    async fn create_user(&self, _: NewUser<'_>) -> Result<Creation, Error> {
        Ok(Creation::Created)
    }

    async fn add_to_group(&self, _: &str) -> Result<(), Error> {
        Ok(())
    }

    async fn create_profile(&self, profile: &Profile) -> Result<(), Error> {
        self.with(|profiles| profiles.insert(profile.user_id.clone(), profile.clone()));
        Ok(())
    }

    async fn make_password_permanent(&self, _: &str, _: &str) -> Result<(), Error> {
        Ok(())
    }

    async fn delete_profile(&self, user_id: &str) -> Result<(), Error> {
        self.with(|profiles| profiles.remove(user_id));
        Ok(())
    }

    async fn delete_user(&self, _: &str) -> Result<(), Error> {
        Ok(())
    }

    async fn write_log(&self, _: &LogEntry) -> Result<(), Error> {
        Ok(())
    }
}

/// One of the users' functions.
pub struct Users<B> {
    api: Deployed<B>,
    profiles: Profiles,
}

impl Users<UserProfile<Profiles>> {
    pub fn profile() -> Self {
        let profiles = Profiles::default();
        let lookup = |name: &str| match name {
            "CORS_ORIGINS" => None,
            name => Some(name.to_owned()),
        };
        let settings = user_profile::Settings::read(lookup).unwrap();
        let profile = UserProfile::new(&settings, profiles.clone());
        Self { api: Deployed::new(user_profile::routes(), profile, Timestamp::now()), profiles }
    }
}

impl Users<Registration<Profiles>> {
    pub fn registration() -> Self {
        let profiles = Profiles::default();
        let lookup = |name: &str| match name {
            "CORS_ORIGINS" => None,
            name => Some(name.to_owned()),
        };
        let settings = user_registration::Settings::read(lookup).unwrap();
        let registration = Registration::new(&settings, profiles.clone());
        let routes = user_registration::routes();
        Self { api: Deployed::new(routes, registration, Timestamp::now()), profiles }
    }
}

impl<B: Send + Sync + 'static> Vertical for Users<B> {
    fn make<'a>(&'a self, owner: &'a Person) -> Doing<'a, Things> {
        Box::pin(async move {
            let claim = |name: &str| owner.claims()[name].as_str().unwrap().to_owned();
            let profile = Profile {
                user_id: claim("custom:user_id"),
                organization_id: claim("custom:organization_id"),
                full_name: SECRET.to_owned(),
                ..Profile::default()
            };
            let user_id = profile.user_id.clone();
            self.profiles.with(|profiles| profiles.insert(user_id.clone(), profile));
            Things::default().with("user_id", user_id)
        })
    }

    fn make_public(&self) -> Doing<'_, Option<Things>> {
        Box::pin(async { None })
    }

    fn send<'a>(&'a self, request: Request<'a>) -> Doing<'a, Answer> {
        Box::pin(self.api.send(request))
    }

    fn stored(&self) -> Vec<Value> {
        self.profiles.with(|profiles| profiles.values().map(|profile| json!(profile)).collect())
    }

    fn denial(&self) -> u16 {
        403
    }
}
