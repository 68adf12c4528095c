//! From blocks to resources: which there are, and what is known of each before anything exists.

mod expansion;
mod for_each;
mod instances;
mod meta_reader;
mod predict;

pub use expansion::expand;
pub use predict::predict_all;
