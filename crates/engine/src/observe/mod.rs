//! Reads live AWS: everything that the specs or the state name, side by side.

mod choice;
mod hosts;
mod many;
mod model;
mod observer;
mod owner;
mod single;
mod whose;

pub use hosts::{Host, Hosts};
pub use many::{observe, observe_anew, observe_these, observe_unseen, unclear};
pub use model::{Found, ObjectKey, Observation, ObservedObject, ReadError, Seen};
pub use observer::Observer;
pub use owner::Owner;
pub use single::{bearers, sight};
