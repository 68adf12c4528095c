//! The table itself, a file for each service: the types, the id by which our kind knows the object or the
//! object that they are parts of, and which of their attributes are which of its fields.
//!
//! What is not listed is not held against AWS.

mod apigateway;
mod cognito;
mod dynamodb;
mod iam;
mod lambda;
mod line;
mod logs;
mod s3;
mod terraform;

use line::Line;

/// Every type of Terraform's that means something to us.
pub(super) const TABLES: [&[Line]; 8] = [
    apigateway::LINES,
    cognito::LINES,
    dynamodb::LINES,
    iam::LINES,
    lambda::LINES,
    logs::LINES,
    s3::LINES,
    terraform::LINES,
];
