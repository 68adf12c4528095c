//! A user pool in memory, which fails where a test wants it to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use organizations_api::Users;
use shared::Error;
use shared::user_pool::{FULL_NAME, ORGANIZATION_ID, ROLE, USER_ID, User};
use testing::Person;

#[derive(Clone, Debug, Default)]
pub struct FakeUser {
    pub attributes: BTreeMap<String, String>,
    pub groups: BTreeSet<String>,
    pub sign_outs: u32,
}

#[derive(Default)]
pub struct Pool {
    pub users: BTreeMap<String, FakeUser>,
    /// Whether the next call fails that changes something.
    pub is_failing: bool,
}

/// A handle of one pool.
#[derive(Clone, Default)]
pub struct FakeUsers(Arc<Mutex<Pool>>);

impl FakeUsers {
    pub fn with<T>(&self, look: impl FnOnce(&mut Pool) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    /// Somebody who has signed up, and has what the trigger gives.
    pub fn sign_up(&self, name: &str) {
        let attributes = [
            ("email", format!("{name}@example.com")),
            (USER_ID, name.to_owned()),
            (FULL_NAME, name.to_uppercase()),
            (ORGANIZATION_ID, "individual".to_owned()),
            (ROLE, "basic".to_owned()),
        ];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value)).into();
        let groups = ["BasicUsers".to_owned()].into();
        let user = FakeUser { attributes, groups, sign_outs: 0 };
        self.with(|pool| pool.users.insert(name.to_owned(), user));
    }

    /// Somebody who was there before the platform had attributes.
    pub fn be_there(&self, sub: &str) {
        let attributes = [("email".to_owned(), format!("{sub}@Example.com"))].into();
        let user = FakeUser { attributes, ..FakeUser::default() };
        self.with(|pool| pool.users.insert(sub.to_owned(), user));
    }

    pub fn user(&self, name: &str) -> FakeUser {
        self.with(|pool| pool.users[name].clone())
    }

    /// The token that a user would get now.
    pub fn token(&self, name: &str) -> Person {
        let user = self.user(name);
        let groups: Vec<_> = user.groups.iter().cloned().collect();
        let mut person = Person::of("", name, "").claiming("cognito:groups", &groups.join(","));
        for claim in [USER_ID, ORGANIZATION_ID, ROLE] {
            let value = user.attributes.get(claim).map_or("", String::as_str);
            person = person.claiming(claim, value);
        }
        person.claiming("sub", name)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Pool) -> T) -> Result<T, Error> {
        self.with(|pool| {
            if std::mem::take(&mut pool.is_failing) {
                return Err(Error::UserPool {
                    operation: "AnyOperation",
                    code: "InternalErrorException".to_owned(),
                    reason: "a test wants it".to_owned(),
                });
            }
            Ok(change(pool))
        })
    }

    fn change_user(&self, name: &str, change: impl FnOnce(&mut FakeUser)) -> Result<bool, Error> {
        self.change(|pool| pool.users.get_mut(name).map(change).is_some())
    }
}

impl Users for FakeUsers {
    async fn find(&self, name: &str) -> Result<Option<User>, Error> {
        Ok(self.with(|pool| {
            let mut users = pool.users.iter();
            let found = users.find(|(id, user)| {
                *id == name || user.attributes.get("email").is_some_and(|email| email == name)
            });
            found.map(|(id, user)| User {
                name: id.clone(),
                user_id: user.attributes.get(USER_ID).cloned(),
                email: user.attributes.get("email").cloned(),
                full_name: user.attributes.get(FULL_NAME).cloned(),
                organization_id: user.attributes.get(ORGANIZATION_ID).cloned(),
                ..User::default()
            })
        }))
    }

    async fn set(&self, name: &str, attributes: &[(&str, &str)]) -> Result<bool, Error> {
        self.change_user(name, |user| {
            let pairs = attributes.iter();
            let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            user.attributes.extend(pairs);
        })
    }

    async fn add_to_group(&self, name: &str, group: &str) -> Result<(), Error> {
        self.change_user(name, |user| {
            user.groups.insert(group.to_owned());
        })
        .map(|_| ())
    }

    async fn remove_from_group(&self, name: &str, group: &str) -> Result<(), Error> {
        self.change_user(name, |user| {
            user.groups.remove(group);
        })
        .map(|_| ())
    }

    async fn sign_out(&self, name: &str) -> Result<(), Error> {
        self.change_user(name, |user| user.sign_outs += 1).map(|_| ())
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        self.change(|pool| drop(pool.users.remove(name)))
    }
}
