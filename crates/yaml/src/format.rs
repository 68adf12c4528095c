//! The formatter.

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions, LineBreak};

use super::fault::Fault;
use super::reading::value;
use super::tree::Tree;

/// The width of a line, in characters, beyond which what stands between brackets or braces gets lines of its own.
pub const WIDTH: usize = 160;

/// A text as everybody writes it: two spaces a level, lists below their keys indented, double quotes, spaces inside of
/// braces, no spaces at the ends of lines, at most one empty line. Comments, anchors, the order of keys, and whether
/// something stands between braces, are the author's.
///
/// # Errors
/// It is no YAML. A text that would mean something else, lose a comment, or be formatted otherwise the next time, is
/// refused as well.
pub fn format(text: &str) -> Result<String, Fault> {
    let options = FormatOptions {
        layout: LayoutOptions { print_width: WIDTH, indent_width: 2, line_break: LineBreak::Lf },
        language: LanguageOptions { trailing_comma: false, ..LanguageOptions::default() },
    };
    let formatted = |text: &str| {
        pretty_yaml::format_text(text, &options)
            .map_err(|error| Fault::Malformed(error.to_string().trim_end().to_owned()))
    };
    let meaning = value(text)?;
    let comments = comments(text)?;
    let new = formatted(text)?;
    let is_same = value(&new).is_ok_and(|value| value == meaning)
        && self::comments(&new).is_ok_and(|new| new == comments)
        && formatted(&new).is_ok_and(|again| again == new);
    if is_same { Ok(new) } else { Err(Fault::Meaning) }
}

/// The comments of a text, in their order.
fn comments(text: &str) -> Result<Vec<&str>, Fault> {
    let comments = Tree::of(text)?.comments;
    Ok(comments.into_iter().filter_map(|range| text.get(range)).map(str::trim_end).collect())
}
