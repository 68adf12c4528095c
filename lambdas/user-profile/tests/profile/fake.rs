//! A pool and tables in memory, which fail where a test wants them to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use shared::api::Response;
use shared::items::{LogEntry, Profile};
use shared::profiles::Changes;
use shared::{Error, Invocation};
use user_profile::Backend;

use crate::calls::{OTHER, USER, call, settings};

/// One call of the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    ReadProfile,
    ChangeProfile,
    RenameUser,
    DeleteUser,
    DeleteProfile,
    WriteLog,
}

#[derive(Default)]
pub struct World {
    /// The names in the pool, by user id.
    pub users: BTreeMap<String, String>,
    pub profiles: BTreeMap<String, Profile>,
    pub logs: Vec<LogEntry>,
    pub failing: Option<Step>,
    /// What was called, in order.
    pub calls: Vec<Step>,
}

/// A handle of one world.
#[derive(Clone, Default)]
pub struct Fake(Arc<Mutex<World>>);

impl Fake {
    /// The caller, who belongs to no organization, and another user, who belongs to one.
    pub fn new() -> Self {
        let fake = Self::default();
        fake.with(|world| {
            for (user_id, organization_id) in [(USER, "individual"), (OTHER, "acme")] {
                world.users.insert(user_id.to_owned(), "Ada Lovelace".to_owned());
                let profile = Profile {
                    user_id: user_id.to_owned(),
                    email: "ada@example.com".to_owned(),
                    full_name: "Ada Lovelace".to_owned(),
                    organization_id: organization_id.to_owned(),
                    preferences: json!({ "language": "en" }),
                    ..Profile::default()
                };
                world.profiles.insert(user_id.to_owned(), profile);
            }
        });
        fake
    }

    pub fn with<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    pub async fn call(&self, event: Value) -> Response {
        let settings = settings(|name| Some(name.to_lowercase()));
        call(&settings, self.clone(), event).await
    }

    fn step<T>(&self, step: Step, work: impl FnOnce(&mut World) -> T) -> Result<T, Error> {
        let mut world = self.0.lock().unwrap();
        world.calls.push(step);
        if world.failing == Some(step) {
            return Err(Error::UserPool {
                operation: "AnyOperation",
                code: "InternalErrorException".to_owned(),
                reason: "a test wants it".to_owned(),
            });
        }
        Ok(work(&mut world))
    }

    /// Everybody's ids, in the pool and in the table.
    pub fn ids(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        self.with(|world| {
            let users = world.users.keys().cloned().collect();
            (users, world.profiles.keys().cloned().collect())
        })
    }
}

impl Backend for Fake {
    async fn profile(&self, user_id: &str) -> Result<Option<Profile>, Error> {
        self.step(Step::ReadProfile, |world| world.profiles.get(user_id).cloned())
    }

    async fn change_profile(
        &self,
        user_id: &str,
        changes: &Changes,
        invocation: &Invocation,
    ) -> Result<Option<Profile>, Error> {
        self.step(Step::ChangeProfile, |world| {
            let profile = world.profiles.get_mut(user_id)?;
            if let Some(full_name) = &changes.full_name {
                profile.full_name = full_name.clone();
            }
            if let Some(preferences) = &changes.preferences {
                profile.preferences = Value::Object(preferences.clone());
            }
            profile.updated_at = invocation.timestamp();
            Some(profile.clone())
        })
    }

    async fn rename_user(&self, user_id: &str, full_name: &str) -> Result<bool, Error> {
        self.step(Step::RenameUser, |world| {
            let user = world.users.get_mut(user_id);
            user.map(|name| *name = full_name.to_owned()).is_some()
        })
    }

    async fn delete_user(&self, user_id: &str) -> Result<bool, Error> {
        self.step(Step::DeleteUser, |world| world.users.remove(user_id).is_some())
    }

    async fn delete_profile(&self, user_id: &str) -> Result<bool, Error> {
        self.step(Step::DeleteProfile, |world| world.profiles.remove(user_id).is_some())
    }

    async fn write_log(&self, entry: &LogEntry) -> Result<(), Error> {
        self.step(Step::WriteLog, |world| world.logs.push(entry.clone()))
    }
}
