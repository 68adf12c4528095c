//! Cognito: who signs in, through which apps, and what they may do in AWS.

pub mod identity_pool;
pub mod user_pool;
pub mod user_pool_client;
