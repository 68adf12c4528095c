//! The process of a function.

use std::process::ExitCode;

use tracing::error;

use crate::environment::variable;
use crate::logging;

/// Starts logging, and answers events until Lambda ends the process. `function` is the crate name of the function, and
/// `serve` reads the configuration once and then answers. Why it could not is a line in the log.
pub async fn run(
    function: &'static str,
    serve: impl Future<Output = Result<(), lambda_runtime::Error>>,
) -> ExitCode {
    let level = variable(logging::LEVEL_VARIABLE);
    logging::start(function, level.as_deref());
    match serve.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(%error, "the function cannot run");
            ExitCode::FAILURE
        }
    }
}
