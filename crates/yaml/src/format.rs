//! The formatter.

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions, LineBreak};

use super::block_texts;
use super::fault::Fault;
use super::reading::value;
use super::tree::Tree;

/// The width of a line, in characters, beyond which what stands between brackets or braces gets lines of its own.
pub const WIDTH: usize = 160;

/// A text as everybody writes it: two spaces a level, lists below their keys indented, double quotes, spaces inside of
/// braces, no spaces at the ends of lines, at most one empty line. Comments, anchors, the order of keys, texts below `|`
/// and `>`, whether something stands between braces, and how lines end, are the author's.
///
/// # Errors
/// It is not YAML. A text that would mean something else, lose a comment, or be formatted otherwise the next time, is
/// refused as well.
pub fn format(text: &str) -> Result<String, Fault> {
    let meaning = value(text)?;
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let comments = comments(text)?;
    let new = formatted(text)?;
    let is_same = value(&new).is_ok_and(|value| value == meaning)
        && self::comments(&new).is_ok_and(|new| new == comments)
        && formatted(&new).is_ok_and(|again| again == new);
    if is_same { Ok(new) } else { Err(Fault::Meaning) }
}

fn formatted(text: &str) -> Result<String, Fault> {
    let options = FormatOptions {
        layout: LayoutOptions { print_width: WIDTH, indent_width: 2, line_break: LineBreak::Lf },
        language: LanguageOptions { trailing_comma: false, ..LanguageOptions::default() },
    };
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let marked = block_texts::marked(&text)?;
    let formatted = pretty_yaml::format_text(&marked, &options)
        .map_err(|error| Fault::Malformed(error.to_string().trim_end().to_owned()))?;
    Ok(block_texts::without_marks(&formatted).replace('\n', line_break))
}

/// The comments of a text, in their order.
fn comments(text: &str) -> Result<Vec<&str>, Fault> {
    let comments = Tree::of(text)?.comments;
    Ok(comments.into_iter().filter_map(|range| text.get(range)).map(str::trim_end).collect())
}
