pub mod bucket;
pub(crate) mod terraform;
