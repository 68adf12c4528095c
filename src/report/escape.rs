//! Keeps text that comes from outside from commanding a terminal.
//!
//! Names, values and errors from AWS, specs, files and saved plans may hold characters that move the cursor,
//! that are invisible, or that reorder what stands around them. [`escaped`] writes each of these as JSON does
//! (`\u001b`), so that JSON stays JSON and still means the same. The sequences that colour our own
//! reports are behind a [mark](styled) that no text from outside can have: whatever else holds an escape
//! character, wherever it was put together, is not let through.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

/// Stands before each sequence of ours. It is random in every process, so that nobody can have put it into a
/// name or a file.
static MARK: LazyLock<String> =
    LazyLock::new(|| format!("\u{fdd0}{}\u{fdd1}", state::random_text()));

/// What begins a sequence that commands a terminal.
const ESCAPE: char = '\u{1b}';

/// A sequence of ours, such as `ESC [ 31 m`, as reports hold it.
pub(super) fn styled(sequence: &str) -> String {
    match sequence {
        "" => String::new(),
        sequence => format!("{}{sequence}", *MARK),
    }
}

/// The characters beyond ASCII that reports have of their own, and what stands for them on a terminal that knows
/// no others.
const GLYPHS: [(char, &str); 6] =
    [('→', "->"), ('←', "<-"), ('±', "+-"), ('×', "x"), ('…', "..."), ('·', "-")];

/// A text of ours, whose characters beyond ASCII have others in their place where a terminal does not know them.
pub(super) fn glyphs(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for c in text.chars() {
        if GLYPHS.iter().any(|(glyph, _)| *glyph == c) {
            marked.push_str(&MARK);
        }
        marked.push(c);
    }
    marked
}

/// A text of which every escape character is ours, as reports hold it.
pub fn ours(text: &str) -> String {
    text.replace(ESCAPE, &styled("\u{1b}"))
}

/// The characters that a reader can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Characters {
    Unicode,
    Ascii,
}

/// A report as a terminal may have it: coloured, and with nothing in it that commands or deceives.
pub fn rendered(report: &str) -> String {
    rendered_in(report, Characters::Unicode)
}

/// The same in the characters that a reader can see. What is not ours stays as it is.
pub fn rendered_in(report: &str, characters: Characters) -> String {
    let mut text = String::with_capacity(report.len());
    for part in parts(report) {
        match part {
            Part::Text(part) => text.push_str(&escaped(part)),
            Part::Colour(sequence) => text.push_str(sequence),
            Part::Glyph(glyph, _) if characters == Characters::Unicode => text.push(glyph),
            Part::Glyph(_, plain) => text.push_str(plain),
        }
    }
    text
}

/// A report without colours, and otherwise as it is: for what is kept, and escaped when it is shown.
pub fn plain(report: &str) -> String {
    let mut text = String::with_capacity(report.len());
    for part in parts(report) {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Colour(_) => {}
            Part::Glyph(glyph, _) => text.push(glyph),
        }
    }
    text
}

/// A piece of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Text(&'a str),
    /// A sequence of ours that sets colours.
    Colour(&'a str),
    /// A character of ours, and what stands for it in ASCII.
    Glyph(char, &'static str),
}

impl Part<'_> {
    /// What it is in a report.
    pub(super) fn to_report(self) -> String {
        match self {
            Part::Text(text) => text.to_owned(),
            Part::Colour(sequence) => styled(sequence),
            Part::Glyph(glyph, _) => format!("{}{glyph}", *MARK),
        }
    }
}

/// The pieces of a report, in order.
pub(super) fn parts(report: &str) -> Vec<Part<'_>> {
    let mut pieces = report.split(MARK.as_str());
    let mut parts: Vec<Part> = pieces.next().map(Part::Text).into_iter().collect();
    for piece in pieces {
        let glyph = piece.chars().next().and_then(|first| {
            let known = GLYPHS.iter().find(|(glyph, _)| *glyph == first)?;
            Some((Part::Glyph(known.0, known.1), &piece[first.len_utf8()..]))
        });
        let (special, rest) = glyph.unwrap_or_else(|| {
            let (sequence, rest) = split_sequence(piece);
            (Part::Colour(sequence), rest)
        });
        parts.extend([special, Part::Text(rest)]);
    }
    parts
}

