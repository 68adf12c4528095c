//! A mistake is told once: a reference that leads nowhere makes no further errors about what stands in its place.

use compiler::{Options, compile};
use language::diagnostic::Severity;
use regex::{Captures, Regex};

use crate::project::Project;
use crate::{files, read};

/// What no example has.
const NOWHERE: &str = "${var.nowhere}";

#[test]
fn a_wrong_reference_is_one_error() {
    // Not the key of a map: what has no name cannot be checked.
    let expression = Regex::new(r"\$\{[^{}]*\}([^:]|:[^ ])").unwrap();
    let mut wrong = Vec::new();
    for path in files("docs/examples", "yaml") {
        let text = read(&path);
        for index in 0..expression.find_iter(&text).count() {
            let mistaken = with_one_replaced(&expression, &text, index);
            for message in errors_of(&mistaken) {
                if !message.contains("nowhere") {
                    wrong.push(format!("{}, expression {index}: {message}", path.display()));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

fn with_one_replaced(expression: &Regex, text: &str, wanted: usize) -> String {
    let mut index = 0;
    let replaced = expression.replace_all(text, |found: &Captures<'_>| {
        index += 1;
        match index == wanted + 1 {
            true => format!("{NOWHERE}{}", &found[1]),
            false => found[0].to_owned(),
        }
    });
    replaced.into_owned()
}

fn errors_of(spec: &str) -> Vec<String> {
    let project = Project::of_example(spec);
    let options = Options { may_lack_files: true, ..project.options("dev") };
    let diagnostics = match compile(&options) {
        Ok(stack) => engine::graph::build(&stack).err(),
        Err(failure) => Some(failure.diagnostics),
    };
    let diagnostics = diagnostics.map(|found| found.sorted()).unwrap_or_default().into_iter();
    let errors = diagnostics.filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| diagnostic.message).collect()
}
