//! Edits and the formatter, on texts as people write them, and on texts of every form.

mod edits;
mod formatted;
mod forms;
mod properties;
