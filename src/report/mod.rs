//! Plans, events and errors in, text out. Nothing else in the program formats for people.

mod action_name;
pub mod adoption;
pub mod diagnostics;
mod diff;
pub mod drift;
pub mod escape;
mod excerpt;
pub mod graph;
pub mod import;
pub mod legacy;
pub mod pending;
pub mod plan;
pub mod plan_json;
pub mod progress;
pub mod reads;
mod recovery;
pub mod reference;
pub mod runs;
pub mod schema;
pub mod statistics;
mod style;
pub mod terminal;
#[cfg(test)]
mod tests;
mod value;
