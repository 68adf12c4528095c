//! What is wrong with specs, for programs: as JSON (`docs/validate-json.md`) and as SARIF.

mod found;
mod json;
mod line_hashes;
mod sarif;

pub use found::Findings;
pub use json::{VERSION, json};
pub use sarif::sarif;
