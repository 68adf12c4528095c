//! What is in a file, seen as it goes by, in pieces of any length and with little memory.

mod csv;
mod json;
mod lines;
mod look;
mod text;
mod wrong;

pub use look::Look;
pub use wrong::Wrong;
