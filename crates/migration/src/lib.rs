//! Migrating from Terraform: which resources of its states are which objects of ours, and how they come over.
//!
//! Nothing here writes to AWS or to a file of Terraform's.

pub mod assignment;
pub mod differences;
pub mod files;
pub mod inventory;
pub mod matching;
pub mod proposals;
pub mod release;
pub mod secrets;
pub mod status;
pub mod verify;

pub use differences::Difference;
pub use inventory::{ImportCandidate, Inventory, Outcome, take_inventory};
pub use verify::LiveStatus;

/// Tests have every kind, those of the fake cloud among them.
#[cfg(test)]
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    fake_cloud::register();
}
