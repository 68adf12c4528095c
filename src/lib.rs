//! `diatonic`, an infrastructure compiler for AWS.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod apply;
pub mod aws;
pub mod commands;
pub mod diagnostic;
pub mod diff;
pub mod drift;
pub mod expression;
mod files;
pub mod generate;
pub mod graph;
pub mod kind;
pub mod kinds;
pub mod legacy;
pub mod lookups;
pub mod memo;
pub mod observe;
pub mod permissions;
pub mod plan;
pub mod policy_check;
pub mod report;
pub mod runs;
pub mod schema;
pub mod spec;
pub mod state;
#[cfg(test)]
mod testing;
pub mod value;
pub mod workspace;
