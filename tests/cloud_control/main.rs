//! Types of AWS's registry through their whole life, on a Cloud Control in memory that behaves as AWS documents it:
//! requests are finished by and by, reads give what AWS has filled in and keep what is write-only to themselves.

#[path = "../shared/connection.rs"]
mod connection;
#[path = "../shared/scripted.rs"]
mod scripted;
#[path = "../shared/cloud_control.rs"]
mod service;
mod world;

mod differences;
mod emulator;
mod failures;
mod finding;
mod lifecycle;
mod registry;
mod secrets;
mod terraform;

/// Tests have every kind, and every type.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    cloud_control::register();
}
