//! Specs of objects that exist: from what a kind reads to the block that a person would have written.
//!
//! What says no more than a default is omitted, what others are known by becomes a reference to them,
//! and secrets become variables. A block compiles to the object that it was made from.

mod arrange;
mod block;
mod body;
#[cfg(test)]
mod coincidences;
mod defaults;
mod fold;
mod generator;
mod known;
mod known_secrets;
mod locals;
mod names;
mod secrets;
mod shared_secrets;
mod subject;
mod template;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text;
#[cfg(test)]
mod unusual;
mod waits;
mod writer;
mod yaml;

pub use arrange::SpecFile;
pub use block::{Block, HeldFile, Remark};
pub use body::Body;
pub use generator::{Generator, Specs};
pub use known_secrets::KnownSecrets;
pub use subject::Subject;
pub use text::{Piece, Reference, Text};
pub use yaml::{render, render_locals};
