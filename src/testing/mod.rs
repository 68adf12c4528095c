//! A cloud in memory with kinds of its own, so that the engine can be tried on everything that
//! AWS does: calls that fail, answers that get lost, reads that lag, and a process that dies at any
//! moment.

mod cloud;
mod drawer;
mod memory;
mod mortality;
mod switch;
mod thing;
mod vault;
mod world;

pub(crate) use cloud::{Fault, Object, Operation};
pub(crate) use drawer::Drawer;
pub(crate) use switch::Switch;
pub(crate) use thing::Thing;
pub(crate) use vault::Vault;
pub(crate) use world::{World, outcomes, steps};
