//! Finds the objects that a spec may mean where AWS invents their identifiers.

use std::sync::Arc;

use aws::tags::{self, Tags};
use aws::{Aws, Result};
use aws_sdk_cloudcontrol::types::ResourceDescription;
use futures_util::{StreamExt, stream};
use language::value::{Object, Value, unknown};

use crate::definition::Definition;
use crate::live;
use crate::read::read;
use crate::service::CloudControl;

/// Reads that are under way at once.
const WIDTH: usize = 8;

/// The identifiers of the objects that have the names of an identity or, where it has none, the tags of ours.
pub(crate) async fn find(
    aws: &Aws,
    type_: &Definition,
    identity: Value,
    ownership: &Tags,
) -> Result<Vec<String>> {
    let wanted = Wanted { names: names(&identity), ownership };
    if wanted.names.is_empty() && type_.tags.is_none() {
        return Ok(Vec::new());
    }
    let listed = list(aws, type_, &identity).await?;
    let (mut found, mut likely, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (id, properties) in listed.iter() {
        match wanted.is_it(properties) {
            Some(true) => found.push(id.clone()),
            None if wanted.is_named_by(id) => likely.push(id.clone()),
            None => others.push(id.clone()),
            Some(false) => {}
        }
    }
    found.extend(read_each(aws, type_, likely, &wanted).await?.found);
    // One of the others tells whether identifiers of the type hold names. Then none of the rest can be it.
    let rest = others.split_off(others.len().min(1));
    let first = read_each(aws, type_, others, &wanted).await?;
    found.extend(first.found);
    if !first.has_names_in_identifiers {
        found.extend(read_each(aws, type_, rest, &wanted).await?.found);
    }
    Ok(found)
}

/// What reads have told of some objects.
#[derive(Default)]
struct Told {
    found: Vec<String>,
    /// Whether the identifiers of all of them hold their names.
    has_names_in_identifiers: bool,
}

async fn read_each(
    aws: &Aws,
    type_: &Definition,
    ids: Vec<String>,
    wanted: &Wanted<'_>,
) -> Result<Told> {
    let mut told = Told { has_names_in_identifiers: !ids.is_empty(), ..Told::default() };
    let mut reads = stream::iter(ids)
        .map(|id| async move { (read(aws, type_, &id).await, id) })
        .buffered(WIDTH);
    while let Some((live, id)) = reads.next().await {
        let Some(Value::Object(properties)) = live?.map(|live| live.spec) else {
            continue;
        };
        told.has_names_in_identifiers &= wanted.names_in(&properties).any(|name| id.contains(name));
        if wanted.is_it(&properties) == Some(true) {
            told.found.push(id);
        }
    }
    Ok(told)
}

/// The texts of an identity.
fn names(identity: &Value) -> Object {
    let fields = identity.as_object().into_iter().flatten();
    let known = fields.filter(|(_, value)| value.is_string() && !unknown::in_value(value));
    known.map(|(name, value)| (name.clone(), value.clone())).collect()
}

struct Wanted<'a> {
    names: Object,
    ownership: &'a Tags,
}

impl Wanted<'_> {
    /// Whether an object of these properties is one; nothing where they do not say.
    fn is_it(&self, properties: &Object) -> Option<bool> {
        if !self.names.is_empty() {
            let same = |(name, value): (&String, &Value)| Some(properties.get(name)? == value);
            let all: Option<Vec<bool>> = self.names.iter().map(same).collect();
            return all.map(|all| all.into_iter().all(|same| same));
        }
        let tags = properties.get("tags")?;
        let tags = tags::of(&serde_json::json!({ "tags": tags }));
        Some(self.ownership.iter().all(|(key, value)| tags.get(key) == Some(value)))
    }

    /// Whether an identifier holds a name that is looked for.
    fn is_named_by(&self, id: &str) -> bool {
        self.names_in(&self.names).any(|name| id.contains(name))
    }

    /// The names that some properties have in the fields that are looked at.
    fn names_in<'a>(&'a self, properties: &'a Object) -> impl Iterator<Item = &'a str> {
        self.names.keys().filter_map(|name| properties.get(name)?.as_str())
    }
}

type Listed = Vec<(String, Object)>;

/// The objects of a type, each with what the list says of it. Listed once a run.
async fn list(aws: &Aws, type_: &Definition, identity: &Value) -> Result<Arc<Listed>> {
    let needs = type_.list_needs.iter();
    let model: Object =
        needs.filter_map(|name| Some((name.clone(), identity.get(name)?.clone()))).collect();
    let model = (!model.is_empty()).then(|| Value::Object(model).to_string());
    let key = memo_key(type_, model.as_deref());
    aws.memo().once(&key, || list_now(aws, type_, model)).await
}

async fn list_now(aws: &Aws, type_: &Definition, model: Option<String>) -> Result<Listed> {
    let request = aws.cloud_control().list_resources().type_name(type_.name);
    let mut listed = request.set_resource_model(model).into_paginator().items().send();
    let mut objects = Vec::new();
    while let Some(one) = listed.next().await {
        objects.push(described(type_, one?)?);
    }
    Ok(objects)
}

fn described(type_: &Definition, one: ResourceDescription) -> Result<(String, Object)> {
    let properties = live::parse(one.properties().unwrap_or("{}"))?;
    let spec = live::spec(type_, &properties);
    Ok((one.identifier.unwrap_or_default(), spec))
}

/// Forgets the list of a type, because a write has made it stale.
pub(crate) fn forget(aws: &Aws, type_: &Definition) {
    aws.memo().forget(&memo_key(type_, None));
}

fn memo_key(type_: &Definition, model: Option<&str>) -> String {
    format!("cloud control {} {}", type_.name, model.unwrap_or_default())
}
