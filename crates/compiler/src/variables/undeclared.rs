//! Variables that are given a value although no spec declares them.

use std::collections::BTreeMap;

use crate::environment::Loaded;
use crate::read::node::Entry;
use language::diagnostic::{Diagnostic, Diagnostics, suggestion};

/// Says which variables are given a value although no spec declares them.
pub fn report_undeclared(
    declared: &BTreeMap<String, Entry>,
    environment: &Loaded,
    command_line: &[(String, String)],
    diagnostics: &mut Diagnostics,
) {
    let undeclared = |name: &str, given: &str| {
        let names = declared.keys().map(String::as_str);
        let declare =
            format!("declare it in a spec: `variables: {{ {name}: {{ type: string }} }}`");
        Diagnostic {
            is_missing: true,
            ..Diagnostic::new(format!("undeclared variable `{name}`{given}"))
                .help(declare)
                .maybe_help(suggestion(name, names))
        }
    };
    let is_undeclared = |name: &String| !declared.contains_key(name);
    for entry in environment.variables() {
        if is_undeclared(&entry.key) {
            diagnostics.push(
                undeclared(&entry.key, "")
                    .at(entry.key_span, "no spec declares it, so it would have no effect"),
            );
        }
    }
    for (name, _) in command_line.iter().filter(|(name, _)| is_undeclared(name)) {
        diagnostics.push(undeclared(name, " in `--var`"));
    }
}
