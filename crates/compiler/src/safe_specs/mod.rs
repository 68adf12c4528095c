//! Specs to keep: what a stack was compiled from, in a form that holds no secret and compiles again.

mod current_files;
mod secrets;
mod specs;

pub use current_files::CurrentFiles;
pub use specs::SafeSpecs;
