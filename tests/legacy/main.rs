//! Migrating from Terraform: states as it writes them, and the objects that they describe on an emulator. On the
//! real binary.

#[path = "../shared/cloud_control.rs"]
mod cloud_control;
#[path = "../shared/connection.rs"]
mod connection;
#[path = "../shared/project.rs"]
mod project;
#[path = "../shared/proxy/mod.rs"]
mod proxy;
#[cfg(unix)]
#[path = "../shared/pty.rs"]
mod pty;
#[path = "../shared/random.rs"]
mod random;
#[path = "../shared/witness.rs"]
mod witness;

mod additions;
mod adoption;
mod commonest;
mod conflicts;
mod crashes;
mod differences;
mod existing;
#[cfg(unix)]
mod first_minute;
mod leftovers;
mod odd;
mod platform;
mod release;
mod report;
mod round_trip;
mod states;
mod there_and_back;
mod writing;

/// Tests have every kind.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
}
