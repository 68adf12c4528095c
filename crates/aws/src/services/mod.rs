//! What is particular to each service: how often it may be called, how it says that there is no such thing, which
//! of its answers pass by themselves, what its answers always hold, and what IAM calls its actions.
//!
//! S3, which holds states, and STS, which says who calls, stand here. Every other service stands with its kinds,
//! and is [registered](register) with them.

mod registry;
mod s3;
mod service;
mod sts;
mod transient_errors;

pub use crate::limits::{Rate, rate};
pub use registry::{actions, all, rates, register, required_member};
pub use service::{ALL, PROPAGATION, RIGHTS_CHANGED, ROLE_CREATED, Service};
pub use transient_errors::{Answer, TransientError, When};

pub(crate) use registry::{has_tokens, is_not_found, name_of, spelled_out, transient_errors_of};
pub(crate) use transient_errors::{BRIEFLY, Outcome};
