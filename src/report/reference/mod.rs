//! The reference in Markdown, from what the code itself says: doc comments, schemas, signatures.

mod functions;
mod kinds;
mod types;

pub use functions::functions;
pub use kinds::kinds;

/// Text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}
