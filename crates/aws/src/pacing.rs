//! Holds each attempt of a call back where AWS would throttle it.
//!
//! The wait is ahead of the attempt: a request that is signed and then waits has an old signature, and the
//! SDK takes a connection on which nothing moves for stalled. Before it signs, the SDK asks for the
//! identity of the caller, and waits for it without a limit; that is where an attempt queues.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime_api::client::identity::{
    IdentityFuture, ResolveCachedIdentity, SharedIdentityCache, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use tokio::time::Instant;

use super::activity::Activity;
use super::limits::{Rate, RateLimits};
use super::services;

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
        Self { limits, buckets: Arc::default() }
    }

    /// Takes a token from every bucket that a call draws from, and says how long to wait until all are
    /// there.
    fn reserve(&self, call: &Metadata) -> Duration {
        if self.limits.unlimited {
            return Duration::ZERO;
        }
        let rates = services::rates(call.service(), call.name());
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
    let bucket = buckets.entry(rate.bucket).or_insert(Bucket { tokens: rate.burst, filled: now });
    let earned = now.duration_since(bucket.filled).as_secs_f64() * rate.per_second;
    bucket.tokens = (bucket.tokens + earned).min(rate.burst) - 1.0;
    bucket.filled = now;
    // A negative count is a queue: each call behind it waits its turn.
    Duration::from_secs_f64((-bucket.tokens / rate.per_second).max(0.0))
}

/// Gives the caller's identity to an attempt as soon as its turn has come.
#[derive(Debug)]
pub(super) struct PacedIdentityCache {
    limiter: Limiter,
    activity: Activity,
    identities: SharedIdentityCache,
}

impl PacedIdentityCache {
    /// Keeps to these rates, and caches identities as the SDK does by itself.
    pub(super) fn new(limits: RateLimits, activity: Activity) -> Self {
        let identities = IdentityCache::lazy().build();
        Self { limiter: Limiter::new(limits), activity, identities }
    }
}

impl ResolveCachedIdentity for PacedIdentityCache {
    fn resolve_cached_identity<'a>(
        &'a self,
        resolver: SharedIdentityResolver,
        components: &'a RuntimeComponents,
        config: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        IdentityFuture::new(async move {
            let call = config.load::<Metadata>();
            let wait = call.map_or(Duration::ZERO, |call| self.limiter.reserve(call));
            if !wait.is_zero() {
                self.activity.hold(call.map_or("AWS", Metadata::service), wait);
                tokio::time::sleep(wait).await;
            }
            self.identities.resolve_cached_identity(resolver, components, config).await
        })
    }
}
