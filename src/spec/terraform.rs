//! What to write here for words of Terraform's language: who comes from there writes them by habit.

use crate::legacy;

/// Arguments that every resource has there.
const ARGUMENTS: &[(&str, &str)] = &[
    (
        "count",
        "write `enabled: ${\u{2026}}` for none or one, or `for_each` for several",
    ),
    (
        "dynamic",
        "a list or a map of a spec can be an expression: `${[for one in \u{2026} : \u{2026}]}`",
    ),
    ("provider", "write `region` for another region"),
    (
        "provisioner",
        "nothing runs beside AWS's API: do it before or after `diatonic apply`",
    ),
    (
        "tags_all",
        "write `tags`; the environment's are added by themselves",
    ),
    ("timeouts", "each wait has its limit already: take it away"),
];

/// Blocks that a configuration there is made of.
const BLOCKS: &[(&str, &str)] = &[
    ("data", "look things up in `existing`"),
    ("local", "write `locals`"),
    (
        "module",
        "there are no modules: `for_each` makes several of one block, and all files under specs/ are one stack",
    ),
    ("moved", "write `moved_from` in the block that has moved"),
    ("output", "write `outputs`"),
    (
        "provider",
        "account and region stand in environments/<name>.yaml",
    ),
    (
        "resource",
        "the kind is the section itself: `s3.bucket: { <name>: { \u{2026} } }`",
    ),
    (
        "terraform",
        "where the state is kept stands in environments/<name>.yaml",
    ),
    ("variable", "write `variables`"),
];

fn of(words: &[(&str, &'static str)], word: &str) -> Option<String> {
    let found = words.iter().find(|(known, _)| *known == word);
    found.map(|(_, help)| format!("that is Terraform's: {help}"))
}

/// What stands for an argument of a resource in a block of a kind.
pub(super) fn field(kind: &str, argument: &str) -> Option<String> {
    let field = || {
        let field = legacy::field_of(kind, argument)?;
        Some(format!("that is Terraform's: write `{field}`"))
    };
    of(ARGUMENTS, argument).or_else(field)
}

/// What stands for a block, or for the type of a resource, as a section.
pub(super) fn section(name: &str) -> Option<String> {
    let kind = || {
        let (kind, is_part) = legacy::kind_of(name)?;
        Some(match is_part {
            true => format!(
                "that is Terraform's: it is a part of the block of `{kind}` that it belongs to"
            ),
            false => format!("that is Terraform's: write `{kind}`"),
        })
    };
    of(BLOCKS, name).or_else(kind)
}
