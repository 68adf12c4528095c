//! The REST API's side of a function: what API Gateway hands over, and what it wants back (Lambda
//! proxy integration, payload 1.0).
//!
//! Who calls is known from the claims that API Gateway's authorizer has verified and from nothing
//! else. No function ever decodes a token: it could not tell a forged one.

mod answer;
mod call;
mod caller;
mod cors;
mod failure;
mod handler;
mod input;
mod model;
mod output;
mod paging;
mod refusal;
mod repeats;
mod reply;
mod request;
mod role;
mod routes;
mod service;
mod settings;
mod tenant;
mod texts;
mod who;

pub use answer::Response;
pub use call::Call;
pub use caller::Caller;
pub use cors::Origins;
pub use failure::Failure;
pub use handler::Handler;
pub use input::Input;
pub use model::Model;
pub use output::{Created, Done, Once, Output, Started};
pub use paging::{Limit, Page, Paging};
pub use refusal::{FieldError, Refusal};
pub use repeats::IDEMPOTENCY_KEYS;
pub use reply::Reply;
pub use request::Request;
pub use role::Role;
pub use routes::{Description, Routes};
pub use service::Api;
pub use settings::Settings;
pub use tenant::Tenant;
pub use texts::{Email, FullName, Preferences};
pub use who::Who;
