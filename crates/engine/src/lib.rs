//! Holds a stack against AWS: what is there, what differs, in which order to change it, and the change itself.

pub mod apply;
pub mod compare;
mod comparison;
mod differences;
pub mod drift;
pub mod graph;
pub mod observe;
pub mod plan;
mod secrets;

/// Tests have every kind, those of the fake cloud among them.
#[cfg(test)]
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    cloud_control::register();
    fake_cloud::register();
}
