//! Calls to services of which a few operations are needed and whose crate of the SDK would cost more than it gives.
//!
//! `aws-sdk-ec2` has 700 operations: it takes minutes to compile, and each program that is linked with it seconds more. What
//! a crate of the SDK adds to the runtime that all of them share is the form of requests and answers alone. That runtime
//! is used here as they use it: such a call is signed, held back, repeated, counted and told of in errors as any other.

mod error;
mod form;
mod operation;
mod service;
mod xml;

use language::value::Value;

use crate::error::Result;
use crate::handle::Aws;

use operation::WireParts;
pub use service::{Input, WireService};

/// Calls an operation, and gives its answer: JSON as it is; of XML the content of its root, in which an element with others
/// inside is a map, several of one name are a list, as is what stands in elements `item`, `member` or `Items`, and anything
/// else is a text.
///
/// # Errors
/// As with any client of the SDK.
pub async fn call(
    aws: &Aws,
    service: &WireService,
    operation: &'static str,
    input: Input,
) -> Result<Value> {
    let parts = aws.client(WireParts::of);
    operation::invoke(&parts, aws, service, operation, input).await
}
