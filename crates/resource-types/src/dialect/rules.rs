//! Rules of which properties go together.

use serde_json::{Map, Value, json};

use super::node::Node;

/// The keywords of rules that hold a list of groups: of the alternatives of each, one or at least one must be there.
/// An alternative is a list of properties that are there together.
pub(super) const ONE_OF: &str = "x-required-one-of";
pub(super) const ANY_OF: &str = "x-required-any-of";

/// The keywords of rules that hold, for a property, what must or must not be there with it.
const TOGETHER: &str = "dependentRequired";
const EXCLUDES: &str = "x-excludes";

/// The rules that keywords say by themselves: JSON Schema's, and those that cfn-lint adds.
pub(super) fn of_keywords(raw: &Node, node: &mut Node) {
    for (keyword, rule) in [("requiredXor", ONE_OF), ("requiredOr", ANY_OF)] {
        let names = raw.get(keyword).and_then(Value::as_array);
        if let Some(names) = names {
            add_group(node, rule, names.iter().map(|name| vec![name.clone()]).collect());
        }
    }
    // Some write it at a property, where it means nothing.
    if raw.contains_key("type") && !raw.contains_key("properties") {
        return;
    }
    let dependencies = ["dependencies", "dependentRequired"].map(|keyword| (keyword, TOGETHER));
    for (keyword, rule) in dependencies.into_iter().chain([("dependentExcluded", EXCLUDES)]) {
        let pairs = raw.get(keyword).and_then(Value::as_object);
        for (name, others) in pairs.into_iter().flatten() {
            let others = others.as_array().into_iter().flatten();
            others.filter_map(Value::as_str).for_each(|other| add_pair(node, rule, name, other));
        }
    }
}

/// Says that two properties are not given together.
pub(super) fn exclude(node: &mut Node, name: &str, other: &str) {
    add_pair(node, EXCLUDES, name, other);
}

fn add_pair(node: &mut Node, rule: &str, name: &str, other: &str) {
    let pairs = node.entry(rule).or_insert_with(|| json!({}));
    if let Some(pairs) = pairs.as_object_mut()
        && let Some(others) = pairs.entry(name).or_insert_with(|| json!([])).as_array_mut()
        && !others.contains(&other.into())
    {
        others.push(other.into());
    }
}

/// Adds a group of alternatives. What all of them have is required; where nothing is left of one, there is no more
/// to say.
pub(super) fn add_group(node: &mut Node, rule: &str, mut alternatives: Vec<Vec<Value>>) {
    let Some((first, others)) = alternatives.split_first() else {
        return;
    };
    let in_all = |name: &&Value| others.iter().all(|other| other.contains(name));
    let common: Vec<Value> = first.iter().filter(in_all).cloned().collect();
    if !common.is_empty()
        && let Some(required) = node.entry("required").or_insert_with(|| json!([])).as_array_mut()
    {
        required.extend(common.iter().cloned());
    }
    for alternative in &mut alternatives {
        alternative.retain(|name| !common.contains(name));
        alternative.sort_by_key(ToString::to_string);
        alternative.dedup();
    }
    if alternatives.iter().any(Vec::is_empty) {
        return;
    }
    // An alternative that another one is a part of says nothing.
    let all = alternatives.clone();
    let is_more = |one: &Vec<Value>, other: &Vec<Value>| {
        one != other && other.iter().all(|name| one.contains(name))
    };
    alternatives.retain(|one| !all.iter().any(|other| is_more(one, other)));
    alternatives.dedup();
    if let Some(groups) = node.entry(rule).or_insert_with(|| json!([])).as_array_mut() {
        let group = json!(alternatives);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
}

/// Takes out of rules what names no property, sorts what is required, and removes rules that say nothing.
pub(super) fn tidy(node: &mut Node) {
    let closed = node.get("additionalProperties") == Some(&false.into());
    if node.contains_key("properties") || closed {
        let known: Vec<String> =
            properties(node).map(Map::keys).into_iter().flatten().cloned().collect();
        let named: Vec<String> =
            named(node).into_iter().filter(|name| !known.contains(name)).collect();
        if closed {
            named.iter().for_each(|name| forget(node, name));
        }
        if let Some(Value::Array(required)) = node.get_mut("required") {
            required.retain(|name| {
                !closed || name.as_str().is_some_and(|name| known.iter().any(|one| one == name))
            });
        }
    }
    if let Some(Value::Array(required)) = node.get_mut("required") {
        required.sort_by_key(ToString::to_string);
        required.dedup();
        if required.is_empty() {
            node.remove("required");
        }
    }
}

fn properties(node: &Node) -> Option<&Node> {
    node.get("properties").and_then(Value::as_object)
}

/// The properties that the rules of an object name.
fn named(node: &Node) -> Vec<String> {
    let mut names = Vec::new();
    for rule in [ONE_OF, ANY_OF] {
        let groups = node.get(rule).and_then(Value::as_array).into_iter().flatten();
        let alternatives = groups.filter_map(Value::as_array).flatten().filter_map(Value::as_array);
        names.extend(alternatives.flatten().filter_map(Value::as_str).map(str::to_owned));
    }
    for rule in [TOGETHER, EXCLUDES] {
        let pairs = node.get(rule).and_then(Value::as_object).into_iter().flatten();
        for (name, others) in pairs {
            names.push(name.clone());
            let others = others.as_array().into_iter().flatten();
            names.extend(others.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    names
}

/// Takes a property that nobody can write out of the rules of an object. An alternative that needs it is none; where
/// one alternative of a group goes, its rule would forbid what AWS allows, so it goes too.
pub(crate) fn forget(node: &mut Node, name: &str) {
    for rule in [ONE_OF, ANY_OF] {
        if let Some(Value::Array(groups)) = node.get_mut(rule) {
            let names_it = |alternative: &Value| {
                alternative.as_array().is_some_and(|names| names.contains(&name.into()))
            };
            groups
                .retain(|group| !group.as_array().is_some_and(|group| group.iter().any(names_it)));
            if groups.is_empty() {
                node.remove(rule);
            }
        }
    }
    for rule in [TOGETHER, EXCLUDES] {
        if let Some(Value::Object(pairs)) = node.get_mut(rule) {
            pairs.remove(name);
            for others in pairs.values_mut() {
                if let Value::Array(others) = others {
                    others.retain(|other| other != name);
                }
            }
            pairs.retain(|_, others| others.as_array().is_some_and(|others| !others.is_empty()));
            if pairs.is_empty() {
                node.remove(rule);
            }
        }
    }
}
