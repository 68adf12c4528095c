//! The documents of the REST API, from the route tables of its functions: `api/openapi.json` for clients and readers, and
//! `api/routes.json` for the spec of the API and for tests. `cargo xtask generate` writes both.

mod dialect;
mod models;
mod openapi;
mod routes;

pub use openapi::openapi;
pub use routes::routes;

use shared::api::{Description, IDEMPOTENCY_KEYS};
use shared::data::{ACTIVITY_FEED, Table};

/// The routes of all functions.
pub fn descriptions() -> Vec<Description> {
    let mut all = user_registration::routes::<user_registration::Aws>().descriptions();
    all.extend(user_profile::routes::<user_profile::Aws>().descriptions());
    all.extend(education_api::routes().descriptions());
    all
}

/// The tables of tenants that the functions use.
pub fn tables() -> Vec<&'static Table> {
    education_api::tables::ALL.into_iter().chain([&ACTIVITY_FEED, &IDEMPOTENCY_KEYS]).collect()
}

/// The variable parts of a path.
fn path_parameters(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}
