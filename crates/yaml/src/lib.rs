//! YAML as it is written: [edited](Document) in place, so that every byte stays that an edit is not about, and
//! [formatted](format()).
//!
//! The files follow on each other, each using only what is listed before it:
//!
//! 1. `fault` and `reading`: why something cannot be done, and what a text means.
//! 2. `tree`: where in a text each value, key and comment stands.
//! 3. `style` and `writing`: how a text is written, and new values in that style.
//! 4. `splices`: replaced bytes of a text.
//! 5. `document`, `replace`, `maps` and `lists`: the edits.
//! 6. `block_texts` and `format`: the formatter.

mod block_texts;
mod document;
mod fault;
mod format;
mod lists;
mod maps;
mod reading;
mod replace;
mod splices;
mod style;
#[cfg(test)]
mod tests;
mod tree;
mod writing;

pub use document::Document;
pub use fault::Fault;
pub use format::{WIDTH, format};
pub use reading::value;
pub use tree::{Content, Entry, Item, Node, Style as ScalarStyle};
