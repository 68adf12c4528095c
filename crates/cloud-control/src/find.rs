//! Finds the objects that a spec may mean where AWS invents their identifiers.

use std::sync::Arc;

use aws::tags::{self, Tags};
use aws::{Aws, AwsError, Result};
use aws_sdk_cloudcontrol::types::ResourceDescription;
use futures_util::{StreamExt, stream};
use language::value::{Object, Value, unknown};
use serde_json::json;

use crate::compare::is_same_name;
use crate::definition::Definition;
use crate::live;
use crate::read::read;
use crate::service::CloudControl;

/// Reads that are under way at once.
const WIDTH: usize = 8;

/// The identifiers of the objects that have our tags, or the name of an identity and whatever else AWS accepts only at
/// creation. None where objects of the type cannot be listed, or nothing would tell them apart.
pub(crate) async fn find(
    aws: &Aws,
    type_: &Definition,
    identity: Value,
    ownership: &Tags,
) -> Result<Vec<String>> {
    let wanted = Wanted::of(type_, &identity, ownership);
    if !is_listed(type_, &identity)
        || wanted.name.is_none() && (type_.tags.is_none() || ownership.is_empty())
    {
        return Ok(Vec::new());
    }
    let listed = list(aws, type_, &identity).await?;
    let (mut found, mut likely, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (id, properties) in listed.iter() {
        match wanted.is_it(properties, false) {
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

/// Whether objects of a type can be listed, where AWS is told this of an identity.
pub(crate) fn is_listed(type_: &Definition, identity: &Value) -> bool {
    type_.has_list && type_.list_needs.iter().all(|name| identity.get(name).is_some())
}

/// The identifiers of all objects of a type.
pub(crate) async fn list_ids(
    aws: &Aws,
    type_: &Definition,
    identity: &Value,
) -> Result<Vec<String>> {
    let listed = list(aws, type_, identity).await?;
    Ok(listed.iter().map(|(id, _)| id.clone()).collect())
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
        let Some(Value::Object(properties)) = live?.map(|live| live.spec.into_inner()) else {
            continue;
        };
        told.has_names_in_identifiers &=
            wanted.name_in(&properties).is_some_and(|it| id.contains(it));
        if wanted.is_it(&properties, true) == Some(true) {
            told.found.push(id);
        }
    }
    Ok(told)
}

/// What tells an object from the others of its type.
struct Wanted<'a> {
    /// The property that is its name, and what it is called.
    name: Option<(&'a str, String)>,
    /// What AWS accepts only at creation besides.
    created_with: Vec<(String, String)>,
    ownership: &'a Tags,
}

impl<'a> Wanted<'a> {
    fn of(type_: &'a Definition, identity: &Value, ownership: &'a Tags) -> Self {
        let text = |value: &Value| {
            let text = value.as_str().filter(|text| !unknown::in_text(text));
            text.map(str::to_owned)
        };
        let own = type_.own_name.as_deref();
        let name = own.and_then(|own| Some((own, text(identity.get(own)?)?)));
        let fields = identity.as_object().into_iter().flatten();
        let created_with = fields
            .filter(|(field, _)| Some(field.as_str()) != own)
            .filter_map(|(field, value)| Some((field.clone(), text(value)?)))
            .collect();
        Self { name, created_with, ownership }
    }

    /// Whether an object of these properties is one; nothing where they do not say. They are all that it has, or what
    /// a list says of it.
    fn is_it(&self, properties: &Object, is_whole: bool) -> Option<bool> {
        let tags = properties.get("tags").map(|tags| tags::of(&json!({ "tags": tags })));
        if tags.as_ref().is_some_and(|tags| tags::are_ours(tags, self.ownership)) {
            return Some(true);
        }
        let Some((field, name)) = &self.name else {
            return (is_whole || tags.is_some()).then_some(false);
        };
        let is_same = |field: &str, wanted: &str| {
            Some(is_same_name(properties.get(field)?.as_str()?, wanted))
        };
        if !is_same(field, name)? {
            return Some(false);
        }
        let others: Vec<Option<bool>> =
            self.created_with.iter().map(|(field, wanted)| is_same(field, wanted)).collect();
        match (others.contains(&Some(false)), others.contains(&None) && !is_whole) {
            (true, _) => Some(false),
            (false, true) => None,
            (false, false) => Some(true),
        }
    }

    /// Whether an identifier holds the name that is looked for.
    fn is_named_by(&self, id: &str) -> bool {
        self.name.as_ref().is_some_and(|(_, name)| id.contains(name.as_str()))
    }

    /// The name that an object has.
    fn name_in<'p>(&self, properties: &'p Object) -> Option<&'p str> {
        let (field, _) = self.name.as_ref()?;
        properties.get(*field)?.as_str()
    }
}

type Listed = Vec<(String, Object)>;

/// The objects of a type, each with what the list says of it. Listed once a run.
async fn list(aws: &Aws, type_: &Definition, identity: &Value) -> Result<Arc<Listed>> {
    let needs = type_.list_needs.iter();
    let model: Object =
        needs.filter_map(|name| Some((name.clone(), identity.get(name)?.clone()))).collect();
    let model = (!model.is_empty()).then(|| Value::Object(model).to_string());
    match model {
        // What is listed of some objects alone is of no use to others.
        Some(model) => Ok(Arc::new(list_now(aws, type_, Some(model)).await?)),
        None => aws.memo().get_or_try_init(&memo_key(type_), || list_now(aws, type_, None)).await,
    }
}

async fn list_now(aws: &Aws, type_: &Definition, model: Option<String>) -> Result<Listed> {
    let request = aws.cloud_control().list_resources().type_name(type_.name);
    let mut listed = request.set_resource_model(model).into_paginator().items().send();
    let mut objects = Vec::new();
    while let Some(one) = listed.next().await {
        match one.map_err(AwsError::from) {
            // Some types list nothing without properties of which the registry does not say so.
            Err(error) if error.has_code("InvalidRequestException") => return Ok(Vec::new()),
            one => objects.push(described(type_, one?)?),
        }
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
    aws.memo().remove(&memo_key(type_));
}

fn memo_key(type_: &Definition) -> String {
    format!("cloud control {}", type_.name)
}
