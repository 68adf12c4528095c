//! New values as text, in the style of the text that they come into.

use super::reading::value;
use super::style::Style;
use super::tree::Style as ScalarStyle;
use language::value::{Ordered, Value};

/// The width up to which a small map or list stands on one line.
const INLINE_WIDTH: usize = 72;

/// The words that other readers of YAML take for flags.
const FLAGS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];

/// Writes values in a style.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    pub style: Style,
}

impl Writer {
    /// A key with its value, as a line in a block whose lines start with `indent` spaces.
    pub fn entry(self, key: &str, value: &Ordered, indent: usize) -> String {
        format!("{}:{}", self.key(key), self.below_key(value, indent))
    }

    /// What stands behind the `:` of a key that has `indent` spaces before it.
    pub fn below_key(self, value: &Ordered, indent: usize) -> String {
        if let Some(lines) = self.lines(value, indent + 2) {
            return format!(" {lines}");
        }
        let below = match value {
            Ordered::List(_) => indent + self.style.list_indent,
            _ => indent + 2,
        };
        match self.parts(value, below) {
            None => format!(" {}", self.flow(value)),
            Some(parts) => {
                let lines = parts.iter().map(|part| format!("{}{part}", self.new_line(below)));
                lines.collect()
            }
        }
    }

    /// What stands behind the `- ` of an element whose `-` has `indent` spaces before it.
    pub fn element(self, value: &Ordered, indent: usize) -> String {
        let below = indent + 2;
        if let Some(lines) = self.lines(value, below) {
            return lines;
        }
        match self.parts(value, below) {
            None => self.flow(value),
            Some(parts) => parts.join(&self.new_line(below)),
        }
    }

    /// The end of a line, and the beginning of the next.
    pub fn new_line(self, indent: usize) -> String {
        format!("{}{}", self.style.line_end, " ".repeat(indent))
    }

    /// The lines of a map or list that is too large for one line, each as it stands behind `indent` spaces.
    fn parts(self, value: &Ordered, indent: usize) -> Option<Vec<String>> {
        match value {
            _ if is_small(value) => None,
            Ordered::Map(entries) => {
                Some(entries.iter().map(|(key, value)| self.entry(key, value, indent)).collect())
            }
            Ordered::List(list) => Some(
                list.iter().map(|value| format!("- {}", self.element(value, indent))).collect(),
            ),
            Ordered::Scalar(_) => None,
        }
    }

    /// A text of several lines below `|`, each behind `indent` spaces; nothing where it cannot be written so.
    pub fn lines(self, value: &Ordered, indent: usize) -> Option<String> {
        let Ordered::Scalar(Value::String(text)) = value else {
            return None;
        };
        let (mark, content) = match text.strip_suffix('\n') {
            Some(content) => ("|", content),
            None => ("|-", text.as_str()),
        };
        let is_odd = |symbol: char| symbol.is_control() && symbol != '\n';
        let fits = text.contains('\n')
            && !content.ends_with('\n')
            && !content.starts_with([' ', '\n'])
            && !content.is_empty()
            && !content.contains(is_odd)
            && !content.contains('\u{feff}');
        fits.then(|| {
            let lines = content.split('\n').map(|line| match line.is_empty() {
                true => self.style.line_end.to_owned(),
                false => format!("{}{line}", self.new_line(indent)),
            });
            format!("{mark}{}", lines.collect::<String>())
        })
    }

    /// A value on one line.
    pub fn flow(self, value: &Ordered) -> String {
        match value {
            Ordered::Scalar(value) => self.scalar(value, ScalarStyle::Plain),
            Ordered::List(list) => {
                let list: Vec<String> = list.iter().map(|value| self.flow(value)).collect();
                format!("[{}]", list.join(", "))
            }
            Ordered::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Ordered::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| self.flow_entry(key, value));
                let entries: Vec<String> = entries.collect();
                let space = if self.style.brace_spaces { " " } else { "" };
                format!("{{{space}{}{space}}}", entries.join(", "))
            }
        }
    }

    /// A key with its value between braces.
    pub fn flow_entry(self, key: &str, value: &Ordered) -> String {
        format!("{}: {}", self.key(key), self.flow(value))
    }

    fn key(self, key: &str) -> String {
        self.text(key, ScalarStyle::Plain)
    }

    /// A scalar on one line, in a style as far as it can be written so.
    pub fn scalar(self, value: &Value, style: ScalarStyle) -> String {
        match value {
            Value::String(text) => self.text(text, style),
            other => other.to_string(),
        }
    }

    fn text(self, text: &str, style: ScalarStyle) -> String {
        let is_simple = !text.contains(|symbol: char| symbol.is_control() || symbol == '\u{feff}');
        let single = || format!("'{}'", text.replace('\'', "''"));
        // JSON's escapes are YAML's as well.
        let double = || Value::from(text).to_string();
        match style {
            _ if self.style.is_json || !is_simple => double(),
            ScalarStyle::Single => single(),
            ScalarStyle::Double => double(),
            _ if is_plain(text) => text.to_owned(),
            _ if text.contains(['"', '\\']) && !text.contains('\'') => single(),
            _ => double(),
        }
    }
}

/// Whether a text without quotes is read as itself, between brackets too.
fn is_plain(text: &str) -> bool {
    let starts_plainly =
        !text.starts_with(|symbol: char| "-?:,[]{}#&*!|>'\"%@`=~<".contains(symbol));
    starts_plainly
        && text.trim() == text
        && !text.contains(['[', ']', '{', '}', ','])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !FLAGS.contains(&text.to_lowercase().as_str())
        && value(text).is_ok_and(|value| value == *text)
}

/// Whether a map or a list reads best on one line: it is short, and holds nothing that has parts.
fn is_small(value: &Ordered) -> bool {
    let width = |value: &Ordered| match value {
        Ordered::Scalar(Value::String(text)) => (!text.contains('\n')).then_some(text.len()),
        Ordered::Scalar(other) => Some(other.to_string().len()),
        Ordered::List(list) => list.is_empty().then_some(2),
        Ordered::Map(entries) => entries.is_empty().then_some(2),
    };
    let widths: Option<Vec<usize>> = match value {
        Ordered::Scalar(_) => return true,
        Ordered::List(list) => list.iter().map(width).collect(),
        Ordered::Map(entries) => {
            entries.iter().map(|(key, value)| Some(key.len() + width(value)?)).collect()
        }
    };
    widths.is_some_and(|widths| widths.iter().map(|width| width + 2).sum::<usize>() <= INLINE_WIDTH)
}
