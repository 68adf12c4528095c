//! People and their organizations, over tables in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use organizations_api::tables::MEMBERSHIPS;
use organizations_api::{Organizations, Settings};
use serde_json::{Value, json};
use shared::api::Api;
use shared::data::{Data, Item, Memory};
use shared::items::Profile;
use shared::plans::ORGANIZATION_DATA;
use shared::profiles::USER_PROFILES;
use shared::{Invocation, SignedDuration, Sources, Timestamp};
use testing::{Answer, Deployed, Person, Request, settings};

use crate::users::FakeUsers;

pub struct World {
    pub tables: Arc<Memory>,
    pub users: FakeUsers,
    pub api: Deployed<Organizations<FakeUsers>>,
    /// Milliseconds since the start.
    clock: Arc<AtomicI64>,
}

/// The function's settings, as a test wants them.
pub fn variables(name: &str) -> Option<String> {
    let value = match name {
        "USER_POOL_ID" => "pool",
        "TABLE_PREFIX" => "aws-devops-test",
        "TENANT_DATA_ROLE" => "arn:aws:iam::123456789012:role/aws-devops-test-tenant-data",
        "ENVIRONMENT" => "test",
        _ => return None,
    };
    Some(value.to_owned())
}

pub fn start() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().unwrap()
}

impl World {
    pub fn new() -> Self {
        let (tables, users) = (Arc::new(Memory::default()), FakeUsers::default());
        let clock = Arc::new(AtomicI64::new(0));
        let data = Data::shared(tables.clone());
        let backend =
            Organizations::new(&Settings::read(variables).unwrap(), data.clone(), users.clone());
        let looks = Arc::clone(&clock);
        // It goes on by a millisecond at each look.
        let now = move || {
            let look = looks.fetch_add(1, Ordering::Relaxed);
            start().checked_add(SignedDuration::from_millis(look)).unwrap()
        };
        let sources = Sources { clock: Box::new(now), ..Sources::system() };
        let api = Deployed::with(organizations_api::routes(), |routes| {
            Api::new(routes, backend, &settings(), sources).with_repeats(data)
        });
        Self { tables, users, api, clock }
    }

    /// Somebody who has signed up, with what the trigger writes.
    pub fn sign_up(&self, name: &str) -> Person {
        self.users.sign_up(name);
        let invocation = Invocation { request_id: "sign-up".to_owned(), now: start() };
        let email = format!("{name}@example.com");
        let profile = Profile::new(&invocation, name, &email, &name.to_uppercase());
        self.tables.put(&USER_PROFILES, object(json!(profile)));
        self.users.token(name)
    }

    /// An organization of somebody who signs up for it, on a plan; its id.
    pub async fn organization(&self, owner: &str, plan: &str) -> String {
        let caller = self.sign_up(owner);
        let made = self.post(&caller, "/organizations", json!({ "name": "Acme" })).await.with(201);
        self.set_organization(&made.id(), "plan", json!(plan));
        made.id()
    }

    /// Somebody who signs up, is invited by somebody, and accepts.
    pub async fn member(&self, of: &str, name: &str, role: &str) -> Person {
        let caller = self.sign_up(name);
        let token = self.invite(of, name, role).await;
        let form = json!({ "token": token });
        self.post(&caller, "/invitations/accept", form).await.with(200);
        self.users.token(name)
    }

    /// The token of an invitation.
    pub async fn invite(&self, by: &str, name: &str, role: &str) -> String {
        let form = json!({ "email": format!("{name}@example.com"), "role": role });
        let path = "/organizations/me/invitations";
        let made = self.post(&self.users.token(by), path, form).await.with(201);
        made.body["token"].as_str().unwrap().to_owned()
    }

    /// Sets what no route can set.
    pub fn set_organization(&self, id: &str, field: &str, value: Value) {
        let mut item = self.stored_organization(id);
        item.insert(field.to_owned(), value);
        self.tables.put(&ORGANIZATION_DATA, item);
    }

    pub fn stored_organization(&self, id: &str) -> Item {
        let items = self.tables.items(ORGANIZATION_DATA.name).into_iter();
        let mut items = items.filter(|item| item["data_type"] == "profile");
        items.find(|item| item["organization_id"] == id).unwrap()
    }

    /// What somebody is in an organization, and how many there are.
    pub fn role(&self, organization: &str, user_id: &str) -> Option<String> {
        let items = self.tables.items(MEMBERSHIPS.name).into_iter();
        let mut items = items.filter(|item| item["organization_id"] == organization);
        let item = items.find(|item| item["user_id"] == user_id)?;
        item["org_role"].as_str().map(str::to_owned)
    }

    /// Asserts that the numbers are those of the memberships.
    pub fn assert_counted(&self, organization: &str) {
        let items = self.tables.items(MEMBERSHIPS.name).into_iter();
        let items: Vec<_> = items.filter(|item| item["organization_id"] == organization).collect();
        let owners = items.iter().filter(|item| item["org_role"] == "owner").count();
        let stored = self.stored_organization(organization);
        assert_eq!(stored["member_count"], json!(items.len()));
        assert_eq!(stored["owner_count"], json!(owners));
    }

    pub fn profile(&self, user_id: &str) -> Item {
        let mut items = self.tables.items(USER_PROFILES.name).into_iter();
        items.find(|item| item["user_id"] == user_id).unwrap()
    }

    /// The kinds of all events, in order.
    pub fn events(&self) -> Vec<String> {
        let mut events = self.tables.items("activity-feed");
        events.sort_by_key(|event| event["timestamp"].as_str().unwrap().to_owned());
        events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }

    pub fn wait(&self, duration: SignedDuration) {
        let milliseconds = i64::try_from(duration.as_millis()).unwrap();
        self.clock.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub async fn post(&self, caller: &Person, path: &str, body: Value) -> Answer {
        self.api.call(caller, "POST", path, body).await
    }

    pub async fn put(&self, caller: &Person, path: &str, body: Value) -> Answer {
        self.api.call(caller, "PUT", path, body).await
    }

    pub async fn get(&self, caller: &Person, path: &str) -> Answer {
        self.api.ask(caller, "GET", path).await
    }

    pub async fn delete(&self, caller: &Person, path: &str) -> Answer {
        self.api.ask(caller, "DELETE", path).await
    }

    /// A `POST` with a name.
    pub async fn post_named(&self, caller: &Person, path: &str, body: Value, key: &str) -> Answer {
        let request = Request {
            method: "POST",
            path,
            caller: Some(caller),
            body: Some(body),
            headers: vec![("Idempotency-Key", key)],
        };
        self.api.send(request).await
    }
}

fn object(value: Value) -> Item {
    value.as_object().cloned().unwrap()
}
