//! Taking over objects that exist: whom an object belongs to, what may be taken over, and what refuses it.
//!
//! `adopt: true` in a spec (as a part of every plan), the verb `import`, `import-legacy --adopt` and `state rebuild`
//! all decide by these rules.

mod adopt;
mod availability;
mod differences;
mod error;
mod import;
mod rebuild;
mod refusal;
mod step;

pub use adopt::{AdoptRequest, Adoption, AdoptionTarget, adopt};
pub(super) use availability::Availability;
pub use error::ImportError;
pub use import::{Import, import};
pub use rebuild::{Rebuilt, rebuild_state};
pub use refusal::Refusal;
