//! The documents of the REST API, from the route tables of its functions: `api/openapi.json` for clients and readers, and
//! `api/routes.json` for the spec of the API and for tests. `cargo xtask generate` writes both.

mod dialect;
mod models;
mod openapi;
mod routes;
mod verticals;

pub use openapi::openapi;
pub use routes::routes;
pub use verticals::{descriptions, tables};
