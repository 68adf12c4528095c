//! The function over real tables and a real user pool.

use aws_sdk_cognitoidentityprovider as cognito;
use cognito::types::{AliasAttributeType, AttributeDataType, SchemaAttributeType};
use organizations_api::tables::{ALL, MEMBERSHIPS};
use organizations_api::{Organizations, Settings};
use serde_json::{Value, json};
use shared::Sources;
use shared::api::{Api, IDEMPOTENCY_KEYS};
use shared::data::{ACTIVITY_FEED, Data, Dynamo, Sessions};
use shared::plans::ORGANIZATION_DATA;
use shared::profiles::USER_PROFILES;
use shared::user_pool::{NewUser, UserPool};
use testing::{Account, Deployed, Person, settings};

use crate::world::variables;

pub struct Platform {
    pub account: Account,
    pub pool_id: String,
    users: cognito::Client,
    api: Deployed<Organizations<UserPool>>,
}

impl Platform {
    pub async fn new() -> Self {
        let tables: Vec<_> = ALL.into_iter().chain([&IDEMPOTENCY_KEYS]).collect();
        let account = Account::with_tables(&tables, &[]).await;
        let users = cognito::Client::new(&account.configuration);
        let pool_id = create_pool(&users).await;
        let configuration = account.configuration.clone();
        let own =
            Data::new(Dynamo::new(Sessions::undivided(configuration.clone()), account.prefix));
        let role = format!("arn:aws:iam::{}:role/aws-devops-test-tenant-data", account.number);
        let sessions = Sessions::of_role(configuration, role);
        let of_tenants = Data::new(Dynamo::new(sessions, account.prefix));
        let pool = UserPool::new(users.clone(), &pool_id);
        let backend = Organizations::new(&Settings::read(variables).unwrap(), own, pool);
        let api = Deployed::with(organizations_api::routes(), |routes| {
            Api::new(routes, backend, &settings(), Sources::system()).with_repeats(of_tenants)
        });
        Self { account, pool_id, users, api }
    }

    /// Somebody who has registered, but for the profile.
    pub async fn register(&self, name: &str) {
        let user = NewUser {
            user_id: name,
            email: &format!("{name}@example.com"),
            full_name: &name.to_uppercase(),
            organization_id: "individual",
            role: "basic",
            password: "Analytical-1",
        };
        UserPool::new(self.users.clone(), &self.pool_id).create(user).await.unwrap();
    }

    /// The claims of a user: the attributes in the pool, as a token holds them.
    pub async fn token(&self, name: &str) -> Person {
        let request = self.users.admin_get_user().user_pool_id(&self.pool_id).username(name);
        let user = request.send().await.unwrap();
        let mut person = Person::alone(name);
        for attribute in user.user_attributes() {
            person = person.claiming(attribute.name(), attribute.value().unwrap_or_default());
        }
        person
    }

    pub fn event(&self, caller: &Person, method: &str, path: &str, body: Value) -> Value {
        let request = testing::Request {
            method,
            path,
            caller: Some(caller),
            body: Some(body),
            ..testing::Request::default()
        };
        self.api.event(&request)
    }
}

async fn create_pool(users: &cognito::Client) -> String {
    let mut request = users
        .create_user_pool()
        .pool_name("aws-devops-test-user-pool")
        .alias_attributes(AliasAttributeType::Email);
    for name in ["user_id", "full_name", "organization_id", "role"] {
        let attribute = SchemaAttributeType::builder()
            .name(name)
            .attribute_data_type(AttributeDataType::String)
            .mutable(true);
        request = request.schema(attribute.build());
    }
    let pool_id = request.send().await.unwrap().user_pool.unwrap().id.unwrap();
    for group in ["BasicUsers", "OrgUsers"] {
        users.create_group().user_pool_id(&pool_id).group_name(group).send().await.unwrap();
    }
    pool_id
}

