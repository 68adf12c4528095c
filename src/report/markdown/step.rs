//! A step as a folded part.

use crate::report::escape::plain;
use crate::report::fence;
use crate::report::plan::{body, headline};
use crate::report::plan_json::ShownStep;
use crate::report::style::Mark;

/// A part that is shown by its headline alone until somebody unfolds it.
pub(super) struct Folded {
    pub whole: String,
    /// A list item in its place.
    pub headline: String,
}

pub(super) fn render(step: &ShownStep) -> Folded {
    let title = format!("{} {}", Mark::of(step.action).symbol(), step.address);
    folded(&title, &headline(step), &body(step, false).lines)
}

/// A title, what is said of it, and the lines of a report.
pub(super) fn folded(title: &str, what: &str, lines: &[String]) -> Folded {
    // What begins with a tag of a block is HTML up to the next empty line (CommonMark, 4.6).
    let summary = format!("<code>{}</code> {}", html(title), html(what));
    let summary = summary.trim_end();
    let headline = format!("- {} {}\n", code(title), in_line(what));
    if lines.is_empty() {
        return Folded { whole: headline.clone(), headline };
    }
    let lines: Vec<String> = lines.iter().map(|line| coloured(&plain(line))).collect();
    let text = lines.join("\n");
    let fence = fence::of_block(&text);
    let whole = format!(
        "<details><summary>{summary}</summary>\n\n{fence}diff\n{text}\n{fence}\n\n</details>\n"
    );
    Folded { whole, headline }
}

/// A line with its mark in the first column, where the colouring of diffs looks for it. It knows no `~`.
fn coloured(line: &str) -> String {
    let rest = line.trim_start_matches(' ');
    let indent = &line[..line.len() - rest.len()];
    match rest.split_once(' ') {
        Some((mark @ ("+" | "-" | "!"), rest)) => format!("{mark}{indent} {rest}"),
        Some(("~", rest)) => format!("!{indent} {rest}"),
        _ => line.to_owned(),
    }
}

/// A text as code within a line of Markdown, whatever is in it.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", in_line(text))
}

/// A text within a line of Markdown in which nothing is markup.
pub(super) fn in_line(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push(' '),
            // A character that is written as a number is never markup (CommonMark, 2.5).
            c if c.is_ascii_punctuation() && !"-.,:;/()".contains(c) => {
                escaped.push_str(&format!("&#{};", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text within HTML.
fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('\n', " ")
}
