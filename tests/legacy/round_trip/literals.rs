//! Ids and ARNs that stand in specs as text, where a reference could stand.

use std::collections::{BTreeMap, BTreeSet};

use compiler::Address;
use engine::graph::{self, Graph};
use language::value::{Path, Segment};
use serde_json::Value;

use super::live::{Object, Project};

/// Says which fields of a project's specs hold what another of its objects is known by, and do not refer
/// to it. There may be such where
///
/// - two objects have the same text, so that it does not say which is meant,
/// - the text is what its own object is known by,
/// - it stands among words for people,
/// - or the reference would close a cycle.
pub fn none(project: &Project) -> Result<(), String> {
    let graph = graph::build(&project.stack).map_err(|error| format!("{error:?}"))?;
    let known = known(project);
    let mut found = Vec::new();
    for object in project.objects.values() {
        let mut texts = Vec::new();
        collect(&object.evaluation.spec, &mut Path::root(), &mut texts);
        let resource = &project.stack.resources[&object.address];
        texts.retain(|(path, _)| {
            let field = path.first_key().unwrap_or_default();
            !resource.kind.identity_fields().contains(field)
                || resource.kind.facts().parent_field() == Some(field)
        });
        for (path, text) in texts {
            for (name, address) in known.iter().filter(|(name, _)| holds(&text, name)) {
                let refers = refers(object, &path, address);
                if !refers && *address != object.address && !leads(&graph, address, &object.address)
                {
                    found.push(format!("{} {path}: {name} of {address} in {text}", object.address));
                }
            }
        }
    }
    match found.is_empty() {
        true => Ok(()),
        false => Err(format!("literal: {found:#?}")),
    }
}

/// The ids, names and ARNs that are those of one object alone.
fn known(project: &Project) -> BTreeMap<String, Address> {
    let mut known: BTreeMap<String, BTreeSet<&Address>> = BTreeMap::new();
    for object in project.objects.values() {
        for output in ["id", "arn", "name"] {
            if let Some(Some(text)) = object.outputs.get(output) {
                known.entry(text.clone()).or_default().insert(&object.address);
            }
        }
    }
    let only = |addresses: BTreeSet<&Address>| match addresses.len() {
        1 => addresses.into_iter().next().cloned(),
        _ => None,
    };
    let known = known.into_iter();
    known.filter_map(|(text, addresses)| Some((text, only(addresses)?))).collect()
}

/// Whether a text holds a name as a whole, and not among words for people.
fn holds(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || "_-".contains(c);
    let is_prose = text.contains(' ') && !text.starts_with('{') && !name.contains(':');
    !is_prose
        && text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + name.len()..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
}

fn refers(object: &Object, path: &Path, to: &Address) -> bool {
    let references = object.evaluation.references.iter();
    references
        .filter(|reference| reference.to == *to)
        .any(|reference| path.to_string().starts_with(&reference.field.to_string()))
}

/// Whether one resource refers to another, by way of others perhaps.
fn leads(graph: &Graph, from: &Address, to: &Address) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending = vec![from.clone()];
    while let Some(next) = pending.pop() {
        if next == *to {
            return true;
        }
        if seen.insert(next.clone()) {
            pending.extend(graph.edges_from(&next).map(|edge| edge.to.clone()));
        }
    }
    false
}

fn collect(value: &Value, path: &mut Path, found: &mut Vec<(Path, String)>) {
    match value {
        Value::String(text) => found.push((path.clone(), text.clone())),
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                path.push(Segment::Index(index));
                collect(value, path, found);
                path.pop();
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                path.push(Segment::Key(key.clone()));
                collect(value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}
