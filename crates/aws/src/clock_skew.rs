//! A clock that is wrong. The SDK learns from each answer what the time is at the service, signs by that,
//! and repeats what was refused for its time with most of the codes that there are; here are the others.

use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::retry::ErrorKind;

use super::answer::Attempt;

/// The codes that are about the time alone, and that the SDK takes for refusals: the common errors of the
/// query protocol, which IAM and STS speak.
const CODES: [&[u8]; 2] = [b"RequestExpired", b"RequestInTheFuture"];

/// Up to this difference services take a signature: the SDK's own bound.
const TOLERATED: Duration = Duration::from_secs(4 * 60);

/// Has a call made once more that was refused for its time.
#[derive(Debug)]
pub struct RetryClockSkew;

impl ClassifyRetry for RetryClockSkew {
    fn name(&self) -> &'static str {
        "RetryClockSkew"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let refusal = context
            .response()
            .filter(|answer| answer.status().is_client_error() && is_about_time(answer));
        let attempt = refusal.and_then(HttpResponse::extension::<Attempt>);
        match attempt {
            Some(Attempt { number: 1, .. }) => RetryAction::retryable_error(ErrorKind::ServerError),
            _ => RetryAction::NoActionIndicated,
        }
    }
}

/// Whether a refusal has one of the codes, and the clock is in truth wrong.
fn is_about_time(answer: &HttpResponse) -> bool {
    let body = answer.body().bytes().unwrap_or_default();
    let has = |code: &[u8]| body.windows(code.len()).any(|part| part == code);
    CODES.iter().any(|code| has(code)) && skew(answer).is_some_and(|skew| skew > TOLERATED)
}

/// How far the clock of the service is from ours.
fn skew(answer: &HttpResponse) -> Option<Duration> {
    let date = DateTime::from_str(answer.headers().get("date")?, Format::HttpDate).ok()?;
    let theirs = SystemTime::try_from(date).ok()?;
    let ours = SystemTime::now();
    Some(match theirs.duration_since(ours) {
        Ok(ahead) => ahead,
        Err(behind) => behind.duration(),
    })
}
