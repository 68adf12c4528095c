//! Between the SDK and the network: counts every call, and sees to it that each answer is whole.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_http_client::tls;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use tokio::time::Instant;

use super::answer::{self, Attempt, AttemptNumber};
use super::outcome;
use super::reachability::{EndpointAttempt, Reachability};
use super::services;

/// How often each operation was called, and how often an attempt had to be repeated.
#[derive(Debug, Clone, Default)]
pub struct Statistics(Arc<Mutex<BTreeMap<(String, String), CallCount>>>);

/// The calls of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallCount {
    pub calls: u64,
    /// Attempts beyond the first of each call.
    pub retries: u64,
}

impl Statistics {
    /// The counts by service and operation.
    pub fn snapshot(&self) -> BTreeMap<(String, String), CallCount> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<(String, String), CallCount>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, metadata: &Metadata, change: impl FnOnce(&mut CallCount)) {
        let key = (metadata.service().to_owned(), metadata.name().to_owned());
        change(self.lock().entry(key).or_default());
    }
}

/// Counts calls and attempts, and writes on each request which operation it is.
#[derive(Debug)]
pub struct CallObserver(Statistics);

impl CallObserver {
    pub fn new(statistics: Statistics) -> Self {
        Self(statistics)
    }
}

#[dyn_dispatch_hint]
impl Intercept for CallObserver {
    fn name(&self) -> &'static str {
        "CallObserver"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(metadata) = config.load::<Metadata>() {
            let metadata = metadata.clone();
            let attempts =
                config.load::<RequestAttempts>().map_or(1, |attempts| attempts.attempts());
            self.0.count(&metadata, |count| match attempts {
                0 | 1 => count.calls += 1,
                _ => count.retries += 1,
            });
            let request = context.request_mut();
            request.add_extension(metadata);
            request.add_extension(AttemptNumber(attempts));
        }
        Ok(())
    }
}

/// An HTTP client that gives whole answers within a time; `inner` is the network unless a test says
/// otherwise.
pub fn client(inner: Option<SharedHttpClient>, attempt_timeout: Duration) -> SharedHttpClient {
    let inner = inner.unwrap_or_else(|| {
        aws_smithy_http_client::Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
            .build_https()
    });
    let reachability = Reachability::default();
    http_client_fn(move |settings: &HttpConnectorSettings, components: &RuntimeComponents| {
        SharedHttpConnector::new(WholeAnswers {
            inner: inner.http_connector(settings, components),
            reachability: reachability.clone(),
            attempt_timeout,
        })
    })
}

#[derive(Clone)]
struct WholeAnswers {
    inner: SharedHttpConnector,
    reachability: Reachability,
    attempt_timeout: Duration,
}

impl fmt::Debug for WholeAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WholeAnswers")
    }
}

impl HttpConnector for WholeAnswers {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let metadata = request.extension::<Metadata>().cloned();
        let this = self.clone();
        HttpConnectorFuture::new(async move {
            let attempt = Attempt::of(&request);
            let outcome = this.answer(request, metadata.as_ref(), attempt).await;
            match attempt.is_repeatable {
                true => outcome,
                false => outcome::mark_unknown(outcome),
            }
        })
    }
}

impl WholeAnswers {
    /// The answer to an attempt of a call of ours; what asks for credentials has no metadata.
    async fn answer(
        &self,
        request: HttpRequest,
        metadata: Option<&Metadata>,
        attempt: Attempt,
    ) -> Result<HttpResponse, ConnectorError> {
        let sending = time_to_send(&request);
        let Some(metadata) = metadata else {
            let limit = self.attempt_timeout + sending;
            let has_begun = AtomicBool::new(false);
            let answer = self.whole_answer(request, &has_begun);
            let answer = tokio::time::timeout(limit, answer).await;
            return answer.unwrap_or_else(|late| Err(ConnectorError::timeout(late.into())));
        };
        let attempted =
            self.reachability.attempt(&request, metadata, attempt.number, self.attempt_timeout)?;
        let answer = self.with_timeout(request, &attempted, sending).await;
        let answer = attempted.outcome(answer)?;
        let answer = answer::checked(answer, metadata, attempt)?;
        Ok(services::spelled_out(metadata.service(), answer))
    }

    /// The answer to an attempt, or nothing where it takes too long. `sending` is the time for its body.
    async fn with_timeout(
        &self,
        request: HttpRequest,
        attempted: &EndpointAttempt,
        sending: Duration,
    ) -> Option<Result<HttpResponse, ConnectorError>> {
        let mut answer = pin!(self.whole_answer(request, &attempted.has_begun));
        let began = Instant::now() + sending;
        let (mut until, end) = (began + attempted.soft_timeout, began + attempted.limit);
        loop {
            if let Ok(answer) = tokio::time::timeout_at(until.min(end), &mut answer).await {
                return Some(answer);
            }
            until = attempted.extended_until().filter(|next| *next > until && until < end)?;
        }
    }

    /// The answer with its body: one that breaks off is a failed attempt like any other.
    async fn whole_answer(
        &self,
        request: HttpRequest,
        has_begun: &AtomicBool,
    ) -> Result<HttpResponse, ConnectorError> {
        let mut answer = self.inner.call(request).await?;
        has_begun.store(true, Ordering::Relaxed);
        let body = ByteStream::new(answer.take_body()).collect().await;
        let body = body.map_err(|error| ConnectorError::io(error.into()))?;
        *answer.body_mut() = SdkBody::from(body.into_bytes());
        Ok(answer)
    }
}

/// The slowest line on which an upload may still be under way, in bytes a second: half a megabit.
const SLOWEST_UPLOAD: f64 = 64.0 * 1024.0;

/// How much longer than others an attempt may take because of what it sends.
fn time_to_send(request: &HttpRequest) -> Duration {
    let length = request.body().content_length().unwrap_or_default();
    Duration::from_secs_f64(length as f64 / SLOWEST_UPLOAD)
}