#[tokio::test]
async fn an_organization_begins_grows_and_shrinks() {
    let platform = Platform::new().await;
    let (account, api) = (&platform.account, &platform.api);
    for name in ["ada", "bob"] {
        platform.register(name).await;
    }
    let alone = platform.token("ada").await;
    let form = json!({ "name": "Acme" });
    let id = api.call(&alone, "POST", "/organizations", form.clone()).await.with(201).id();
    api.call(&alone, "POST", "/organizations", json!({ "name": "B" })).await.with(409);
    let ada = platform.token("ada").await;
    let me = api.ask(&ada, "GET", "/users/me").await.with(200).body;
    assert_eq!((&me["tenant"]["id"], &me["tenant"]["role"]), (&json!(id), &json!("owner")));
    assert_eq!(me["full_name"], "ADA");

    // Nothing sets a plan yet, so a test does.
    let data = Dynamo::new(Sessions::undivided(account.configuration.clone()), account.prefix);
    set_plan(&Data::new(data), &id).await;
    let invitation = json!({ "email": "bob@example.com", "role": "admin" });
    let invitations = "/organizations/me/invitations";
    let invited = api.call(&ada, "POST", invitations, invitation).await.with(201).body;
    let token = json!({ "token": invited["token"] });
    api.call(&alone, "POST", "/invitations/accept", token.clone()).await.with(200);
    let bob = platform.token("bob").await;
    api.call(&bob, "POST", "/invitations/accept", token).await.with(200);
    let bob = platform.token("bob").await;
    let members = api.ask(&bob, "GET", "/organizations/me/members").await.with(200).body;
    assert_eq!(members["items"].as_array().unwrap().len(), 2);
    assert_eq!(members["items"][0]["email"], "bob@example.com");

    let path = "/organizations/me/members/bob";
    api.call(&bob, "PUT", path, json!({ "role": "owner" })).await.with(403);
    api.call(&ada, "PUT", path, json!({ "role": "owner" })).await.with(200);
    api.call(&bob, "PUT", "/organizations/me", json!({ "name": "Acme Inc." })).await.with(200);
    api.ask(&ada, "DELETE", path).await.with(204);
    let bob = platform.token("bob").await;
    assert_eq!(bob.claims()["custom:organization_id"], "individual");
    api.ask(&ada, "DELETE", "/organizations/me/members/ada").await.with(409);
    let seen = api.ask(&ada, "GET", "/organizations/me").await.with(200).body;
    assert_eq!((&seen["member_count"], &seen["name"]), (&json!(1), &json!("Acme Inc.")));

    let mut events = account.items(&ACTIVITY_FEED).await;
    events.sort_by_key(|event| event["timestamp"].as_str().unwrap().to_owned());
    let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    let expected = [
        "organization.created", "invitation.created", "member.joined", "member.role_changed",
        "member.removed",
    ];
    assert_eq!(kinds, expected);
    api.ask(&bob, "DELETE", "/users/me").await.with(204);
    api.ask(&ada, "DELETE", "/users/me").await.with(204);
    assert!(account.items(&USER_PROFILES).await.is_empty());
    assert!(account.items(&MEMBERSHIPS).await.is_empty());
    let users = platform.users.list_users().user_pool_id(&platform.pool_id).send().await.unwrap();
    assert!(users.users().is_empty());
}

async fn set_plan(data: &Data, id: &str) {
    use shared::api::Tenant;
    use shared::data::{Action, Key, Scope, Write};
    let scope = Scope {
        tenant: Tenant::of("ada", Some(id)).unwrap(),
        user_id: "ada".to_owned(),
        is_staff: false,
    };
    let set = json!({ "plan": "pro" }).as_object().unwrap().clone();
    let write = Write {
        table: &ORGANIZATION_DATA,
        key: Key::with_sort(id, "profile"),
        action: Action::Change { set, add: Vec::new(), remove: Vec::new() },
        conditions: Vec::new(),
    };
    data.tables().write(&scope, vec![write]).await.unwrap();
}

#[tokio::test]
async fn members_who_come_at_once_are_all_counted() {
    let platform = Platform::new().await;
    for name in ["ada", "m1", "m2", "m3", "m4"] {
        platform.register(name).await;
    }
    let alone = platform.token("ada").await;
    let api = &platform.api;
    let id = api.call(&alone, "POST", "/organizations", json!({ "name": "A" })).await.id();
    let account = &platform.account;
    let data = Dynamo::new(Sessions::undivided(account.configuration.clone()), account.prefix);
    set_plan(&Data::new(data), &id).await;
    let ada = platform.token("ada").await;
    let mut accepting = Vec::new();
    for name in ["m1", "m2", "m3", "m4"] {
        let form = json!({ "email": format!("{name}@example.com"), "role": "member" });
        let made = api.call(&ada, "POST", "/organizations/me/invitations", form).await.with(201);
        accepting.push((platform.token(name).await, json!({ "token": made.body["token"] })));
    }
    let accept = async |(caller, token): &(Person, Value)| {
        api.call(caller, "POST", "/invitations/accept", token.clone()).await.status
    };
    let outcomes = tokio::join!(
        accept(&accepting[0]),
        accept(&accepting[1]),
        accept(&accepting[2]),
        accept(&accepting[3])
    );
    let statuses = [outcomes.0, outcomes.1, outcomes.2, outcomes.3];
    let joined = statuses.into_iter().filter(|status| *status == 200).count();
    // Whoever met another transaction is told to come again.
    assert!(statuses.iter().all(|status| [200, 409, 503].contains(status)), "{statuses:?}");
    assert_eq!(account.items(&MEMBERSHIPS).await.len(), joined + 1);
    let seen = api.ask(&ada, "GET", "/organizations/me").await.with(200).body;
    assert_eq!(seen["member_count"], json!(joined + 1));
}
