//! Tags, and the two by which we know what is ours.

use std::collections::BTreeMap;

use crate::schema::Finding;
use crate::value::{Path, unknown};

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
    let remove: Vec<String> = live
        .keys()
        .filter(|key| !desired.contains_key(*key))
        .cloned()
        .collect();
    (!set.is_empty() || !remove.is_empty()).then_some(TagChanges { set, remove })
}

/// What AWS refuses in tags, whatever they are on. `path` is where the tags stand.
pub fn check(tags: &Tags, path: &Path) -> Vec<Finding> {
    const MOST: usize = 50;
    const LONGEST_KEY: usize = 128;
    const LONGEST_VALUE: usize = 256;
    let mut findings = Vec::new();
    let mut refuse = |path: Path, about_key: bool, message: String, why: String, help: &str| {
        findings.push(Finding {
            path,
            about_key,
            message,
            why,
            help: Some(help.to_owned()),
        });
    };
    if tags.len() > MOST {
        let why = format!(
            "there are {}, those of the environment and of the stack included",
            tags.len()
        );
        refuse(
            path.clone(),
            true,
            "too many tags".to_owned(),
            why,
            "AWS takes 50 at the most",
        );
    }
    for (key, value) in tags {
        if key.to_lowercase().starts_with("aws:") {
            refuse(
                path.key(key),
                true,
                format!("the tag `{key}` belongs to AWS"),
                "AWS alone sets tags that start with `aws:`".to_owned(),
                "name it otherwise",
            );
        }
        for (text, what, about_key, longest) in [
            (key, "name", true, LONGEST_KEY),
            (value, "value", false, LONGEST_VALUE),
        ] {
            if unknown::in_text(text) {
                continue;
            }
            let length = text.chars().count();
            if length > longest {
                refuse(
                    path.key(key),
                    about_key,
                    format!("the {what} of a tag is too long"),
                    format!("this has {length} characters"),
                    &format!("AWS takes {longest} at the most"),
                );
            }
            if let Some(refused) = text.chars().find(|c| !is_tag_character(*c)) {
                refuse(
                    path.key(key),
                    about_key,
                    format!("bad characters in the {what} of a tag"),
                    format!("`{refused}` cannot stand in this"),
                    "tags take letters, digits, spaces and `_.:/=+-@`",
                );
            }
        }
    }
    findings
}

/// Whether AWS takes a character in the name and the value of a tag.
pub fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || "_.:/=+-@".contains(character)
}
