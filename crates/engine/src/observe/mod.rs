//! Reads live AWS: everything that the specs or the state name, side by side.

mod batch_reads;
mod choice;
mod hosts;
mod many;
mod model;
mod observer;
mod owner;
mod ownership;
mod single;

pub use hosts::{Host, Hosts};
pub use many::{ambiguities, observe, observe_addresses, observe_with, observe_without_state};
pub use model::{CachedReads, Found, ObjectKey, Observation, ObservedObject, ReadError};
pub use observer::Observer;
pub use owner::Owner;
pub use single::{find_by_tags, read_by_id};
