//! A live object, from the properties that a read gives.

use std::collections::BTreeMap;

use aws::{AwsError, Result};
use aws_sdk_cloudcontrol::operation::get_resource::GetResourceOutput;
use kind::LiveObject;
use language::value::{Object, Value};

use crate::definition::Definition;
use crate::identifier::text_of;

/// The object of an identifier, as a read gives its properties.
pub(crate) fn live(definition: &Definition, id: &str, properties: &str) -> Result<LiveObject> {
    let properties = parse(properties)?;
    let spec = spec(definition, &properties);
    Ok(LiveObject::read(spec.into(), outputs(definition, id, &properties), properties))
}

/// The properties in an answer.
///
/// # Errors
/// They are no JSON object.
pub(crate) fn parse(properties: &str) -> Result<Object> {
    serde_json::from_str(properties).map_err(|error| {
        AwsError::unreadable::<GetResourceOutput>(format!("its properties: {error}"))
    })
}

/// What a spec can say of the object.
pub(crate) fn spec(definition: &Definition, properties: &Object) -> Object {
    let mut spec = properties.clone();
    for path in &definition.read_only {
        remove(&mut spec, path.segments());
    }
    if let Some(form) = &definition.tags {
        form.unify(&mut spec);
        // AWS's own tags are nobody's to write.
        if let Some(Value::Object(tags)) = spec.get_mut("tags") {
            tags.retain(|key, _| !key.starts_with("aws:"));
        }
    }
    spec
}

fn outputs(
    definition: &Definition,
    id: &str,
    properties: &Object,
) -> BTreeMap<String, Option<String>> {
    let value_of = |name: &str| {
        let mut names = name.split('.');
        let first = properties.get(names.next()?)?;
        text_of(names.try_fold(first, |value, name| value.get(name))?)
    };
    let outputs = definition.outputs.iter().map(|output| match output.name.as_str() {
        "id" => ("id".to_owned(), Some(id.to_owned())),
        name => (name.to_owned(), value_of(name)),
    });
    outputs.collect()
}

/// Removes what stands at a path, in each element and entry where it has a `*`.
fn remove(object: &mut Object, path: &[String]) {
    match path {
        [] => {}
        [last] => drop(object.remove(last)),
        [first, rest @ ..] => {
            if let Some(inner) = object.get_mut(first) {
                remove_within(inner, rest);
            }
        }
    }
}

fn remove_within(value: &mut Value, path: &[String]) {
    match (value, path) {
        (Value::Array(list), [star, rest @ ..]) if star == "*" => {
            list.iter_mut().for_each(|element| remove_within(element, rest));
        }
        (Value::Object(object), [star, rest @ ..]) if star == "*" && !object.contains_key("*") => {
            object.values_mut().for_each(|entry| remove_within(entry, rest));
        }
        (Value::Object(object), path) => remove(object, path),
        _ => {}
    }
}

/// A path as a JSON pointer (RFC 6901).
pub(crate) fn pointer(path: &[String]) -> String {
    path.iter().map(|segment| format!("/{}", escaped(segment))).collect()
}

/// A key as JSON pointers have it.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
