//! API Gateway: REST APIs, and what stands before and beside them.

pub mod account;
pub mod api_key;
pub mod domain_name;
mod patch;
pub mod rest_api;
mod support;
pub mod usage_plan;
