//! What becomes of every address of Terraform's, as pages of Markdown: what could be taken over, and what
//! has been.

mod differences;
mod json;
mod look;
mod markdown;
mod names;
mod opening;
mod page;
mod proposals;
mod references;
mod release;
mod scope;
mod section;
mod statements;
mod status;

pub use differences::additions_in_short;
pub use json::render as render_json;
pub use look::render;
pub use proposals::in_short as proposals_in_short;
pub use references::in_short as references_in_short;
pub use release::{TITLE as RELEASE_TITLE, render as render_release};
pub use scope::Scope;
