//! The fields of live objects that hold what a state marks as sensitive.

use std::collections::BTreeSet;

use crate::inventory::{ImportCandidate, Inventory};
use language::value::{Path, Segment, Value, parts};

/// The fields of a live object that may hold what the state marks as sensitive in any resource that is the
/// object or a part of it.
pub fn secret_fields(
    inventory: &Inventory,
    candidate: &ImportCandidate,
    live: &Value,
) -> BTreeSet<Path> {
    let instances = candidate.instances().map(|id| inventory.instance(id));
    let marked = instances.flat_map(|instance| &instance.sensitive);
    marked.flat_map(|names| nearest(live, names)).collect()
}

/// The fields of the last of these names that the object has: what the mark is on, or what is around it.
fn nearest(live: &Value, names: &[String]) -> Vec<Path> {
    let found = names.iter().rev().map(|name| named(live, name));
    found.into_iter().find(|fields| !fields.is_empty()).unwrap_or_default()
}

fn named(value: &Value, name: &str) -> Vec<Path> {
    let mut found = Vec::new();
    collect(value, name, &mut Path::root(), &mut found);
    found
}

fn collect(value: &Value, name: &str, path: &mut Path, found: &mut Vec<Path>) {
    for (segment, value) in parts(value) {
        let is_it = matches!(&segment, Segment::Key(key) if key == name);
        path.push(segment);
        match is_it {
            true => found.push(path.clone()),
            false => collect(value, name, path, found),
        }
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mark_is_found_by_its_name_or_by_what_is_around_it() {
        let live = json!({
            "name": "f",
            "environment": { "TOKEN": "a", "STAGE": "b" },
            "url": { "cors": [{ "token": "c" }] },
        });
        let fields = |names: &[&str]| -> Vec<String> {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let fields = nearest(&live, &names);
            fields.iter().map(ToString::to_string).collect()
        };
        assert_eq!(fields(&["environment", "variables", "TOKEN"]), ["environment.TOKEN"]);
        assert_eq!(fields(&["environment", "variables"]), ["environment"]);
        assert_eq!(fields(&["token"]), ["url.cors[0].token"]);
        assert_eq!(fields(&["password"]), Vec::<String>::new());
    }
}