/// The sequence that sets colours (SGR) with which a text starts, and what is behind it.
fn split_sequence(text: &str) -> (&str, &str) {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else {
        return ("", text);
    };
    let is_parameter = |c: char| c.is_ascii_digit() || c == ';';
    match parameters.find(|c| !is_parameter(c)) {
        Some(end) if parameters[end..].starts_with('m') => text.split_at("\u{1b}[".len() + end + 1),
        _ => ("", text),
    }
}

/// A text with everything in it visible but spaces, tabs and the ends of lines.
pub fn escaped(text: &str) -> Cow<'_, str> {
    escaped_but(text, |c| matches!(c, '\n' | '\t'))
}

/// A text that stands within a line: with no end of a line in it either.
pub fn in_line(text: &str) -> Cow<'_, str> {
    escaped_but(text, |_| false)
}

/// A text of which every line but the first stands further in, so that none looks like one of the report's.
pub fn hanging(text: &str) -> String {
    text.replace('\n', "\n    ")
}

fn escaped_but(text: &str, is_layout: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_shown = |c: char| is_layout(c) || !is_deceptive(c);
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if is_shown(c) => shown.push(c),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            c => push_escape(&mut shown, c),
        }
    }
    Cow::Owned(shown)
}

/// How many characters a character is written as that is not shown as it is.
pub(super) fn written_out(c: char) -> Option<usize> {
    is_deceptive(c).then(|| c.len_utf16() * "\\u0000".len())
}

/// As JSON writes it: the units of UTF-16 in hexadecimal digits.
fn push_escape(text: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
}

/// Whether a character commands a terminal, cannot be seen, or changes how others are seen: Unicode's
/// categories Cc, Cf, Zl and Zp, and the characters that no text is to hold.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::style::bad;
    use crate::report::style::bold;

    /// Text with all that is dangerous in it.
    fn hostile() -> impl Strategy<Value = String> {
        let parts = prop_oneof![
            Just("\u{1b}[2J".to_owned()),
            Just("\u{1b}]8;;http://evil\u{7}".to_owned()),
            Just("\u{9b}31m".to_owned()),
            Just("\u{202e}txt.exe".to_owned()),
            Just("\u{fdd0}\u{fdd1}\u{1b}[8m".to_owned()),
            Just("a\rb\u{8}\u{7f}\u{2028}\u{e0041}".to_owned()),
            any::<String>(),
        ];
        prop::collection::vec(parts, 0..4).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn only_our_own_colours_get_through(before in hostile(), inner in hostile(), after in hostile()) {
            let report = format!("{before}{}{after}", bold(&bad(&inner)));
            let shown = rendered(&report);
            let ours = ["\u{1b}[1m", "\u{1b}[31;1m", "\u{1b}[0m"];
            let rest = ours.iter().fold(shown.clone(), |text, ours| text.replacen(ours, "", 2));
            prop_assert!(rest.chars().all(|c| matches!(c, '\n' | '\t') || !is_deceptive(c)), "{rest:?}");
            prop_assert_eq!(plain(&report), format!("{before}{inner}{after}"));
        }

        #[test]
        fn escaped_json_is_the_same_json(text in hostile()) {
            let json = serde_json::json!({ &text: text }).to_string();
            let shown = rendered(&json);
            prop_assert_eq!(
                serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
                serde_json::json!({ &text: text })
            );
        }

        #[test]
        fn a_text_in_a_line_ends_none(text in hostile()) {
            let shown = in_line(&text);
            prop_assert!(!shown.contains(['\n', '\t', ESCAPE]), "{shown:?}");
        }
    }

    #[test]
    fn what_is_only_text_stays_as_it_is() {
        let text = "größe: 漢字 🦀\n\tلعربية \"quoted\" \\u001b";
        assert!(matches!(escaped(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn a_sequence_that_is_no_colour_is_not_let_through_even_as_ours() {
        assert_eq!(rendered(&styled("\u{1b}[2Jx")), "\\u001b[2Jx");
    }
}
