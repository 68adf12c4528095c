//! No specs that we show say the same twice: what two blocks have alike belongs into one, by `for_each` or a component.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{files, read};

/// From how many lines on a block is worth a component.
const LARGE: usize = 4;

#[test]
fn no_block_stands_twice() {
    for project in ["docs/applications/", ""] {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut repeated = Vec::new();
        for folder in ["specs", "components"] {
            for file in files(&format!("{project}{folder}"), "yaml") {
                for (place, shape) in shapes(&file.display().to_string(), &read(&file)) {
                    if let Some(first) = seen.insert(shape, place.clone()) {
                        repeated.push(format!("{place} is {first} again"));
                    }
                }
            }
        }
        assert_eq!(repeated, [""; 0]);
    }
}

/// The large blocks of a file: where each stands, and its text without its own name.
fn shapes(file: &str, text: &str) -> Vec<(String, String)> {
    let sections: BTreeMap<String, Value> = serde_saphyr::from_str(text).expect("a spec");
    let blocks = sections.iter().filter(|(section, _)| section.contains('.'));
    let blocks = blocks.flat_map(|(section, blocks)| {
        let blocks = blocks.as_object().into_iter().flatten();
        blocks.map(move |(name, block)| (section, name, block))
    });
    let shapes = blocks.map(|(section, name, block)| {
        let shape = serde_json::to_string_pretty(block).expect("JSON").replace(name, "…");
        (format!("{file}: {section}.{name}"), format!("{section} {shape}"))
    });
    shapes.filter(|(_, shape)| shape.lines().count() >= LARGE).collect()
}
