//! What to say of a value that is not of the type of its variable, or of no type at all.

use super::declaration::Declaration;
use super::noun::Noun;
use super::provided::Source;
use super::variable_type::Mismatch;
use crate::read::node::Entry;
use crate::read::spelling::{changed_number, plain_number};
use language::diagnostic::Diagnostic;
use language::value::Path;

/// There is no type of this name.
pub fn no_such_type(entry: &Entry, type_text: &str) -> Diagnostic {
    Diagnostic::new(format!("there is no type `{type_text}`"))
        .at(entry.value.span_of(&Path::field("type")), "nothing has this type")
        .help(
            "a type is `string`, `number`, `bool`, `list`, `map` or `any`, or with the \
             type of what it holds: `list(string)`, `map(number)`",
        )
}

/// The value that `source` gives a variable does not become one of its type.
pub fn mismatch(
    noun: Noun,
    mismatch: Mismatch,
    name: &str,
    entry: &Entry,
    declaration: &Declaration,
    source: &Source,
) -> Diagnostic {
    match mismatch {
        Mismatch::Type(path, why) => {
            let span = match source {
                Source::Written(node) if path.is_root() => node.span,
                Source::Written(node) => node.span_of(&path),
                _ => entry.value.span_of(&Path::field("type")),
            };
            let why = match (source.as_given(name), path.is_root()) {
                (None, _) => format!("this is {why}"),
                (Some(source), true) => format!("{source} is {why}"),
                (Some(source), false) => format!("`{path}` of {source} is {why}"),
            };
            Diagnostic::new(format!("wrong type for {noun} `{name}`"))
                .at(span, why)
                .help(format!("it is declared as `{}`", declaration.type_text()))
        }
        Mismatch::Spelling(_, _) if declaration.sensitive => {
            Diagnostic::new(format!("the number that `{name}` is would not keep how it is written"))
                .at(entry.key_span, "what it is given is sensitive, and not shown")
                .help("put it in quotes, or declare `type: string`")
        }
        Mismatch::Spelling(number, span) => match source {
            Source::Written(_) => changed_number(&number, span),
            _ => {
                let text = "declare it as `type: string` if text is meant";
                Diagnostic { labels: Vec::new(), ..changed_number(&number, span) }
                    .at(entry.key_span, format!("`{name}` is given this"))
                    .help(match plain_number(&number) {
                        None => text.to_owned(),
                        Some(plain) => format!("{text}; give it {plain} if a number is"),
                    })
            }
        },
    }
}

/// What is wrong with a text from outside that is to be YAML. The words may quote it.
pub fn malformed(
    name: &str,
    entry: &Entry,
    source: &Source,
    fault: Diagnostic,
    is_secret: bool,
) -> Diagnostic {
    let given = source.as_given(name).unwrap_or_default();
    let why = fault.labels.into_iter().next().map(|label| label.text);
    let why = why.filter(|why| !is_secret && !why.is_empty());
    Diagnostic::new(format!("{given} is not a value"))
        .at(
            entry.value.span_of(&Path::field("type")),
            why.unwrap_or_else(|| "it is to be read as YAML, and is none".to_owned()),
        )
        .help("put it in quotes, inside those of the shell, or declare it as `type: string`")
}
