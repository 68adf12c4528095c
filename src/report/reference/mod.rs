//! The reference in Markdown, from what the code itself says: doc comments, schemas, signatures.

mod cell;
mod environment;
mod functions;
mod kinds;
mod lookups;
mod types;

pub use environment::environment;
pub use functions::{function, function_names, functions};
pub use kinds::{kind, kinds};
pub use lookups::lookups;
