//! The lines of a report, each in the colour of its mark.

use crate::report::escape::plain;
use crate::report::markup::text;

/// A block of lines.
pub(super) fn lines(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| one(&plain(line))).collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("<pre>{}</pre>", lines.join("\n")),
    }
}

fn one(line: &str) -> String {
    let class = match line.trim_start_matches(' ').split_once(' ') {
        Some(("+", _)) => "add",
        Some(("-", _)) => "remove",
        Some(("~", _)) => "change",
        Some(("!", _)) => "bad",
        _ => return text(line),
    };
    format!("<span class=\"{class}\">{}</span>", text(line))
}
