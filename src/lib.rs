//! The `diatonic` command: its commands, and what it shows of what they do.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod commands;
pub mod report;

/// Tests have every kind, those of the fake cloud among them.
#[cfg(test)]
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    fake_cloud::register();
}
