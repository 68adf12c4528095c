//! The process that Lambda starts: it reads the configuration once, then answers events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`.

use std::process::ExitCode;

use education_api::{Settings, routes};
use shared::api::Api;
use shared::environment::variable;
use shared::{Sources, database, logging};
use tracing::error;

/// One thread is enough: an instance answers one event at a time, and waits more than it works.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let level = variable(logging::LEVEL_VARIABLE);
    logging::start(env!("CARGO_CRATE_NAME"), level.as_deref());
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(%error, "the function cannot run");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), lambda_runtime::Error> {
    let settings = Settings::read(variable)?;
    let data = settings.data.connect(database::configuration().load().await);
    let api = Api::new(routes(), data.clone(), &settings.api, Sources::system());
    lambda_runtime::run(api.with_repeats(data).into_service()).await
}
