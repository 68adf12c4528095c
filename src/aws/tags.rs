//! Tags, and the two by which we know what is ours.

use std::collections::BTreeMap;

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
