//! What to write into the environment's file before specs are written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::markdown::block;
use migration::proposals::Prefix;
use migration::proposals::Proposals;

const MEANING: &str = "\n## Before specs are written\n\n\
    These lines in the environment's file say once what would stand in each spec otherwise. Nothing changes by \
    them in AWS.\n";

/// The section; nothing where nothing is proposed.
pub(super) fn render(proposals: &Proposals) -> String {
    match lines(proposals) {
        lines if lines.is_empty() => lines,
        lines => format!("{MEANING}{}", block(&lines)),
    }
}

/// The same for a terminal.
pub fn in_short(proposals: &Proposals) -> String {
    match lines(proposals) {
        lines if lines.is_empty() => lines,
        lines => format!(
            "the specs come out shorter with this in the environment's file, before they are written:\n{lines}"
        ),
    }
}

/// The same for programs.
pub(super) fn json(proposals: &Proposals) -> Value {
    json!({
        "name_prefix": proposals.name_prefix.as_ref().map(|prefix| &prefix.prefix),
        "tags": proposals.tags,
    })
}

/// Lines of YAML, each with four spaces before it.
fn lines(proposals: &Proposals) -> String {
    let mut lines = String::new();
    if let Some(Prefix { prefix, names }) = &proposals.name_prefix {
        let (having, all) = names;
        lines.push_str(&format!(
            "    name_prefix: {prefix} # {having} of {all} names begin with it\n"
        ));
    }
    if !proposals.tags.is_empty() {
        let tags: BTreeMap<&str, &BTreeMap<String, String>> = [("tags", &proposals.tags)].into();
        let text = serde_saphyr::to_string(&tags).unwrap_or_default();
        lines.extend(text.lines().map(|line| format!("    {line}\n")));
    }
    lines
}
