//! How many columns of a terminal a text takes: two for a character that is wide (Unicode Standard Annex 11), none for one
//! that is drawn over another, and several for one that is written out.

use unicode_width::UnicodeWidthChar;

use super::escape::written_out;

/// The columns between two stops of the tabulator.
const TAB: usize = 8;

/// The columns of a text.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The columns of a character.
pub(super) fn columns_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\t' => TAB,
        c => written_out(c).or_else(|| c.width()).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_takes_what_a_terminal_gives_it() {
        for (text, count) in [
            ("abc", 3),
            ("größe", 5),
            ("漢字", 4),
            ("🦀!", 3),
            ("e\u{301}", 1),
            ("\u{1b}[2J", "\\u001b[2J".len()),
            ("\u{e0041}", "\\udb40\\udc41".len()),
        ] {
            assert_eq!(columns(text), count, "{text:?}");
        }
    }
}
