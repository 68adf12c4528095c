//! Texts in the cells of Markdown's tables.

/// A table; a last column in which nothing is said is left away.
pub(super) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let says_more = |row: &Vec<String>| row.last().is_some_and(|cell| !cell.is_empty());
    let shown = match rows.iter().any(says_more) {
        true => columns.len(),
        false => columns.len() - 1,
    };
    let mut text = format!("| {} |\n|", columns[..shown].join(" | "));
    text.push_str(&"---|".repeat(shown));
    text.push('\n');
    for row in rows {
        text.push_str(&format!("| {} |\n", row[..shown].join(" | ")));
    }
    text
}

/// A text as code, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let padding = match text.starts_with('`') || text.ends_with('`') {
        true => " ",
        false => "",
    };
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    format!("{fence}{padding}{text}{padding}{fence}")
}

/// A text without any of Markdown's marks.
pub(super) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => shown.push(' '),
            '|' | '<' | '>' | '*' | '_' | '\\' | '[' | ']' => {
                shown.push('\\');
                shown.push(character);
            }
            other => shown.push(other),
        }
    }
    shown
}

/// Several texts as code.
pub(super) fn codes<T: ToString>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| code(&text.to_string())).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_a_table() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(plain("a|b\nc*"), "a\\|b c\\*");
    }

    #[test]
    fn an_empty_last_column_is_left_away() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = [row(["x", ""]), row(["y", ""])];
        assert_eq!(table(&["a", ""], &rows), "| a |\n|---|\n| x |\n| y |\n");
        let rows = [row(["x", ""]), row(["y", "z"])];
        assert_eq!(
            table(&["a", ""], &rows),
            "| a |  |\n|---|---|\n| x |  |\n| y | z |\n"
        );
    }
}
