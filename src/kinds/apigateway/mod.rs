//! Amazon API Gateway.

pub mod rest_api;
