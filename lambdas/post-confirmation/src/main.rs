//! The process that Lambda starts: it reads the configuration once, then answers events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`.

use std::process::ExitCode;

use post_confirmation::{PostConfirmation, Settings};
use shared::environment::variable;
use shared::{Timestamp, database, process, user_pool};

/// One thread is enough: an instance answers one event at a time, and waits more than it works.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::run(env!("CARGO_CRATE_NAME"), serve()).await
}

async fn serve() -> Result<(), lambda_runtime::Error> {
    let settings = Settings::read(variable)?;
    let (database, users) = (database::client().await, user_pool::client().await);
    let function = PostConfirmation::new(settings, database, users, Timestamp::now);
    lambda_runtime::run(function.into_service()).await
}
