//! Tables: in columns where these fit, else as a list with an entry a row.

use super::inline::Inline;

/// Columns between those of a table.
const BETWEEN: usize = 2;

/// What is said of an entry stands this much further in.
const INDENT: usize = 4;

/// A table that is being read: its first row is the head.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Vec<Inline>>,
    row: Vec<Inline>,
}

impl Table {
    pub(super) fn cell(&mut self, cell: Inline) {
        self.row.push(cell);
    }

    pub(super) fn end_row(&mut self) {
        self.rows.push(std::mem::take(&mut self.row));
    }

    pub(super) fn render(&self, columns: usize) -> String {
        let widths = self.widths();
        let between = widths.len().saturating_sub(1) * BETWEEN;
        match widths.iter().sum::<usize>() + between <= columns {
            true => self.in_columns(&widths),
            false => self.as_list(columns),
        }
    }

    fn widths(&self) -> Vec<usize> {
        let count = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(Inline::width).max()
        };
        (0..count).map(|column| width(column).unwrap_or_default()).collect()
    }

    fn in_columns(&self, widths: &[usize]) -> String {
        let mut text = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            let mut missing = 0;
            for (cell, width) in row.iter().zip(widths) {
                line.push_str(&" ".repeat(missing));
                match number {
                    _ if cell.is_empty() => {}
                    0 => line.push_str(&cell.quiet()),
                    _ => line.push_str(&cell.line()),
                }
                missing = width - cell.width() + BETWEEN;
            }
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// The first cell of each row as a heading, with what is short beside it, and the last one below.
    fn as_list(&self, columns: usize) -> String {
        let Some((head, rows)) = self.rows.split_first() else {
            return String::new();
        };
        let mut text = String::new();
        for row in rows {
            let [first, middle @ .., last] = row.as_slice() else {
                continue;
            };
            for line in first.strong().lines(columns) {
                text.push_str(&format!("{line}\n"));
            }
            let said = middle.iter().zip(head.iter().skip(1)).filter(|(cell, _)| !cell.is_empty());
            let indent = " ".repeat(INDENT);
            for (cell, name) in said {
                let mut words = Inline::default();
                words.push(&format!("{}:", name.text()));
                for line in words.followed_by(cell).lines(columns.saturating_sub(INDENT)) {
                    text.push_str(&format!("{indent}{line}\n"));
                }
            }
            for line in last.lines(columns.saturating_sub(INDENT)) {
                text.push_str(&format!("{indent}{line}\n"));
            }
        }
        text
    }
}
