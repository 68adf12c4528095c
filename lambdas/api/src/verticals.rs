//! What there is to document: the routes and the tables of all functions.

use shared::api::{Description, IDEMPOTENCY_KEYS};
use shared::data::{ACTIVITY_FEED, Table};

/// The routes of all functions.
pub fn descriptions() -> Vec<Description> {
    let mut all = user_registration::routes::<user_registration::Aws>().descriptions();
    all.extend(user_profile::routes::<user_profile::Aws>().descriptions());
    all.extend(organizations_api::routes::<shared::user_pool::UserPool>().descriptions());
    all.extend(education_api::routes().descriptions());
    all
}

/// The tables of tenants that the functions use.
pub fn tables() -> Vec<&'static Table> {
    education_api::tables::ALL.into_iter().chain([&ACTIVITY_FEED, &IDEMPOTENCY_KEYS]).collect()
}

/// The variable parts of a path.
pub fn path_parameters(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}
