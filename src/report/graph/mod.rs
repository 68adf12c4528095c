//! The graph of the resources: as a drawing, as a page, for other programs that draw, and as data.

mod drawn;
mod json;
mod page;
mod part;
mod text;

pub use drawn::svg;
pub use json::json;
pub use page::html;
pub use part::Part;
pub use text::{dot, mermaid};
