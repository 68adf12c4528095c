//! What can be looked up and is never changed.
//!
//! A [`Sort`] says what is written for one lookup and what it asks for. What needs no AWS is found at once,
//! while the specs are compiled. Anything else becomes a [`Request`], which waits until somebody has a
//! connection, and [`answers`] makes them all side by side.
//!
//! Every kind is a sort, by one implementation ([`KindSort`]). Other sorts are [registered](register) by who puts the
//! program together, so that the compiler speaks to no service.

mod answers;
mod lookup;
mod of_kind;
mod selection;
mod sorts;
mod terraform_state;
mod typed_sort;

pub use answers::{Answers, Key, answers};
pub use lookup::{Asked, Found, FoundObject, From, Needs, Reading, Request, Sort, Source};
pub use of_kind::{Addition, Finder, KindSort};
pub use selection::{Candidate, Selection, unanswered};
pub use sorts::{all, length_of_name, register, sort};
pub use typed_sort::TypedSort;
