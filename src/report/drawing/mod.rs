//! Boxes and the lines between them: laid out in columns, and drawn.

mod layout;
mod model;
mod svg;

pub use model::{BOX, Drawing, Line, Node, Stroke, fitting};
pub use svg::{class, svg};
