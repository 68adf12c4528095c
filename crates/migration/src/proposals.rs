//! What to write into the environment's file before specs are written: what all objects have alike would stand in
//! each of them otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::verify::{LiveStatus, Owner};
use super::{ImportCandidate, Inventory};
use aws::tags;
use compiler::environment::Environment;

/// What fewer objects have alike says nothing.
const FEWEST: usize = 3;

/// What the environment's file could say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    pub name_prefix: Option<Prefix>,
    /// Tags that every object has which can have some, without those that the environment has.
    pub tags: BTreeMap<String, String>,
}

/// What many names begin with.
#[derive(Debug, PartialEq, Eq)]
pub struct Prefix {
    pub prefix: String,
    /// How many names do, and how many there are.
    pub names: (usize, usize),
}

/// What could be said once for all objects that can be taken over.
pub fn proposals(
    inventory: &Inventory,
    verdicts: &[LiveStatus],
    environment: &Environment,
) -> Proposals {
    let candidates = inventory.candidates.iter().zip(verdicts);
    let mut names = BTreeSet::new();
    let mut tagged = Vec::new();
    for (ImportCandidate { kind, .. }, verdict) in candidates {
        let LiveStatus::Found { live, owner: Owner::Unowned, .. } = verdict else {
            continue;
        };
        let name = live.spec.get("name").and_then(|name| name.as_str());
        names.extend(name.map(|name| (kind.name(), name)));
        if kind.is_taggable() {
            tagged.push(tags::of(&live.spec));
        }
    }
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    Proposals {
        name_prefix: prefix(&names, environment.prefix()),
        tags: shared(&tagged, &environment.tags),
    }
}

/// The longest beginning of whole words that most names have, where more have it than have `known`.
fn prefix(names: &[&str], known: &str) -> Option<Prefix> {
    let begins = |name: &str, prefix: &str| {
        let rest = name.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.starts_with('-') && rest.len() > 1)
    };
    let count = |prefix: &str| names.iter().filter(|name| begins(name, prefix)).count();
    let candidates: BTreeSet<&str> = names
        .iter()
        .flat_map(|name| name.match_indices('-').filter_map(|(at, _)| name.get(..at)))
        .filter(|prefix| !prefix.is_empty())
        .collect();
    let has_most = |prefix: &&&str| {
        let having = count(prefix);
        having >= FEWEST && 2 * having > names.len()
    };
    let longest = candidates.iter().filter(has_most).max_by_key(|it| it.len())?;
    let is_better = count(longest) > count(known) && *longest != known;
    is_better
        .then(|| Prefix { prefix: (*longest).to_owned(), names: (count(longest), names.len()) })
}

/// The tags that all objects have, without those that are known, AWS's and ours.
fn shared(tagged: &[tags::Tags], known: &tags::Tags) -> BTreeMap<String, String> {
    let Some((first, others)) = tagged.split_first() else {
        return BTreeMap::new();
    };
    let is_shared = |key: &str, value: &String| {
        let is_anybodys = !key.starts_with("aws:") && !tags::is_ownership(key);
        let is_new = known.get(key) != Some(value);
        is_anybodys && is_new && others.iter().all(|tags| tags.get(key) == Some(value))
    };
    if tagged.len() < FEWEST {
        return BTreeMap::new();
    }
    first
        .iter()
        .filter(|(key, value)| is_shared(key, value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_what_most_names_begin_with() {
        let names =
            ["aws-devops-dev-users", "aws-devops-dev-orders", "aws-devops-dev-api", "other"];
        let found = prefix(&names, "shop-dev").unwrap();
        assert_eq!((found.prefix.as_str(), found.names), ("aws-devops-dev", (3, 4)));
        assert_eq!(prefix(&names, "aws-devops-dev"), None);
        assert_eq!(prefix(&["a-b", "c-d", "e-f"], "x"), None);
        assert_eq!(prefix(&[], "x"), None);
    }

    #[test]
    fn a_tag_is_proposed_where_all_have_it() {
        let tags = |pairs: &[(&str, &str)]| -> tags::Tags {
            let pairs = pairs.iter();
            pairs.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let all = [
            tags(&[("Project", "shop"), ("Team", "web"), ("Stage", "dev")]),
            tags(&[("Project", "shop"), ("Team", "api"), ("Stage", "dev")]),
            tags(&[("Project", "shop"), ("Stage", "dev")]),
        ];
        let found = shared(&all, &tags(&[("Stage", "dev")]));
        assert_eq!(found, tags(&[("Project", "shop")]));
        assert!(shared(&all[..2], &tags(&[])).is_empty());
    }
}
