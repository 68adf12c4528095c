//! Between the SDK and the network: counts every call, and holds it back where AWS would throttle it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
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
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use tokio::time::Instant;

use super::doubt;
use super::limits::{self, Rate, RateLimits};
use super::templates;

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
pub(super) struct CallObserver(Statistics);

impl CallObserver {
    pub(super) fn new(statistics: Statistics) -> Self {
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
            let attempts = config
                .load::<aws_smithy_runtime_api::client::retries::RequestAttempts>()
                .map_or(1, |attempts| attempts.attempts());
            self.0.count(&metadata, |count| match attempts {
                0 | 1 => count.calls += 1,
                _ => count.retries += 1,
            });
            context.request_mut().add_extension(metadata);
        }
        Ok(())
    }
}

/// One token bucket for each group of calls that AWS limits together.
#[derive(Debug, Clone)]
pub(super) struct Limiter {
    limits: RateLimits,
    buckets: Arc<Mutex<HashMap<&'static str, Bucket>>>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl Limiter {
    pub(super) fn new(limits: RateLimits) -> Self {
        Self {
            limits,
            buckets: Arc::default(),
        }
    }

    /// Takes a token from every bucket that a call draws from, and says how long to wait until all are
    /// there.
    fn reserve(&self, metadata: &Metadata) -> Duration {
        if self.limits.unlimited {
            return Duration::ZERO;
        }
        let rates = limits::published(metadata.service(), metadata.name());
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        rates
            .into_iter()
            .map(|rate| take(&mut buckets, self.limits.adjusted(rate), now))
            .max()
            .unwrap_or_default()
    }
}

/// Takes a token from one bucket, and says how long to wait until it is there.
fn take(buckets: &mut HashMap<&'static str, Bucket>, rate: Rate, now: Instant) -> Duration {
    let bucket = buckets.entry(rate.bucket).or_insert(Bucket {
        tokens: rate.burst,
        filled: now,
    });
    let earned = now.duration_since(bucket.filled).as_secs_f64() * rate.per_second;
    bucket.tokens = (bucket.tokens + earned).min(rate.burst) - 1.0;
    bucket.filled = now;
    // A negative count is a queue: each call behind it waits its turn.
    Duration::from_secs_f64((-bucket.tokens / rate.per_second).max(0.0))
}

/// An HTTP client that keeps to the rates; `inner` is the network unless a test says otherwise.
pub(super) fn client(
    inner: Option<SharedHttpClient>,
    limiter: Limiter,
    attempt_timeout: Duration,
) -> SharedHttpClient {
    let inner = inner.unwrap_or_else(|| {
        aws_smithy_http_client::Builder::new()
            .tls_provider(tls::Provider::Rustls(
                tls::rustls_provider::CryptoMode::Ring,
            ))
            .build_https()
    });
    http_client_fn(
        move |settings: &HttpConnectorSettings, components: &RuntimeComponents| {
            SharedHttpConnector::new(LimitedConnector {
                inner: inner.http_connector(settings, components),
                limiter: limiter.clone(),
                attempt_timeout,
            })
        },
    )
}

struct LimitedConnector {
    inner: SharedHttpConnector,
    limiter: Limiter,
    attempt_timeout: Duration,
}

impl fmt::Debug for LimitedConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LimitedConnector")
    }
}

impl HttpConnector for LimitedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let metadata = request.extension::<Metadata>();
        let wait = metadata.map_or(Duration::ZERO, |metadata| self.limiter.reserve(metadata));
        let has_templates = metadata.is_some_and(|call| call.service() == templates::SERVICE);
        let is_repeatable = metadata.is_none_or(|call| doubt::is_repeatable(call.name()));
        let (inner, attempt_timeout) = (self.inner.clone(), self.attempt_timeout);
        HttpConnectorFuture::new(async move {
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            let answer = async { whole(inner.call(request).await?).await };
            let outcome = match tokio::time::timeout(attempt_timeout, answer).await {
                Ok(Ok(answer)) if has_templates => Ok(templates::spelled_out(answer)),
                Ok(outcome) => outcome,
                Err(elapsed) => Err(ConnectorError::timeout(elapsed.into())),
            };
            match is_repeatable {
                true => outcome,
                false => doubt::marked(outcome),
            }
        })
    }
}

/// The answer with its body: one that breaks off is a failed attempt like any other.
async fn whole(mut answer: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let body = ByteStream::new(answer.take_body()).collect().await;
    let body = body.map_err(|error| ConnectorError::io(error.into()))?;
    *answer.body_mut() = SdkBody::from(body.into_bytes());
    Ok(answer)
}
