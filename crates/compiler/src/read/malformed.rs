//! What is wrong with a text that is not YAML, in words for who wrote it and not for who wrote the parser.

use serde_saphyr::Error;

use language::diagnostic::{Diagnostic, FileId, Span};

/// The parser's words, what they mean, and what to do about it.
const EXPLANATIONS: &[(&str, &str, &str)] = &[
    (
        "did not find expected key", "this line is indented like none of the lines above",
        "give it as many spaces as the keys that it belongs to",
    ),
    (
        "simple key expected",
        "this is not a key: a `:` is missing",
        "write `key: value`; a text of several lines starts with `|` or `>-`",
    ),
    (
        "mapping values are not allowed",
        "a line has one `: `, and this is a second one",
        "put a text that holds `: ` in quotes, an expression too: '${a ? b : c}'",
    ),
    (
        "trailing content after double-quoted",
        "the quotes have been closed before this",
        "put a text that holds double quotes in single ones: '${file(\"name\")}'",
    ),
    (
        "trailing content after single-quoted", "the quotes have been closed before this",
        "write a single quote inside single quotes twice: 'it''s'",
    ),
    ("unclosed quote", "this quote is never closed", "add the closing quote"),
    ("unclosed bracket", "this bracket is never closed", "add the closing bracket"),
    (
        "parsing a flow",
        "a `,` or the closing bracket is expected here",
        "inside `{ }` and `[ ]`, put a text that holds a bracket, a comma or `: ` in quotes, an expression \
         too: '${…}'",
    ),
    ("tabs disallowed", "this is a tab", "indent with spaces"),
    (
        "unknown anchor", "no `&` above gives this name to anything",
        "put a text that starts with `*` in quotes",
    ),
    (
        "block sequence entries are not allowed", "a list cannot start here",
        "put the list below its key, or in brackets: [ … ]",
    ),
    (
        "non-finite float", "this is not a number that AWS accepts",
        "put it in quotes if text is meant",
    ),
    (
        "cannot deserialize null into string", "this key is `null` in YAML",
        "put it in quotes: \"Null\"",
    ),
    ("expected string scalar", "a key is text", "write `key: value`"),
    (
        "budget breached", "the file is too large or too deeply nested",
        "split the file, or nest less deeply",
    ),
    (
        "unsupported tag",
        "only standard YAML tags are supported, such as `!!str`",
        "remove the tag; instead of CloudFormation's `!Ref` and `!Sub` write an expression: \
         '${<kind>.<name>.<output>}'",
    ),
    ("replay limit", "this alias expands to too many values", "write it out, or make it a local"),
    (
        "did not find expected '-'",
        "the list above ends before this, and nothing else can follow it here",
        "start the line with `- `, or indent it as the key that it belongs to",
    ),
];

/// The parser's error at its place in the file.
pub fn diagnostic(file: FileId, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let (line, column) =
        error.location().map_or((1, 1), |location| (location.line(), location.column()));
    let place = character_at(file, text, line, column);
    if matches!(error, Error::MultipleDocuments { .. }) {
        return Diagnostic::new("two documents in one file")
            .at(place, "a second one starts here")
            .help("remove the `---`, or make two files");
    }
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said);
    let explained = EXPLANATIONS.iter().find(|(words, ..)| said.contains(words));
    let (why, help) = explained.map_or(
        (said, "check the indentation and the quotes here and in the line above"),
        |(_, why, help)| (*why, *help),
    );
    Diagnostic::new("malformed YAML").at(place, why).help(help)
}

/// The character at a line and a column, both counted from 1.
fn character_at(file: FileId, text: &str, line: u64, column: u64) -> Span {
    let before = |count: u64| usize::try_from(count.saturating_sub(1)).unwrap_or(usize::MAX);
    let lines = text.split_inclusive('\n');
    let line_start: usize = lines.take(before(line)).map(str::len).sum();
    let rest = text.get(line_start..).unwrap_or_default();
    let mut characters = rest.char_indices().skip(before(column));
    let (start, length) =
        characters.next().map_or((rest.len(), 0), |(offset, found)| (offset, found.len_utf8()));
    let offset = |bytes: usize| u32::try_from(line_start + bytes).unwrap_or(u32::MAX);
    Span { file, start: offset(start), end: offset(start + length) }
}
