//! Users and their organizations in the matrix.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use organizations_api::tables::{ALL, MEMBERSHIPS};
use organizations_api::{Organizations, Settings};
use serde_json::{Value, json};
use shared::api::Api;
use shared::data::{Data, Item, Memory, Table};
use shared::plans::ORGANIZATION_DATA;
use shared::profiles::USER_PROFILES;
use shared::user_pool::User;
use shared::{Error, Sources};
use testing::{Answer, Deployed, Person, Request, settings};

use crate::vertical::{Doing, SECRET, Things, Vertical};

const INVITATION: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
/// SHA-256 of `secret`.
const HASH: &str = "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols";

/// A pool that has whoever is asked for, and does what it is told.
#[derive(Clone, Default)]
struct Pool(Arc<Mutex<BTreeMap<String, User>>>);

impl organizations_api::Users for Pool {
    async fn find(&self, name: &str) -> Result<Option<User>, Error> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    async fn set(&self, _: &str, _: &[(&str, &str)]) -> Result<bool, Error> {
        Ok(true)
    }

    async fn add_to_group(&self, _: &str, _: &str) -> Result<(), Error> {
        Ok(())
    }

    async fn remove_from_group(&self, _: &str, _: &str) -> Result<(), Error> {
        Ok(())
    }

    async fn sign_out(&self, _: &str) -> Result<(), Error> {
        Ok(())
    }

    async fn delete(&self, _: &str) -> Result<(), Error> {
        Ok(())
    }
}

/// The function over tables that it uses in its own name.
pub struct Tenants {
    api: Deployed<Organizations<Pool>>,
    tables: Arc<Memory>,
    pool: Pool,
    /// The tenant and the user whose things are looked at.
    owner: Mutex<(String, String)>,
}

impl Tenants {
    /// Two organizations with their owners, and two people alone.
    pub fn new() -> Self {
        let (tables, pool) = (Arc::new(Memory::default()), Pool::default());
        let lookup = |name: &str| (name != "CORS_ORIGINS").then(|| name.to_owned());
        let own = Data::shared(tables.clone());
        let backend =
            Organizations::new(&Settings::read(lookup).unwrap(), own.clone(), pool.clone());
        let api = Deployed::with(organizations_api::routes(), |routes| {
            Api::new(routes, backend, &settings(), Sources::system()).with_repeats(own)
        });
        let tenants = Self { api, tables, pool, owner: Mutex::default() };
        for (user_id, organization) in
            [("ada", "acme"), ("rita", "rival"), ("ina", "individual"), ("ivo", "individual")]
        {
            tenants.exists(user_id, organization, "", "owner");
        }
        for organization in ["acme", "rival", "third"] {
            tenants.put(
                &ORGANIZATION_DATA,
                json!({
                    "organization_id": organization, "data_type": "profile", "plan": "enterprise",
                    "status": "active", "member_count": 2, "owner_count": 2,
                }),
            );
        }
        tenants
    }

    /// Somebody with an address, and the membership that an organization brings.
    fn exists(&self, user_id: &str, organization: &str, name: &str, role: &str) {
        let email = format!("{user_id}@example.com");
        self.put(
            &USER_PROFILES,
            json!({
                "user_id": user_id, "organization_id": organization, "full_name": name,
                "email": email,
            }),
        );
        if organization != "individual" {
            self.put(
                &MEMBERSHIPS,
                json!({ "organization_id": organization, "user_id": user_id, "org_role": role }),
            );
        }
        let user = User {
            name: user_id.to_owned(),
            user_id: Some(user_id.to_owned()),
            email: Some(email),
            ..User::default()
        };
        self.pool.0.lock().unwrap().insert(user_id.to_owned(), user);
    }

    /// An invitation of an organization for an address, whose secret is `secret`.
    fn invite(&self, organization: &str, email: &str) {
        self.put(
            &ORGANIZATION_DATA,
            json!({
                "organization_id": organization, "data_type": format!("invitation#{INVITATION}"),
                "email": email, "role": "member", "token_hash": HASH,
                "invited_by_user_id": SECRET, "expires_at": "2999-01-01T00:00:00.000Z",
                "created_at": "", "updated_at": "",
            }),
        );
    }

    fn put(&self, table: &'static Table, item: Value) {
        self.tables.put(table, item.as_object().cloned().unwrap());
    }
}

impl Vertical for Tenants {
    fn make<'a>(&'a self, owner: &'a Person) -> Doing<'a, Things> {
        Box::pin(async move {
            let claim = |name: &str| owner.claims()[name].as_str().unwrap().to_owned();
            let (user_id, organization) =
                (claim("custom:user_id"), claim("custom:organization_id"));
            *self.owner.lock().unwrap() = (organization.clone(), user_id.clone());
            self.exists(&user_id, &organization, SECRET, "owner");
            if organization != "individual" {
                self.exists("mel", &organization, SECRET, "owner");
                self.invite(&organization, &format!("{SECRET}@example.com"));
            }
            // What leads the owner, and nobody else, into another organization.
            self.invite("third", &format!("{user_id}@example.com"));
            Things::default()
                .with("user_id", "mel")
                .with("invitation_id", INVITATION)
                .with("token", format!("{INVITATION}.secret.third"))
        })
    }

    fn make_public(&self) -> Doing<'_, Option<Things>> {
        Box::pin(async { None })
    }

    fn send<'a>(&'a self, request: Request<'a>) -> Doing<'a, Answer> {
        Box::pin(self.api.send(request))
    }

    fn stored(&self) -> Vec<Value> {
        let (organization, user_id) = self.owner.lock().unwrap().clone();
        let is_own = |item: &Item| match organization.as_str() {
            "individual" => item.get("user_id").is_some_and(|id| *id == user_id),
            organization => item.get("organization_id").is_some_and(|id| *id == organization),
        };
        let tables = ALL.into_iter().filter(|table| table.name != "activity-feed");
        let items = tables.flat_map(|table| self.tables.items(table.name));
        items.filter(is_own).map(Value::Object).collect()
    }

    fn denial(&self) -> u16 {
        404
    }

    fn is_for(&self, path: &str, person: &Person) -> bool {
        let is_alone = person.claims()["custom:organization_id"] == "individual";
        !(is_alone && path.starts_with("/organizations/me"))
    }
}
