//! The source of the workspace's crates: their modules, and what the paths in them lead to.

mod modules;
mod paths;
mod resolve;

pub use modules::{Function, ModulePath, Modules, crate_roots, read};
pub use resolve::resolve;
