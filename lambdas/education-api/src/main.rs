//! The process that Lambda starts: it reads the configuration once, then answers events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`.

use std::process::ExitCode;

use shared::{process, vertical};

/// One thread is enough: an instance answers one event at a time, and waits more than it works.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::run(env!("CARGO_CRATE_NAME"), vertical::serve(education_api::routes())).await
}
