//! Who reaches what, as far as that can be told before AWS is asked: services that call functions, queues and topics
//! by themselves, and those that act with a role.

mod check;
mod grants;
mod insert;
mod needs;
mod reached;

pub use check::check;
pub use grants::add_grants;
pub use needs::{Need, needs};
