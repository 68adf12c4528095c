//! The language of specs, without AWS: values and paths into them, how two of them differ, schemas, expressions,
//! and what to say to people about all of these.

pub mod diagnostic;
pub mod diff;
pub mod expression;
pub mod schema;
pub mod value;
