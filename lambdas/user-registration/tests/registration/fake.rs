//! A pool and tables in memory, which behave as AWS documents and fail where a test wants them to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use shared::items::{LogEntry, Profile};
use shared::user_pool::{Creation, NewUser, User};
use shared::{Error, Timestamp};
use user_registration::Backend;

/// One call of the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    FindUser,
    CreateUser,
    AddToGroup,
    CreateProfile,
    MakePasswordPermanent,
    DeleteProfile,
    DeleteUser,
    WriteLog,
}

/// What happens to a call that a test has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and the call fails.
    Refused,
    /// Everything is done, and the answer gets lost.
    AnswerLost,
}

#[derive(Clone, Debug)]
pub struct Account {
    pub email: String,
    pub attributes: BTreeMap<&'static str, String>,
    pub password: String,
    pub temporary: bool,
    pub in_group: bool,
    pub created_at: Timestamp,
}

#[derive(Default)]
pub struct World {
    pub users: BTreeMap<String, Account>,
    pub profiles: BTreeMap<String, Profile>,
    pub logs: Vec<LogEntry>,
    pub faults: Vec<(Step, Fault)>,
    /// Whether looking an address up is blind, as it is for somebody who is a moment too early.
    pub lookup_is_blind: bool,
    pub now: Timestamp,
}

/// A handle of one world.
#[derive(Clone, Default)]
pub struct Fake(Arc<Mutex<World>>);

impl Fake {
    pub fn with<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    /// Does a step, unless it is to fail.
    fn step<T>(&self, step: Step, work: impl FnOnce(&mut World) -> T) -> Result<T, Error> {
        let mut world = self.0.lock().unwrap();
        let fault = world.faults.iter().find(|(at, _)| *at == step);
        let failure = Error::UserPool {
            operation: "AnyOperation",
            code: "InternalErrorException".to_owned(),
            reason: "a test wants it".to_owned(),
        };
        match fault.map(|&(_, fault)| fault) {
            None => Ok(work(&mut world)),
            Some(Fault::Refused) => Err(failure),
            Some(Fault::AnswerLost) => {
                work(&mut world);
                Err(failure)
            }
        }
    }
}

impl Backend for Fake {
    async fn find_user(&self, name_or_email: &str) -> Result<Option<User>, Error> {
        self.step(Step::FindUser, |world| {
            let blind = world.lookup_is_blind;
            let found = world.users.iter().find(|(name, account)| {
                *name == name_or_email || (!blind && account.email == name_or_email)
            });
            found.map(|(name, account)| User {
                name: name.clone(),
                user_id: account.attributes.get("user_id").cloned(),
                password_is_temporary: account.temporary,
                created_at: Some(account.created_at),
                ..User::default()
            })
        })
    }

    async fn create_user(&self, user: NewUser<'_>) -> Result<Creation, Error> {
        self.step(Step::CreateUser, |world| {
            let taken = world
                .users
                .iter()
                .any(|(name, account)| name == user.user_id || account.email == user.email);
            if taken {
                return Creation::Taken;
            }
            if user.password.len() < 8 {
                return Creation::PasswordRefused("Password not long enough".to_owned());
            }
            let account = Account {
                email: user.email.to_owned(),
                attributes: BTreeMap::from([
                    ("user_id", user.user_id.to_owned()),
                    ("full_name", user.full_name.to_owned()),
                    ("organization_id", user.organization_id.to_owned()),
                    ("role", user.role.to_owned()),
                ]),
                password: user.password.to_owned(),
                temporary: true,
                in_group: false,
                created_at: world.now,
            };
            world.users.insert(user.user_id.to_owned(), account);
            Creation::Created
        })
    }

    async fn add_to_group(&self, user_id: &str) -> Result<(), Error> {
        self.step(Step::AddToGroup, |world| {
            world.users.get_mut(user_id).unwrap().in_group = true;
        })
    }

    async fn create_profile(&self, profile: &Profile) -> Result<(), Error> {
        self.step(Step::CreateProfile, |world| {
            world.profiles.insert(profile.user_id.clone(), profile.clone());
        })
    }

    async fn make_password_permanent(&self, user_id: &str, password: &str) -> Result<(), Error> {
        self.step(Step::MakePasswordPermanent, |world| {
            let account = world.users.get_mut(user_id).unwrap();
            account.password = password.to_owned();
            account.temporary = false;
        })
    }

    async fn delete_profile(&self, user_id: &str) -> Result<(), Error> {
        self.step(Step::DeleteProfile, |world| {
            world.profiles.remove(user_id);
        })
    }

    async fn delete_user(&self, user_id: &str) -> Result<(), Error> {
        self.step(Step::DeleteUser, |world| {
            world.users.remove(user_id);
        })
    }

    async fn write_log(&self, entry: &LogEntry) -> Result<(), Error> {
        self.step(Step::WriteLog, |world| world.logs.push(entry.clone()))
    }
}
