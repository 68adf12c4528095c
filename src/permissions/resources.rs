//! What an action is on: the ARNs that kinds declare, filled from the specs.

use std::collections::BTreeMap;

use crate::kind::Place;
use crate::value::{Value, auto, unknown};

/// How the names of objects stand in policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names<'a> {
    /// Each by itself: exactly what the specs say now.
    Exact,
    /// By what they all start with, where they do, so that what is added and what was taken out of the
    /// specs is covered too.
    Prefix(&'a str),
}

/// A resource as the ARNs of its kind need it.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub place: &'a Place,
    pub spec: &'a Value,
    /// The outputs that follow from the identity.
    pub outputs: &'a BTreeMap<String, Option<String>>,
    pub names: Names<'a>,
}

/// A value of a field, and what stands for the last `*` of the field's path.
pub(super) struct Match<'a> {
    pub value: &'a Value,
    pub key: Option<&'a str>,
}

impl Subject<'_> {
    /// An ARN with every `{word}` replaced. `key` is what `{key}` stands for.
    pub(super) fn fill(&self, arn: &str, key: Option<&str>) -> String {
        let mut filled = String::with_capacity(arn.len());
        let mut rest = arn;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(&self.word(word, key));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn word(&self, word: &str, key: Option<&str>) -> String {
        match word {
            "partition" => self.place.partition.to_owned(),
            "region" => self.place.region.clone(),
            "account" => self.place.account.clone(),
            "key" => key.unwrap_or("*").to_owned(),
            field => {
                let found = matches(self.spec, field);
                let written = found.first().and_then(|found| known_text(found.value));
                let predicted = || self.outputs.get(field).cloned().flatten();
                let text = written.or_else(predicted);
                text.map_or_else(|| "*".to_owned(), |text| self.named(text))
            }
        }
    }

    /// A name as the policies are to have it.
    fn named(&self, name: String) -> String {
        let Names::Prefix(prefix) = self.names else {
            return name;
        };
        let start = format!("{prefix}-");
        match name.find(&start) {
            Some(position) if !prefix.is_empty() => {
                let end = position + start.len();
                format!("{}*", name.get(..end).unwrap_or(&name))
            }
            _ => name,
        }
    }

    /// What a value names by an ARN of a sort such as `arn:{partition}:iam::{account}:role/*`: nothing if
    /// it is the ARN of something else, and everything of the sort if it is not known.
    pub(super) fn of_sort(&self, value: &Value, sort: &str) -> Option<String> {
        let all = self.fill(sort, None);
        let Some(text) = known_text(value).filter(|text| text.starts_with("arn:")) else {
            return Some(all);
        };
        (sort_of(&text) == sort_of(&all)).then(|| self.named(text))
    }

    /// The key that a value names. Policies name keys by their own ARNs, never by aliases.
    pub(super) fn key(&self, value: &Value) -> String {
        const KEYS: &str = "arn:{partition}:kms:{region}:{account}:key/*";
        let exactly = self.of_sort(value, KEYS);
        exactly.unwrap_or_else(|| self.fill(KEYS, None))
    }
}

/// Service and type of the resource in an ARN: `iam` and `role`.
fn sort_of(arn: &str) -> (Option<&str>, Option<&str>) {
    let mut parts = arn.splitn(6, ':').skip(2);
    let service = parts.next();
    let resource = parts.nth(2);
    (
        service,
        resource.and_then(|resource| resource.split([':', '/']).next()),
    )
}

/// A text with `*` for what AWS has yet to invent.
fn known_text(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    Some(unknown::replace(text, "*"))
}

/// The values that a path such as `groups.*.role` leads to, without those that say nothing.
pub(super) fn matches<'a>(spec: &'a Value, path: &str) -> Vec<Match<'a>> {
    let mut found = vec![Match {
        value: spec,
        key: None,
    }];
    for step in path.split('.') {
        found = found
            .into_iter()
            .flat_map(|found| inside(&found, step))
            .collect();
    }
    found.retain(|found| says_something(found.value));
    found
}

fn inside<'a>(outer: &Match<'a>, step: &str) -> Vec<Match<'a>> {
    match (outer.value, step) {
        (Value::Object(object), "*") => (object.iter())
            .map(|(key, value)| Match {
                value,
                key: Some(key),
            })
            .collect(),
        (Value::Array(list), "*") => (list.iter())
            .map(|value| Match { value, key: None })
            .collect(),
        (Value::Object(object), field) => (object.get(field).into_iter())
            .map(|value| Match {
                value,
                key: outer.key,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty() && !auto::accepts_any(value),
        Value::Array(list) => !list.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Object(_) => true,
    }
}
