//! The order of steps: what must be, from the graph of the specs, and what should be, so that nothing
//! is used before it is there or removed while it is used.

mod components;
mod context;
mod needs;
mod preferences;
mod roles;
mod sort;
#[cfg(test)]
mod tests;
mod users;

pub(super) use context::OrderContext;
pub(super) use sort::order;
