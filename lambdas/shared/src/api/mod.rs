//! The REST API's side of a function: what API Gateway hands over, and what it wants back (Lambda
//! proxy integration, payload 1.0).
//!
//! Who calls is known from the claims that API Gateway's authorizer has verified and from nothing
//! else. No function ever decodes a token: it could not tell a forged one.

mod answer;
mod body;
mod caller;
mod cors;
mod function;
mod input;
mod refusal;
mod request;

pub use answer::{Answer, Failure, Response};
pub use body::Body;
pub use caller::Caller;
pub use cors::Origins;
pub use function::{Function, service};
pub use input::{email, full_name, preferences};
pub use refusal::Refusal;
pub use request::Request;
