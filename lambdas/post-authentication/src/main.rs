//! The process that Lambda starts: it reads the configuration once, then answers events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`: build with
//! `cargo build --release -p post-authentication` and put
//! `target/release/post-authentication` into the zip under that name. AL2023 has glibc 2.34, so the
//! binary must ask for no newer one; `objdump -T` shows what it asks for.

use std::process::ExitCode;

use post_authentication::{PostAuthentication, Settings};
use shared::environment::variable;
use shared::{Timestamp, database, process};

/// One thread is enough: an instance answers one event at a time, and waits more than it works.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::run(env!("CARGO_CRATE_NAME"), serve()).await
}

async fn serve() -> Result<(), lambda_runtime::Error> {
    let settings = Settings::read(variable)?;
    let function = PostAuthentication::new(settings, database::client().await, Timestamp::now);
    lambda_runtime::run(function.into_service()).await
}
