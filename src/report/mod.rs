//! Plans, events and errors in, text out. Nothing else in the program formats for people.

mod action_name;
pub mod adoption;
pub mod diagnostics;
mod diff;
pub mod drift;
pub mod escape;
pub mod events;
mod excerpt;
mod fence;
pub mod findings;
pub mod formatting;
pub mod graph;
pub mod html;
pub mod import;
pub mod legacy;
pub mod live;
pub mod markdown;
pub mod pager;
pub mod pending;
pub mod plan;
pub mod plan_json;
pub mod progress;
pub mod reads;
pub mod reference;
pub mod runs;
pub mod schema;
pub mod sheet;
pub mod statistics;
mod style;
pub mod terminal;
#[cfg(test)]
mod tests;
mod value;
mod wrap;
pub mod write_back;
