//! Specs to keep: what a stack was compiled from, in a form that holds no secret and compiles again.

mod present;
mod secrets;
mod specs;

pub use present::Present;
pub use specs::SafeSpecs;
