//! From files to documents: YAML becomes nodes that know their places, and the nodes of the files under `specs/`
//! become sections of declarations.

pub mod component_files;
pub mod component_id;
pub mod components;
pub mod document;
pub mod drafts;
pub mod lock_file;
mod malformed;
pub mod meta_keys;
pub mod node;
#[cfg(test)]
mod round_trips;
mod sections;
pub mod specs_folder;
pub mod spelling;
pub mod written;
pub mod yaml;

pub use specs_folder::{repositories, types_in_use, unknown_types};
