//! What stands around code in Markdown.

/// The fence of a block with this text: longer than any run of backticks in it (CommonMark, 4.5).
pub(super) fn of_block(text: &str) -> String {
    "`".repeat(longest_run(text).max(2) + 1)
}

/// The backticks around code in a line, likewise (CommonMark, 6.1).
pub(super) fn in_line(text: &str) -> String {
    "`".repeat(longest_run(text) + 1)
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
