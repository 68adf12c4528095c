//! What users read, on the real binary: every way in which an input can be bad, and what the commands that
//! need no AWS print. Each snapshot is to be read as its user would read it: the place, what is wrong,
//! why, and how to fix it.

#[path = "../shared/project.rs"]
mod project;
#[cfg(unix)]
#[path = "../shared/pty.rs"]
mod pty;

mod aws_types;
#[cfg(unix)]
mod bash;
mod commands;
mod compare;
mod components;
mod connection;
mod console;
mod environments;
mod existing;
mod expressions;
mod extremes;
mod fields;
mod files;
mod findings;
mod first;
mod fmt;
mod graph;
mod habits;
mod instances;
mod locals;
mod many;
mod meta_keys;
mod mutations;
mod names;
mod nested;
mod open;
mod page;
mod pending;
mod permissions;
mod references;
mod sarif;
mod shared_environments;
mod state;
mod terminal;
mod together;
mod unknowns;
mod variables;
mod warnings;

/// Tests have every kind.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
}
