//! Texts in Markdown, as code where they are to be copied: no mark is ever put into code, as a backslash there
//! would be copied with it.

use crate::report::fence;

/// A table; a last column in which nothing is said is omitted. What has an upright line in it, which would end
/// a cell, stands in a list below it.
pub(super) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let says_more = |row: &Vec<String>| row.last().is_some_and(|cell| !cell.is_empty());
    let shown = match rows.iter().any(says_more) {
        true => columns.len(),
        false => columns.len() - 1,
    };
    let has_line = |row: &&Vec<String>| row.iter().any(|cell| cell.contains('|'));
    let (lined, plain): (Vec<&Vec<String>>, Vec<&Vec<String>>) = rows.iter().partition(has_line);
    let mut text = String::new();
    if !plain.is_empty() {
        text.push_str(&format!("| {} |\n|", columns[..shown].join(" | ")));
        text.push_str(&"---|".repeat(shown));
        text.push('\n');
        for row in &plain {
            text.push_str(&format!("| {} |\n", row[..shown].join(" | ")));
        }
        if !lined.is_empty() {
            text.push('\n');
        }
    }
    for row in lined {
        text.push_str(&item(&columns[..shown], row));
    }
    text
}

/// A row as an item of a list.
fn item(columns: &[&str], row: &[String]) -> String {
    let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    let cells: Vec<String> = cells
        .map(|(column, cell)| match column.is_empty() {
            true => cell.clone(),
            false => format!("{column}: {cell}"),
        })
        .collect();
    format!("- {}\n", cells.join("; "))
}

/// A text as code, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let fence = fence::in_line(text);
    let padding = match text.starts_with('`') || text.ends_with('`') {
        true => " ",
        false => "",
    };
    let text = text.replace(['\n', '\r'], " ");
    format!("{fence}{padding}{text}{padding}{fence}")
}

/// Lines that are indented as a block of code, and those that are not above it.
pub(super) fn block(text: &str) -> String {
    let (above, lines): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| !line.starts_with(' '));
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<&str> =
        lines.iter().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    let above = match above.is_empty() {
        true => String::new(),
        false => format!("\n{}:\n", above.join(" ")),
    };
    let fence = fence::of_block(text);
    format!("{above}\n{fence}\n{}\n{fence}\n", lines.join("\n"))
}

/// A text in which nothing is a mark of Markdown's but the quotes around code, which stays as it is.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let parts: Vec<&str> = text.split('`').collect();
    // An odd quote at the end opens nothing.
    let is_paired = parts.len() % 2 == 1;
    let mut shown = String::with_capacity(text.len());
    for (position, part) in parts.iter().enumerate() {
        let is_last = position + 1 == parts.len();
        let is_code = position % 2 == 1 && (is_paired || !is_last);
        match is_code {
            true => shown.push_str(&format!("`{part}`")),
            false if is_last && !is_paired => shown.push_str(&format!("\\`{}", marked(part))),
            false => shown.push_str(&marked(part)),
        }
    }
    shown
}

/// Words with an entity for what Markdown or HTML would read as a mark.
fn marked(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '|' => shown.push_str("&#124;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '*' => shown.push_str("&#42;"),
            '[' => shown.push_str("&#91;"),
            ']' => shown.push_str("&#93;"),
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
    fn nothing_breaks_a_table_or_is_put_into_code() {
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(r"a\_b_c*"), r"`a\_b_c*`");
        assert_eq!(plain("a|b\nc*"), "a&#124;b c&#42;");
        assert_eq!(plain("differs in `sign_in.x[0]`, <b>"), "differs in `sign_in.x[0]`, &lt;b&gt;");
        assert_eq!(plain("it`s"), "it\\`s");
    }

    #[test]
    fn an_empty_last_column_is_left_away() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = [row(["x", ""]), row(["y", ""])];
        assert_eq!(table(&["a", ""], &rows), "| a |\n|---|\n| x |\n| y |\n");
        let rows = [row(["x", ""]), row(["y", "z"])];
        assert_eq!(table(&["a", ""], &rows), "| a |  |\n|---|---|\n| x |  |\n| y | z |\n");
    }

    #[test]
    fn what_has_a_line_in_it_stands_below_the_table() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["`a|b`", "", "x"]), row(["`c`", "d", "y"])];
        assert_eq!(
            table(&["one", "two", ""], &rows),
            "| one | two |  |\n|---|---|---|\n| `c` | d | y |\n\n- one: `a|b`; x\n"
        );
        assert_eq!(table(&["one", "two", ""], &rows[..1]), "- one: `a|b`; x\n");
    }

    #[test]
    fn lines_to_copy_stand_in_a_block() {
        let text = "Say which\n    --into 'a=b' \\\n    --into 'c=d'\n";
        assert_eq!(block(text), "\nSay which:\n\n```\n--into 'a=b' \\\n--into 'c=d'\n```\n");
        assert_eq!(block(""), "");
    }
}
