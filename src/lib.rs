//! `diatonic`, an infrastructure compiler for AWS.

pub mod aws;
pub mod diagnostic;
pub mod diff;
pub mod expression;
pub mod graph;
pub mod kind;
pub mod kinds;
pub mod memo;
pub mod policy_check;
pub mod schema;
pub mod spec;
pub mod value;
pub mod workspace;
