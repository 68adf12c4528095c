pub mod bucket;
mod deletion;
pub mod objects;
pub(crate) mod terraform;
