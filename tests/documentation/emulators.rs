//! The list of what the emulators do wrong is the list in the tests.

use std::collections::BTreeMap;

use regex::Regex;

use crate::{files, read};

#[test]
fn the_list_of_quirks_is_complete() {
    let page = read("docs/emulators.md");
    let quirks = quirks();
    assert!(page.contains(&quirks), "the table of docs/emulators.md is to be:\n\n{quirks}");
}

/// A table of the cases of `tests/kinds` that do not run on both emulators, with their reasons.
fn quirks() -> String {
    let kind = Regex::new(r#"kind: "([^"]+)""#).unwrap();
    let case = Regex::new(r"^\s+(\w+): ").unwrap();
    let reason =
        Regex::new(r#"On::(Ministack|Moto)(OneWay)?\((?:"([^"]+)"|([A-Z][A-Z_]+))\)"#).unwrap();
    let mut rows = Vec::new();
    for path in files("tests/kinds", "rs") {
        let text = read(&path);
        let constants = constants(&text);
        let (mut in_kind, mut in_case) = (String::new(), String::new());
        for line in text.lines() {
            if let Some(found) = kind.captures(line) {
                in_kind = found[1].to_owned();
            } else if let Some(found) = case.captures(line) {
                in_case = found[1].to_owned();
            }
            for found in reason.captures_iter(line) {
                let why = match found.get(3) {
                    Some(text) => text.as_str(),
                    None => &constants[&found[4]],
                };
                let way = match found.get(2) {
                    Some(_) => ", one way",
                    None => "",
                };
                let emulator = found[1].to_lowercase();
                rows.push(format!("| `{in_kind}` | {in_case} | {emulator}{way} | {why} |\n"));
            }
        }
    }
    rows.sort();
    format!("| kind | case | runs on | because |\n|---|---|---|---|\n{}", rows.concat())
}

/// Reasons that several cases share.
fn constants(text: &str) -> BTreeMap<String, String> {
    let constant = Regex::new(r#"const (\w+): &str =\s*"([^"]+)";"#).unwrap();
    let found = constant.captures_iter(text);
    found.map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}
