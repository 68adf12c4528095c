//! What is looked up, on the emulators and on the real binary: every sort is planned and applied with, and permitted.

#[path = "../shared/connection.rs"]
mod connection;
#[path = "../shared/project.rs"]
mod project;
#[path = "../shared/scripted.rs"]
mod scripted;

mod account;
mod kinds_of_ours;
mod network;
mod rounds;
mod scripts;
mod secrets;
mod stacks;
mod types;
mod world;

/// Tests have every kind and every sort.
#[ctor::ctor(unsafe)]
fn register() {
    kinds::register();
    cloud_control::register();
    lookups::register();
}
