//! Tags, and the two by which we know what is ours.

use std::collections::BTreeMap;

use language::diagnostic::Severity;
use language::schema::Finding;
use language::value::{Path, Value, unknown};

/// Tags by key, as specs write them and every kind reads them.
pub type Tags = BTreeMap<String, String>;

/// The tag that names the stack which owns an object.
pub const STACK: &str = "diatonic:stack";
/// The tag that names the object's address in its stack.
pub const ADDRESS: &str = "diatonic:address";

/// Whether a tag says whose an object is, and is not the user's own.
pub fn is_ownership(key: &str) -> bool {
    key == STACK || key == ADDRESS
}

/// The tags in the spec of an object; none where its kind has none.
pub fn of(spec: &Value) -> Tags {
    let tags = spec.get("tags").cloned().unwrap_or_default();
    serde_json::from_value(tags).unwrap_or_default()
}

/// Whether an object has all of these tags, with these values.
pub fn include(tags: &Tags, wanted: &Tags) -> bool {
    wanted.iter().all(|(key, value)| tags.get(key) == Some(value))
}

/// Whether tags are ours. Where it is not known which ours are, none is.
pub fn are_ours(tags: &Tags, ownership: &Tags) -> bool {
    !ownership.is_empty() && include(tags, ownership)
}

/// Tags as AWS lists them, without those that AWS sets itself and nobody may change.
pub fn from_aws<K: Into<String>, V: Into<String>>(tags: impl IntoIterator<Item = (K, V)>) -> Tags {
    tags.into_iter()
        .map(|(key, value)| (key.into(), value.into()))
        .filter(|(key, _)| !key.starts_with("aws:"))
        .collect()
}

/// What must be written and what removed to get from one set of tags to another.
#[derive(Debug, PartialEq, Eq)]
pub struct TagChanges {
    pub set: Tags,
    pub remove: Vec<String>,
}

/// The changes from `live` to `desired`; nothing where they are equal.
pub fn changes(desired: &Tags, live: &Tags) -> Option<TagChanges> {
    let set: Tags = desired
        .iter()
        .filter(|(key, value)| live.get(*key) != Some(value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let remove: Vec<String> =
        live.keys().filter(|key| !desired.contains_key(*key)).cloned().collect();
    (!set.is_empty() || !remove.is_empty()).then_some(TagChanges { set, remove })
}

/// What AWS refuses in tags, whatever they are on. `path` is where the tags stand.
pub fn check(tags: &Tags, path: &Path) -> Vec<Finding> {
    const MOST: usize = 50;
    let mut findings = Vec::new();
    if tags.len() > MOST {
        let count = tags.len();
        findings.push(Finding {
            severity: Severity::Error,
            path: path.clone(),
            about_key: true,
            message: "too many tags".to_owned(),
            why: format!("there are {count}, with those of the environment and of the stack"),
            help: Some(format!("AWS accepts at most {MOST}")),
        });
    }
    for (key, value) in tags {
        let key_fault = foreign(key).or_else(|| unfit(key, "name", 128));
        let value_fault = unfit(value, "value", 256);
        for (about_key, fault) in [(true, key_fault), (false, value_fault)] {
            findings.extend(fault.map(|Fault { message, why, help }| Finding {
                severity: Severity::Error,
                path: path.key(key),
                about_key,
                message,
                why,
                help: Some(help),
            }));
        }
    }
    findings
}

/// What is wrong with a name or a value.
struct Fault {
    message: String,
    why: String,
    help: String,
}

fn foreign(key: &str) -> Option<Fault> {
    key.to_lowercase().starts_with("aws:").then(|| Fault {
        message: format!("the tag `{key}` belongs to AWS"),
        why: "AWS alone sets tags that start with `aws:`".to_owned(),
        help: "name it otherwise".to_owned(),
    })
}

fn unfit(text: &str, what: &str, longest: usize) -> Option<Fault> {
    if unknown::in_text(text) {
        return None;
    }
    let length = text.chars().count();
    if length > longest {
        return Some(Fault {
            message: format!("the {what} of a tag is too long"),
            why: format!("this has {length} characters"),
            help: format!("AWS accepts at most {longest}"),
        });
    }
    let refused = text.chars().find(|character| !is_tag_character(*character))?;
    Some(Fault {
        message: format!("bad characters in the {what} of a tag"),
        why: format!("`{refused}` cannot stand in this"),
        help: "tags take letters, digits, spaces and `_.:/=+-@`".to_owned(),
    })
}

/// Whether AWS accepts a character in the name and the value of a tag.
pub fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || "_.:/=+-@".contains(character)
}
