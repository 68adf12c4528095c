//! Out of Terraform: reads its state, and says which of its resources are which objects of ours.
//!
//! ```text
//! source ──► state ──► inventory ──► verify        read-only
//!              selection, mapping ┘     └─ release: what Terraform needs to let go
//! ```
//!
//! Nothing here writes to AWS or to a file of Terraform's.

mod additions;
pub mod address;
pub mod assignment;
pub mod called;
pub mod differences;
pub mod files;
pub mod inventory;
mod mapping;
pub mod matching;
pub mod place;
pub mod proposals;
pub mod release;
pub mod secrets;
pub mod selection;
pub mod shell;
pub mod source;
pub mod standing;
pub mod state;
#[cfg(test)]
mod testing;
pub mod verify;

pub use address::TerraformAddress;
pub use differences::Difference;
pub use inventory::{Claim, Inventory, Outcome, take_inventory};
pub use mapping::{Translation, kind_of, translation};
pub use selection::Selection;
pub use source::{Source, SourceError, StateFile, read_all};
pub use state::{StateFileError, TerraformState};
pub use verify::{Verdict, verify};
