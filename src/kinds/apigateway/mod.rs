//! API Gateway: what stands before REST APIs and beside them.

pub mod account;
pub mod api_key;
pub mod domain_name;
mod support;
pub mod usage_plan;
