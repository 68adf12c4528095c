//! YAML as Terraform writes it: blocks, texts in double quotes or, where they have lines, as literals.

use std::fmt::Write as _;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use super::json::json;
use super::limits::check_length;
use crate::value::Value;

/// The column after which a long text goes on in the next line, at a space.
const WIDTH: usize = 80;
/// The longest key that stands before a `:` in one line, in bytes.
const SIMPLE_KEY: usize = 128;
const INDENT: usize = 2;

pub(super) fn functions() -> Vec<Function> {
    vec![examines("yamlencode(value)", "The value as YAML text.", 1..=1, yamlencode)]
}

fn yamlencode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let value = arguments::value(arguments, 0, "the value")?;
    let mut writer = Writer::default();
    writer.node(value, 0)?;
    if !writer.text.ends_with('\n') {
        writer.text.push('\n');
    }
    // Without this, nothing would say that a plain scalar ends there.
    if matches!(value, Value::Null | Value::Bool(_) | Value::Number(_)) {
        writer.text.push_str("...\n");
    }
    Ok(writer.text.into())
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Where the line that is written starts.
    line_start: usize,
}

impl Writer {
    /// Writes a node whose items stand at an indent. The first stands where the line is now.
    fn node(&mut self, value: &Value, indent: usize) -> Result<(), String> {
        check_length(self.text.len())?;
        match value {
            Value::Array(list) if list.is_empty() => self.text.push_str("[]"),
            Value::Object(map) if map.is_empty() => self.text.push_str("{}"),
            Value::Array(list) => {
                for (position, element) in list.iter().enumerate() {
                    if position > 0 {
                        self.next_line(indent);
                    }
                    self.text.push_str("- ");
                    self.node(element, indent + INDENT)?;
                }
            }
            Value::Object(map) => {
                for (position, (key, value)) in map.iter().enumerate() {
                    if position > 0 {
                        self.next_line(indent);
                    }
                    self.entry(key, value, indent)?;
                }
            }
            Value::String(text) if may_be_literal(text) => self.literal(text, indent),
            Value::String(text) => self.quoted(text, Some(indent)),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.text.push_str(&json(value)),
        }
        Ok(())
    }

    fn entry(&mut self, key: &str, value: &Value, indent: usize) -> Result<(), String> {
        let is_simple = !key.contains(is_break) && key.len() <= SIMPLE_KEY;
        if !is_simple {
            self.text.push_str("? ");
            match may_be_literal(key) {
                true => self.literal(key, indent + INDENT),
                false => self.quoted(key, Some(indent + INDENT)),
            }
            self.next_line(indent);
            self.text.push_str(": ");
            return self.node(value, indent + INDENT);
        }
        self.quoted(key, None);
        self.text.push(':');
        match value {
            Value::Array(list) if !list.is_empty() => {
                self.next_line(indent);
                self.node(value, indent)
            }
            Value::Object(map) if !map.is_empty() => {
                self.next_line(indent + INDENT);
                self.node(value, indent + INDENT)
            }
            scalar => {
                self.text.push(' ');
                self.node(scalar, indent + INDENT)
            }
        }
    }

    /// Starts a line, unless a literal has just ended one.
    fn next_line(&mut self, indent: usize) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.line_start = self.text.len();
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    /// The lines of a text below a `|`. What is behind it tells of spaces before the first, and of ends of lines behind
    /// the last.
    fn literal(&mut self, text: &str, indent: usize) {
        self.text.push('|');
        if text.starts_with([' ', '\n']) {
            let _ = write!(self.text, "{INDENT}");
        }
        let without_end = text.strip_suffix('\n');
        match without_end {
            None => self.text.push('-'),
            Some(rest) if rest.is_empty() || rest.ends_with('\n') => self.text.push('+'),
            Some(_) => {}
        }
        self.text.push('\n');
        let indent = indent.max(INDENT);
        for (position, line) in without_end.unwrap_or(text).split('\n').enumerate() {
            if position > 0 {
                self.text.push('\n');
            }
            if !line.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', indent));
                self.text.push_str(line);
            }
        }
        if without_end.is_some() {
            self.text.push('\n');
        }
    }

    /// A text in quotes; with an indent, on several lines if it is long.
    fn quoted(&mut self, text: &str, indent: Option<usize>) {
        self.text.push('"');
        let mut column = self.text.get(self.line_start..).map_or(0, |line| line.chars().count());
        let mut symbols = text.char_indices().peekable();
        let mut after_space = false;
        while let Some((place, symbol)) = symbols.next() {
            let next = symbols.peek().map(|(_, next)| *next);
            let is_inside = place > 0 && next.is_some();
            match indent {
                Some(indent) if symbol == ' ' && !after_space && column > WIDTH && is_inside => {
                    self.next_line(indent.max(INDENT));
                    column = indent.max(INDENT);
                    if next == Some(' ') {
                        self.text.push('\\');
                        column += 1;
                    }
                }
                _ => column += self.escaped(symbol),
            }
            after_space = symbol == ' ';
        }
        self.text.push('"');
    }

    /// Writes a character as it stands in quotes, and tells how wide that is.
    fn escaped(&mut self, symbol: char) -> usize {
        let short = match symbol {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\u{1b}' => 'e',
            '"' => '"',
            '\\' => '\\',
            '\u{85}' => 'N',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            printable if is_printable(printable) => {
                self.text.push(printable);
                return 1;
            }
            other => {
                let code = u32::from(other);
                let escape = match code {
                    0..=0xff => format!("\\x{code:02X}"),
                    0x100..=0xffff => format!("\\u{code:04X}"),
                    _ => format!("\\U{code:08X}"),
                };
                self.text.push_str(&escape);
                return escape.len();
            }
        };
        self.text.push('\\');
        self.text.push(short);
        2
    }
}

fn is_break(symbol: char) -> bool {
    matches!(symbol, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Terraform escapes what is beyond 16 bits.
fn is_printable(symbol: char) -> bool {
    matches!(symbol,
        '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// Whether a text has lines, and nothing that a literal cannot hold: spaces at the ends of lines, and what is escaped.
fn may_be_literal(text: &str) -> bool {
    let is_plain = |symbol: char| is_printable(symbol) && (symbol == '\n' || !is_break(symbol));
    text.contains('\n')
        && !text.ends_with(' ')
        && !text.contains(" \n")
        && text.chars().all(is_plain)
}
