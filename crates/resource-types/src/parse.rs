//! A registry schema, read.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::dialect::Dialect;
use crate::handlers::Handlers;
use crate::left_out::LeftOut;
use crate::marks::Marks;
use crate::path::PropertyPath;
use crate::resource_type::ResourceType;
use crate::secrets;
use crate::tags::TagProperty;

/// A schema that is none of the registry's.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    #[error("{0}: a registry schema is a JSON object with `properties`")]
    NoSchema(String),
    #[error("{name}: {error}")]
    NotRead { name: String, error: serde_json::Error },
}

/// Reads a schema as the registry publishes it.
pub fn parse(name: &str, registry: &Value) -> Result<ResourceType, ParseError> {
    parse_noting(name, registry, &mut Vec::new())
}

/// The same, noting what of the schema could not be taken over.
pub fn parse_noting(
    name: &str,
    registry: &Value,
    left_out: &mut Vec<LeftOut>,
) -> Result<ResourceType, ParseError> {
    if !registry.get("properties").is_some_and(Value::is_object) {
        return Err(ParseError::NoSchema(name.to_owned()));
    }
    let paths = |keyword: &str| {
        let list = registry.get(keyword).and_then(Value::as_array).into_iter().flatten();
        let paths = list.filter_map(|path| PropertyPath::from_pointer(path.as_str()?));
        paths.collect::<Vec<_>>()
    };
    let mut marks = Marks::new(Dialect::new(registry, left_out).root());
    let (read_only, create_only) = (paths("readOnlyProperties"), paths("createOnlyProperties"));
    let write_only = paths("writeOnlyProperties");
    // What the registry has in both lists is given at creation or invented then.
    let given: BTreeSet<&PropertyPath> = create_only.iter().collect();
    let read_only: Vec<PropertyPath> =
        read_only.iter().filter(|path| !given.contains(path)).cloned().collect();
    let read_only = read_only.iter().map(|path| marks.remove_read_only(path)).collect();
    let create_only = create_only.iter().map(|path| marks.set(path, "x-create-only")).collect();
    let write_only = write_only.iter().map(|path| marks.set(path, "x-write-only"));
    let write_only: Vec<PropertyPath> = write_only.collect();
    for path in &write_only {
        marks.set_texts_within(path, "x-sensitive", &secrets::is_secret);
    }
    let published = marks.finish();
    let schema = serde_json::from_value(published.clone())
        .map_err(|error| ParseError::NotRead { name: name.to_owned(), error })?;
    let additional = registry.get("additionalIdentifiers").and_then(Value::as_array);
    let additional = additional.into_iter().flatten().map(|set| {
        let set = set.as_array().into_iter().flatten();
        set.filter_map(|path| PropertyPath::from_pointer(path.as_str()?)).collect()
    });
    let transforms = registry.get("propertyTransform").and_then(Value::as_object);
    let transformed = transforms.into_iter().flatten().filter_map(|(path, expression)| {
        Some((PropertyPath::from_pointer(path)?, expression.as_str()?.to_owned()))
    });
    Ok(ResourceType {
        name: name.to_owned(),
        schema,
        identifier: paths("primaryIdentifier"),
        additional_identifiers: additional.collect(),
        read_only,
        create_only,
        write_only,
        conditional_create_only: paths("conditionalCreateOnlyProperties"),
        transformed: transformed.collect(),
        tags: TagProperty::of(registry, &published),
        handlers: Handlers::of(registry),
        published,
    })
}
