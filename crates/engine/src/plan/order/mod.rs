//! The order of steps: what must be, from the graph of the specs, and what ought to be, so that nothing
//! is used before it is there or taken away while it is used.

mod grounds;
mod knots;
mod needs;
mod roles;
mod sort;
#[cfg(test)]
mod tests;
mod users;
mod wishes;

pub(super) use grounds::Grounds;
pub(super) use sort::order;
