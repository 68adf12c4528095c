//! The process that Lambda starts: it reads the configuration once, then answers events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`.

use std::process::ExitCode;

use shared::api::Api;
use shared::environment::variable;
use shared::user_pool::{self, UserPool};
use shared::{Sources, database, process};
use user_profile::{Aws, Settings, UserProfile, routes};

/// One thread is enough: an instance answers one event at a time, and waits more than it works.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::run(env!("CARGO_CRATE_NAME"), serve()).await
}

async fn serve() -> Result<(), lambda_runtime::Error> {
    let settings = Settings::read(variable)?;
    let user_pool = UserPool::new(user_pool::client().await, &settings.user_pool_id);
    let backend = Aws::new(user_pool, database::client().await, settings.clone());
    let profile = UserProfile::new(&settings, backend);
    let api = Api::new(routes(), profile, &settings.api, Sources::system());
    lambda_runtime::run(api.into_service()).await
}
