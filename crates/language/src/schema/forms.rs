//! The form in which something is to be written that is written in another one, as other tools have it.

use super::model::Schema;
use crate::value::{Object, Path, Segment, Value, unknown};

/// Keys under which others write the one value of a setting.
const WRAPPERS: [&str; 3] = ["attribute_name", "enabled", "status"];

/// Keys under which others write the entries of a map.
const HOLDERS: [&str; 1] = ["variables"];

/// What to write in the place of a value of the wrong type.
pub(super) fn written(
    schemas: &[&Schema],
    root: &Schema,
    value: &Value,
    path: &Path,
    fits: &dyn Fn(&Value) -> bool,
) -> Option<String> {
    match value {
        Value::Object(object) => unwrapped(object, path, fits).or_else(|| held(root, path)),
        Value::String(text) if !unknown::in_text(text) => as_map(schemas, root, text),
        Value::Array(list) => as_pairs(list, path, fits),
        _ => None,
    }
}

/// The value that stands in a map by itself.
fn unwrapped(object: &Object, path: &Path, fits: &dyn Fn(&Value) -> bool) -> Option<String> {
    let mut inner = WRAPPERS.iter().filter_map(|key| object.get(*key));
    let value = inner.find(|value| !value.is_object() && fits(value))?;
    let shown = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(format!("write the value alone: `{}: {shown}`", path.last_key()?))
}

/// The map whose entries stand in a map of their own.
fn held(root: &Schema, path: &Path) -> Option<String> {
    let [.., Segment::Key(around), Segment::Key(holder)] = path.segments() else {
        return None;
    };
    let is_held = HOLDERS.contains(&holder.as_str()) && !root.declares(path);
    is_held.then(|| format!("write what is in `{holder}` directly below `{around}`"))
}

/// A text as the one free field of a map, with an example of each other that is required.
fn as_map(schemas: &[&Schema], root: &Schema, text: &str) -> Option<String> {
    let mut structs = schemas
        .iter()
        .map(|schema| root.resolve(schema))
        .filter(|schema| schema.type_names() == ["object"] && schema.required.len() > 1);
    let schema = structs.next().filter(|_| structs.next().is_none())?;
    let required = schema.required.iter();
    let fields: Vec<(&String, &Schema)> = required
        .filter_map(|name| Some((name, root.resolve(schema.properties.get(name)?))))
        .collect();
    let mut free = fields.iter().filter(|(_, field)| field.is_free_text());
    let (name, _) = free.next().filter(|_| free.next().is_none())?;
    let parts = fields.iter().map(|(field, schema)| {
        let forms = schema.one_of.iter().chain(&schema.any_of);
        let mut words = std::iter::once(*schema)
            .chain(forms)
            .flat_map(|form| form.allowed.iter().chain(&form.constant));
        let word = words.find_map(Value::as_str);
        match field == name {
            true => format!("{field}: {text}"),
            false => format!("{field}: {}", word.unwrap_or("\u{2026}")),
        }
    });
    let parts: Vec<String> = parts.collect();
    Some(format!("write it as a map: `{{ {} }}`", parts.join(", ")))
}

/// A list of pairs, as CloudFormation has it, as a map.
fn as_pairs(list: &[Value], path: &Path, fits: &dyn Fn(&Value) -> bool) -> Option<String> {
    let pairs = list.iter().map(|pair| {
        let (key, value) = (pair.get("Key")?.as_str()?, pair.get("Value")?);
        Some((key.to_owned(), value.clone()))
    });
    let map: Object = pairs.collect::<Option<_>>()?;
    let (key, value) = map.iter().next()?;
    let shown =
        format!("write it as a map: `{}: {{ {key}: {} }}`", path.last_key()?, value.as_str()?);
    fits(&Value::Object(map.clone())).then_some(shown)
}
