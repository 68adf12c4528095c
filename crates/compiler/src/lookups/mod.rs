//! What can be looked up and is never changed: each sort of lookup is a line of [`SORTS`].
//!
//! A sort says what is written for one lookup and what it asks for. What needs no AWS is found at once,
//! while the specs are compiled. Anything else becomes a [`Request`], which waits until somebody has a
//! connection, and [`answers`] makes them all side by side.

mod answers;
mod lookup;
mod sorts;
mod terraform_state;

pub use answers::{Answers, Key, answers};
pub use lookup::{Asked, Found, Request, Sort};
pub use sorts::{SORTS, sort};
