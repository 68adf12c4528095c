//! Writes of which it is not known whether AWS has carried them out: the answer was lost, or was an error of
//! the service.
//!
//! The SDK makes a call again whose answer got lost. For most that is right. A call that creates something
//! would make a second one, or be refused because of its own first. So the caller, who knows what there should be, decides: the error is [`OutcomeUnknown`](super::ErrorKind::OutcomeUnknown), and the step looks at what there
//! is before it goes on (`apply::unknown_outcome`).

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};

use super::services;

/// How the names of operations begin that cannot be repeated blindly. All others only read, or come to the
/// same when they come twice.
const NOT_REPEATABLE: &[&str] = &[
    "Add", "Create", "Disable", "Enable", "Publish",
    // API Gateway refuses a method, and an answer of a method, that is there already.
    "PutMethod",
    // API Gateway's patches add to lists and take away from them; DynamoDB's tables get indexes.
    "Update",
];

/// Whether the same call may be made again although it may have been carried out.
pub fn is_repeatable(service: &str, operation: &str) -> bool {
    services::has_tokens(service)
        || !NOT_REPEATABLE.iter().any(|beginning| operation.starts_with(beginning))
}

/// The mark of an unknown outcome, on an answer or around an error.
#[derive(Debug, Clone)]
struct OutcomeUnknown<T>(T);

impl fmt::Display for OutcomeUnknown<ConnectorError> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for OutcomeUnknown<ConnectorError> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// The outcome of a call that cannot be repeated, marked where it is unknown.
pub fn mark_unknown(
    outcome: Result<HttpResponse, ConnectorError>,
) -> Result<HttpResponse, ConnectorError> {
    match outcome {
        Ok(mut answer) if answer.status().is_server_error() => {
            answer.add_extension(OutcomeUnknown(()));
            Ok(answer)
        }
        // An error of no kind that the SDK knows is not repeated by it.
        Err(error) if !error.is_user() => {
            Err(ConnectorError::other(OutcomeUnknown(error).into(), None))
        }
        outcome => outcome,
    }
}

/// Whether a call ended in an answer or an error that is marked.
pub fn is_outcome_unknown(answer: Option<&HttpResponse>, error: &(dyn Error + 'static)) -> bool {
    let answer = answer.and_then(HttpResponse::extension::<OutcomeUnknown<()>>);
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    answer.is_some() || causes.any(|cause| cause.is::<OutcomeUnknown<ConnectorError>>())
}

/// Keeps the SDK from repeating a call whose outcome is unknown.
#[derive(Debug)]
pub struct NoBlindRetry;

impl ClassifyRetry for NoBlindRetry {
    fn name(&self) -> &'static str {
        "NoBlindRetry"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let response = context.response();
        match response.and_then(HttpResponse::extension::<OutcomeUnknown<()>>) {
            Some(_) => RetryAction::RetryForbidden,
            None => RetryAction::NoActionIndicated,
        }
    }
}
