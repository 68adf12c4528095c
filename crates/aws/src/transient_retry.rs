//! Transient errors: AWS refuses what comes too early, or does not know yet what it has
//! been told. Each of the `services` states which these are; here such a call is made again, visibly,
//! until it is answered otherwise or the time is up.
//!
//! A refusal that only follows a change is given no time without one. So a role that does not exist is
//! reported at once, and a plan, which changes nothing, does not wait.

use std::time::Duration;

use aws_smithy_runtime::client::retries::TokenBucket;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextMut, FinalizerInterceptorContextMut, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use aws_smithy_types::retry::{ErrorKind, RetryConfig};

use super::journal::Journal;
use super::services::{BRIEFLY, Outcome, TransientError, When, transient_errors_of};
use super::wait::{Pauses, journal_of_step, report_waiting};

/// Retries calls that are answered with a transient error, and notes what calls have changed.
#[derive(Debug)]
pub struct TransientRetry {
    /// What the run has changed so far.
    run: Journal,
}

impl TransientRetry {
    pub fn new(run: Journal) -> Self {
        Self { run }
    }

    /// How long the answer of a row may last, if it is one that passes.
    fn limit(&self, call: &Metadata, row: &TransientError) -> Option<Duration> {
        let in_step = |operations: &[&str]| {
            let step = journal_of_step();
            step.is_some_and(|step| step.since(call.service(), operations).is_some())
        };
        let in_run = |service: &str, operations: &[&str]| {
            let since = self.run.since(service, operations);
            since.is_some_and(|since| since < row.limit)
        };
        let passes = match row.when {
            // A plan has changed nothing, so it waits only briefly.
            When::Always if journal_of_step().is_none() => return Some(row.limit.min(BRIEFLY)),
            When::Always => true,
            When::InStepsAfter(operations) => in_step(operations),
            When::InStepsAfterSending(operation, text) => in_step(&[&sending(operation, text)]),
            When::InRunAfter(service, operations) => in_run(service, operations),
            When::BrieflyOrInRunAfter(service, operations) => {
                let is_brief = !in_run(service, operations);
                return Some(if is_brief { BRIEFLY } else { row.limit });
            }
        };
        passes.then_some(row.limit)
    }

    /// The pause before a call is made again, if it is to be.
    fn pause(
        &self,
        call: &Metadata,
        answer: &HttpResponse,
        pauses: &mut Pauses,
    ) -> Option<Duration> {
        let outcome = Outcome::of(answer);
        transient_errors_of(call.service())
            .iter()
            .filter(|row| row.concerns(call.name(), &outcome))
            .find_map(|row| {
                let pause = pauses.next(self.limit(call, row)?)?;
                report_waiting(row.what);
                Some(pause)
            })
    }
}

/// The pauses of a call so far.
#[derive(Debug, Clone, Default)]
struct PausesSoFar(Pauses);

impl Storable for PausesSoFar {
    type Storer = StoreReplace<Self>;
}

/// What a journal is to note of a call beside its operation, should it be carried out.
#[derive(Debug, Clone)]
struct Sent(Vec<String>);

impl Storable for Sent {
    type Storer = StoreReplace<Self>;
}

impl Sent {
    /// The texts in a request that a row of its service speaks of.
    fn of(call: &Metadata, request: &HttpRequest) -> Self {
        let body = request.body().bytes().unwrap_or_default();
        let holds = |text: &str| body.windows(text.len()).any(|part| part == text.as_bytes());
        let rows = transient_errors_of(call.service()).iter();
        let sent = rows.filter_map(|row| match row.when {
            When::InStepsAfterSending(operation, text) if operation == call.name() => {
                holds(text).then(|| sending(operation, text))
            }
            _ => None,
        });
        Self(sent.collect())
    }
}

/// What stands in a journal for an operation whose request holds a text.
fn sending(operation: &str, text: &str) -> String {
    format!("{operation} with {text}")
}

/// The mark of an answer after which the call is made again.
#[derive(Debug, Clone)]
struct RetryAfter(Duration);

#[dyn_dispatch_hint]
impl Intercept for TransientRetry {
    fn name(&self) -> &'static str {
        "TransientRetry"
    }

    /// The SDK stops to repeat calls after a hundred failures or so of a whole client, for the sake of
    /// services that call others without end. A run has an end, and each of its calls some attempts.
    fn modify_before_retry_loop(
        &self,
        _: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config.interceptor_state().store_put(TokenBucket::unlimited());
        Ok(())
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(call) = config.load::<Metadata>() {
            let sent = Sent::of(call, context.request());
            config.interceptor_state().store_put(sent);
        }
        Ok(())
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(call) = config.load::<Metadata>().cloned() else {
            return Ok(());
        };
        if context.output_or_error().is_some_and(|outcome| outcome.is_ok()) {
            let sent = config.load::<Sent>().map_or(&[][..], |Sent(sent)| sent);
            for journal in std::iter::once(self.run.clone()).chain(journal_of_step()) {
                journal.note(call.service(), call.name());
                for sent in sent {
                    journal.note(call.service(), sent);
                }
            }
        }
        let patient = config.load::<PausesSoFar>().cloned();
        let PausesSoFar(mut pauses) = patient.unwrap_or_default();
        let answer = context.response();
        let pause = answer.and_then(|answer| self.pause(&call, answer, &mut pauses));
        if let (Some(pause), Some(answer)) = (pause, context.response_mut()) {
            answer.add_extension(RetryAfter(pause));
            let state = config.interceptor_state();
            state.store_put(PausesSoFar(pauses));
            // This attempt is none of those that the SDK counts.
            if let Some(retries) = config.load::<RetryConfig>().cloned() {
                let attempts = retries.max_attempts() + 1;
                let retries = retries.with_max_attempts(attempts);
                config.interceptor_state().store_put(retries);
            }
        }
        Ok(())
    }
}

/// Tells the SDK which answers are marked, and how long to pause.
#[derive(Debug)]
pub struct TransientRetryClassifier;

impl ClassifyRetry for TransientRetryClassifier {
    fn name(&self) -> &'static str {
        "TransientRetryClassifier"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let answer = context.response();
        match answer.and_then(HttpResponse::extension::<RetryAfter>) {
            Some(RetryAfter(pause)) => {
                RetryAction::retryable_error_with_explicit_delay(ErrorKind::TransientError, *pause)
            }
            None => RetryAction::NoActionIndicated,
        }
    }

    /// Last, as the others do not know of the pause.
    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}
