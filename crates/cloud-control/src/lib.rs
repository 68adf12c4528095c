//! Every type of AWS's resource registry that has handlers, as a kind: `AWS::SQS::Queue`. One implementation for all
//! of them, over the schemas of [`resource_types`] and the calls of Cloud Control.
//!
//! A kind of our own knows which values AWS fills in by itself. Nobody knows that of 1,700 types, so here an object
//! [compares](compare) with what its spec says and with what was applied last.

mod compare;
mod concern;
mod definition;
mod find;
mod identifier;
mod live;
mod patch;
mod permissions;
mod predict;
mod read;
mod registry;
mod request;
mod service;
mod source;
mod spec;
mod stateful;
mod tags;
mod terraform;
mod type_kind;

pub use registry::{OPERATIONS, learn};
pub use service::{CloudControl, NAME, REGISTRY, Registry, SERVICE};
pub use source::{add_schemas, register};
