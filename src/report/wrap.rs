//! Lines that are no wider than the terminal.

use super::columns::columns_of;
use super::escape::{Part, parts};

/// How much further in the rest of a line stands than its start.
const HANG: usize = 4;

/// A report of which no line is wider than a number of columns, but where a single word is: addresses and ARNs stay
/// whole, so that they can be copied.
pub(super) fn wrapped(report: &str, columns: usize) -> String {
    let lines: Vec<String> = report.split('\n').map(|line| wrapped_line(line, columns)).collect();
    lines.join("\n")
}

/// A place in a line where it can be broken.
struct Space {
    /// Bytes of the wrapped text before and behind the spaces.
    before: usize,
    behind: usize,
    /// Columns up to the end of the spaces.
    column: usize,
}

fn wrapped_line(line: &str, columns: usize) -> String {
    let indent = indentation(line).min(columns / 2);
    let mut text = String::with_capacity(line.len());
    let mut column = 0;
    let mut space: Option<Space> = None;
    let mut has_word = false;
    for part in parts(line) {
        let Part::Text(piece) = part else {
            column += usize::from(matches!(part, Part::Glyph(..)));
            text.push_str(&part.to_report());
            continue;
        };
        for c in piece.chars() {
            let before = text.len();
            text.push(c);
            column += columns_of(c);
            if c == ' ' {
                if has_word {
                    let start = match &space {
                        // Several spaces are one place.
                        Some(last) if last.behind == before => last.before,
                        _ => before,
                    };
                    space = Some(Space { before: start, behind: text.len(), column });
                }
                continue;
            }
            has_word = true;
            if let Some(place) = space.take_if(|_| column > columns) {
                let rest = text.split_off(place.behind);
                text.truncate(place.before);
                text.push('\n');
                text.push_str(&" ".repeat(indent));
                text.push_str(&rest);
                column = indent + column - place.column;
            }
        }
    }
    text
}

/// Where the rest of a line begins.
fn indentation(line: &str) -> usize {
    let mut width = 0;
    for part in parts(line) {
        if let Part::Text(piece) = part {
            let spaces = piece.chars().take_while(|c| *c == ' ').count();
            width += spaces;
            if spaces < piece.chars().count() {
                break;
            }
        }
    }
    width + HANG
}

#[cfg(test)]
mod tests {
    use super::super::escape::plain;
    use super::super::style::{bold, dim};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wide_character_takes_two_columns() {
        let report = "漢字漢字 漢字漢字 漢字";
        assert_eq!(wrapped(report, 20), "漢字漢字 漢字漢字\n    漢字");
        assert_eq!(wrapped(report, 40), report);
        // What is written out is as wide as it is then.
        assert_eq!(wrapped("ab \u{1b}\u{1b}\u{1b} cd", 20), "ab\n    \u{1b}\u{1b}\u{1b}\n    cd");
    }

    #[test]
    fn a_long_line_goes_on_further_in() {
        let report = format!("    ! {} the index is deleted and rebuilt\nshort", bold("name:"));
        assert_eq!(
            plain(&wrapped(&report, 30)),
            "    ! name: the index is\n        deleted and rebuilt\nshort"
        );
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_changes(words in prop::collection::vec("[a-z]{1,12}", 0..30), columns in 20..100_usize) {
            let report = format!("  {}", words.iter().map(|word| dim(word)).collect::<Vec<_>>().join(" "));
            let shown = plain(&wrapped(&report, columns));
            prop_assert!(shown.lines().all(|line| line.chars().count() <= columns), "{shown}");
            let back: Vec<&str> = shown.split_whitespace().collect();
            prop_assert_eq!(back, words);
        }
    }
}
