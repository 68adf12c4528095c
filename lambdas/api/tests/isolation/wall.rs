//! The second wall. Here the handlers' own checks are switched off: whatever key a handler makes for the caller's tenant becomes
//! the victim's on its way to the tables, and what comes back looks like the caller's own, as if nobody had ever looked whose
//! the thing is. The policy alone is left.

use std::sync::Arc;

use serde_json::Value;
use shared::data::{
    Action, Data, Found, Item, Key, Memory, Query, Scope, Table, Tables, Work, Write, Written,
};
use testing::{Deployed, Person, Request};

use crate::education::{Education, over};
use crate::matrix::{Route, routes, victims};
use crate::policy::allows;
use crate::vertical::{SECRET, Things, Vertical};

/// Tables that handlers reach with the keys of somebody else.
struct Mistaken {
    tables: Arc<Memory>,
    /// What the caller's keys are made of, and what becomes of it.
    replaced: Vec<(String, String)>,
}

impl Mistaken {
    fn new(tables: Arc<Memory>, caller: &Person, victim: &Person) -> Self {
        let replaced = vec![(tenant(caller), tenant(victim)), (user(caller), user(victim))];
        Self { tables, replaced }
    }

    /// What the caller's text becomes.
    fn text(&self, text: &str) -> String {
        replace(text, self.replaced.iter().map(|(own, foreign)| (own, foreign)))
    }

    fn item(&self, item: Item) -> Item {
        map(item, |text| self.text(text))
    }

    /// What is found, as if it were the caller's.
    fn back(&self, item: Item) -> Item {
        let replaced = || self.replaced.iter().map(|(own, foreign)| (foreign, own));
        map(item, |text| replace(text, replaced()))
    }

    fn key(&self, key: Key) -> Key {
        Key { partition: self.text(&key.partition), sort: key.sort.map(|sort| self.text(&sort)) }
    }
}

fn map(item: Item, change: impl Fn(&str) -> String) -> Item {
    let value = |value| match value {
        Value::String(text) => Value::String(change(&text)),
        other => other,
    };
    item.into_iter().map(|(name, it)| (name, value(it))).collect()
}

/// A text that is one of these, or a key that begins with it.
fn replace<'a>(text: &str, pairs: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    for (from, to) in pairs {
        match text.strip_prefix(from.as_str()) {
            Some("") => return to.clone(),
            Some(rest) if rest.starts_with([':', '#']) => return format!("{to}{rest}"),
            _ => {}
        }
    }
    text.to_owned()
}

fn tenant(person: &Person) -> String {
    match person.claims()["custom:organization_id"].as_str().unwrap() {
        "individual" => format!("u_{}", user(person)),
        organization => organization.to_owned(),
    }
}

fn user(person: &Person) -> String {
    person.claims()["custom:user_id"].as_str().unwrap().to_owned()
}

impl Tables for Mistaken {
    fn get<'a>(
        &'a self,
        scope: &'a Scope,
        table: &'static Table,
        key: Key,
    ) -> Work<'a, Option<Item>> {
        Box::pin(async move {
            let item = self.tables.get(scope, table, self.key(key)).await?;
            Ok(item.map(|item| self.back(item)))
        })
    }

    fn query<'a>(&'a self, scope: &'a Scope, mut query: Query) -> Work<'a, Found> {
        query.partition = self.text(&query.partition);
        query.prefix = query.prefix.map(|prefix| self.text(&prefix));
        Box::pin(async move {
            let found = self.tables.query(scope, query).await?;
            let items = found.items.into_iter().map(|item| self.back(item)).collect();
            Ok(Found { items, ..found })
        })
    }

    fn write<'a>(&'a self, scope: &'a Scope, writes: Vec<Write>) -> Work<'a, Written> {
        let writes = writes.into_iter().map(|write| Write {
            key: self.key(write.key),
            action: match write.action {
                Action::Put(item) => Action::Put(self.item(item)),
                Action::Change { set, add, remove } => {
                    Action::Change { set: self.item(set), add, remove }
                }
                other => other,
            },
            ..write
        });
        self.tables.write(scope, writes.collect())
    }
}

/// Calls a route of education with mistaken handlers, and gives the status and whether everything is as it was.
async fn call(
    route: &Route,
    tables: Arc<Memory>,
    things: &Things,
    caller: &Person,
    victim: &Person,
) -> (u16, String) {
    let caller = route.fitting(caller.clone());
    let mistaken = Mistaken::new(tables, &caller, victim);
    let api: Deployed<Data> = over(Arc::new(mistaken));
    let path = things.path(&route.path);
    let request = Request {
        method: &route.method,
        path: &path,
        caller: Some(&caller),
        body: route.body(things),
        ..Request::default()
    };
    let answer = api.send(request).await;
    (answer.status, answer.body.to_string())
}

fn of_education() -> impl Iterator<Item = Route> {
    routes().into_iter().filter(|route| route.function == "education-api")
}

#[tokio::test]
async fn a_handler_that_takes_a_wrong_key_is_refused_by_the_policy() {
    for route in of_education() {
        for (victim, caller) in victims() {
            let context = format!("{} {}", route.method, route.path);
            let education = Education::new();
            let things = education.make(&victim).await;
            let before = education.stored();
            let tables = Arc::clone(&education.tables);
            let (status, shown) = call(&route, tables, &things, &caller, &victim).await;
            assert_eq!(status, 500, "{context}: {shown}");
            assert!(!shown.contains(SECRET), "{context}: {shown}");
            assert_eq!(education.stored(), before, "{context}");
        }
    }
}

/// The test above can fail: without the policy the same mistakes show and change what is another's.
#[tokio::test]
async fn without_the_policy_the_same_mistakes_would_leak() {
    let mut leaks = 0;
    for route in of_education() {
        let [(victim, caller), ..] = victims();
        let walled = Education::new();
        let things = walled.make(&victim).await;
        let tables = Arc::new(Memory::default());
        for table in education_api::tables::ALL {
            for item in walled.tables.items(table.name) {
                tables.put(table, item);
            }
        }
        let (status, shown) = call(&route, tables, &things, &caller, &victim).await;
        leaks += usize::from((200..300).contains(&status) && shown.contains(SECRET));
    }
    assert!(leaks >= 5, "{leaks} routes would show what is another's");
}

#[test]
fn the_policy_is_what_stands_before_the_tables() {
    // `Education::new` stands behind `allows`; a wall that lets everything through would make the matrix worthless.
    let scope = Scope {
        tenant: shared::api::Tenant::of("rita", Some("rival")).unwrap(),
        user_id: "rita".to_owned(),
        is_staff: true,
    };
    let reach = shared::data::Reach {
        action: "dynamodb:GetItem",
        table: "courses",
        index: None,
        leading_key: "acme:1",
        attributes: Vec::new(),
    };
    assert!(!allows(&scope, &reach));
}
