//! Words of the shell's.

/// A text as one word of the shell's, whatever is in it.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
