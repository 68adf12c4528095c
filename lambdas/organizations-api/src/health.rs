//! Whether the API answers.

use shared::api::{Call, Failure};

use crate::Organizations;
use crate::backend::Users;
use crate::model::Health;

pub async fn show<U: Users>(_: Call<Organizations<U>>) -> Result<Health, Failure> {
    Ok(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}
