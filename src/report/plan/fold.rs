//! Steps that are alike but for their names, each group of which is told once.

use std::collections::HashMap;

use super::body::Body;
use crate::report::escape::{Part, parts};
use crate::report::plan_json::ShownStep;
use compiler::Address;

/// What stands for the name of each of several alike.
pub(super) const OWN_NAME: &str = "<name>";

/// The steps in groups, in the order of the first of each. Two are alike where they say the same once the name
/// that tells each from others is taken for [`OWN_NAME`], so that nothing is lost by telling one of them.
pub(super) fn alike(steps: Vec<(&ShownStep, Body)>) -> Vec<Vec<(&ShownStep, Body)>> {
    let mut groups: Vec<Vec<(&ShownStep, Body)>> = Vec::new();
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    for (step, body) in steps {
        let lines: Vec<String> =
            body.lines.iter().map(|line| with_own_name(line, own_name(&step.address))).collect();
        let what = format!("{} {:?} {:?}", step.address.kind, step.action, step.phase);
        let key = (what, lines.join("\n"));
        match places.get(&key) {
            Some(place) if !lines.is_empty() => {
                groups[*place].push((step, Body { lines, ..body }));
            }
            _ => {
                places.insert(key, groups.len());
                groups.push(vec![(step, body)]);
            }
        }
    }
    for group in &mut groups {
        // The others have the common lines.
        if let [first, second, ..] = group.as_mut_slice() {
            first.1.lines.clone_from(&second.1.lines);
        }
    }
    groups
}

/// The word that an instance or a block is told by.
fn own_name(address: &Address) -> &str {
    address.key.as_deref().unwrap_or(&address.name)
}

/// A line of a report with the mark in place of a name.
fn with_own_name(line: &str, name: &str) -> String {
    let parts = parts(line).into_iter();
    let named = parts.map(|part| match part {
        Part::Text(text) => replaced(text, name),
        other => other.to_report(),
    });
    named.collect()
}

/// A text with the mark in place of a name, wherever that stands as a word of its own.
fn replaced(line: &str, name: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(at) = rest.find(name).filter(|_| !name.is_empty()) {
        let (before, from) = rest.split_at(at);
        let after = &from[name.len()..];
        let is_alone = !(text.chars().last().filter(|_| before.is_empty()))
            .or(before.chars().last())
            .is_some_and(is_word)
            && !after.chars().next().is_some_and(is_word);
        text.push_str(before);
        text.push_str(if is_alone { OWN_NAME } else { name });
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        assert_eq!(with_own_name("name: \"shop-dev-a\"", "a"), "name: \"shop-dev-<name>\"");
        assert_eq!(with_own_name("tags: aa a_b", "a"), "tags: aa a_b");
        assert_eq!(with_own_name("x", ""), "x");
        assert_eq!(with_own_name("users/users", "users"), "<name>/<name>");
    }
}
