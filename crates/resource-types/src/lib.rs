//! AWS's resource types: what the CloudFormation registry says of each, packed in the program.
//!
//! `cargo xtask schemas` makes `data/types.pack` from the registry's schemas, which the Python package `cfn-lint`
//! publishes (see `data/NOTICE`). [`find`] unpacks one type when it is first asked for; nothing happens at start-up.
//! [`parse`] reads a schema as the registry publishes it, for types that are newer than the pack.

mod dialect;
mod handlers;
mod left_out;
mod marks;
pub mod pack;
mod parse;
mod path;
mod registry;
mod resource_type;
mod secrets;
mod tags;

pub use handlers::Handlers;
pub use left_out::LeftOut;
pub use parse::{ParseError, parse, parse_noting};
pub use path::PropertyPath;
pub use registry::{find, names};
pub use resource_type::ResourceType;
pub use tags::{TagProperty, TagShape};
