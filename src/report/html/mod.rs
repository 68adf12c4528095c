//! Pages that need nothing else: no network, no other file.

mod canvas;
mod lines;
mod page;
mod plan;

pub use canvas::{Words, drawing};
pub use page::{page, section};
pub use plan::render;
