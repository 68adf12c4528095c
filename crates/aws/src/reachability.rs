//! Whether the endpoints of the calls answer. As long as one has not answered in a run, waiting long is wrong: its address
//! may be wrong, or the network is. Once it has, it is AWS, and the SDK's retries outlast what passes, but not for long
//! while nothing was changed: giving a plan up costs nothing. One that answers others meanwhile is slow and not away.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::ConnectorError;
use tokio::time::Instant;

/// The longest that an endpoint is waited for that has never answered, or that has stopped to while nothing was
/// changed, from the first attempt on.
const UNANSWERED_TIMEOUT: Duration = Duration::from_secs(9);

/// After so long without an answer no further attempt is begun: the SDK waits for up to two seconds before the
/// third.
const LAST_ATTEMPT: Duration = Duration::from_secs(6);

/// Attempts of a call at an endpoint that has never answered, and attempts of all calls together at one that has
/// stopped to.
const MOST_ATTEMPTS: u32 = 3;

/// After so long a read counts as lost where nothing else was answered either. Connections die unseen, and
/// the next attempt makes a new one.
const READ_TIMEOUT: Duration = Duration::from_millis(4_500);

/// The same once something was changed.
const READ_TIMEOUT_AFTER_CHANGES: Duration = Duration::from_secs(20);

/// The longest without an answer once something was changed: what was begun is worth waiting for.
const UNANSWERED_TIMEOUT_AFTER_CHANGES: Duration = Duration::from_secs(60);

/// After so long an endpoint that did not answer is waited for again.
const RESET_AFTER: Duration = Duration::from_secs(60);

/// How the names of operations begin that only read.
const READS: &[&str] = &["BatchGet", "Describe", "Get", "Head", "List"];

/// What is written for the state and its lock, and is not a change of the stack.
const OF_THE_STATE: &[&str] = &["DeleteObject", "PutObject"];

/// The endpoints that are called in a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Reachability(Arc<Mutex<Endpoints>>);

#[derive(Debug, Default)]
struct Endpoints {
    /// When each address has last answered, whichever service was called.
    answers: HashMap<String, Instant>,
    /// Each service by itself: behind one address some may answer and others not.
    outages: HashMap<Endpoint, Outage>,
    has_changes: bool,
}

impl Endpoints {
    fn is_answering(&self, endpoint: &Endpoint) -> bool {
        self.answers.contains_key(&endpoint.0)
    }

    /// How long a service has been silent while its address was: an emulator works off the calls of all services one
    /// after the other.
    fn unanswered_for(&self, endpoint: &Endpoint) -> Duration {
        let since = self.outages.get(endpoint).and_then(|outage| outage.since);
        let since = since.map(|since| match self.answers.get(&endpoint.0) {
            Some(answer) => since.max(*answer),
            None => since,
        });
        since.map(|since| since.elapsed()).unwrap_or_default()
    }
}

/// An address, and the service that is called there.
type Endpoint = (String, String);

/// What has come of the calls of a service since it last answered.
#[derive(Debug, Clone, Copy, Default)]
struct Outage {
    /// When the first of them began.
    since: Option<Instant>,
    failures: u32,
    /// The status of the last answer that was not AWS's.
    gateway: Option<u16>,
}

/// An error of the network, with the address that was called.
#[derive(Debug)]
pub(super) struct Unreachable {
    pub address: String,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// Nothing came in time.
    Timeout(Duration),
    /// Something else than AWS has answered.
    Gateway(u16),
    Network(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, why } = self;
        match why {
            Why::Timeout(limit) => write!(f, "{address} has not answered in {} s", limit.as_secs()),
            Why::Gateway(status) => write!(
                f,
                "{address} answers with status {status}, which is not AWS's: is there a proxy, or \
                 nothing behind it?"
            ),
            Why::Network(error) => write!(f, "{address}: {}", innermost(error.as_ref())),
        }
    }
}

impl Error for Unreachable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.why {
            Why::Network(error) => Some(error.as_ref()),
            Why::Timeout(_) | Why::Gateway(_) => None,
        }
    }
}

/// The last of an error's causes, which is the one that says what happened.
fn innermost<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}

/// On an answer: it is not AWS's.
#[derive(Debug, Clone)]
struct FromGateway(String, u16);

/// Who has answered in AWS's place.
pub(super) fn gateway(answer: &HttpResponse) -> Option<Unreachable> {
    let FromGateway(address, status) = answer.extension()?;
    Some(Unreachable { address: address.clone(), why: Why::Gateway(*status) })
}

/// One attempt at an endpoint.
pub(super) struct EndpointAttempt {
    reachability: Reachability,
    endpoint: Endpoint,
    number: u32,
    is_read: bool,
    began: Instant,
    /// Whether the answer has begun to come.
    pub has_begun: AtomicBool,
    /// How long to wait, besides the time to send a body, before asking whether to [go on](Self::extended_until).
    pub soft_timeout: Duration,
    /// The longest that it may take.
    pub limit: Duration,
}

impl Reachability {
    /// Begins an attempt at a call, which may take `limit` where the endpoint answers.
    ///
    /// # Errors
    /// The endpoint was waited for long enough.
    pub(super) fn attempt(
        &self,
        request: &HttpRequest,
        call: &Metadata,
        number: u32,
        limit: Duration,
    ) -> Result<EndpointAttempt, ConnectorError> {
        let began = Instant::now();
        let endpoint = (address(request.uri()), call.service().to_owned());
        let is_read = begins(call.name(), READS);
        let mut endpoints = self.lock();
        endpoints.has_changes |= !is_read && !begins(call.name(), OF_THE_STATE);
        let has_changes = endpoints.has_changes;
        let is_answering = endpoints.is_answering(&endpoint);
        let is_reset = number <= 1 && endpoints.unanswered_for(&endpoint) >= RESET_AFTER;
        let outage = endpoints.outages.entry(endpoint.clone()).or_default();
        if is_reset {
            outage.since = None;
            outage.failures = 0;
        }
        outage.since.get_or_insert(began);
        let why = outage.gateway.map_or(Why::Timeout(UNANSWERED_TIMEOUT), Why::Gateway);
        let left = UNANSWERED_TIMEOUT.saturating_sub(endpoints.unanswered_for(&endpoint));
        let soft_timeout = match (is_answering, is_read, has_changes) {
            (false, ..) => left,
            (true, true, false) if number <= 1 => left.min(READ_TIMEOUT),
            (true, true, false) => left,
            (true, true, true) => READ_TIMEOUT_AFTER_CHANGES,
            (true, false, _) => limit,
        };
        drop(endpoints);
        if soft_timeout.is_zero() {
            let (address, _) = endpoint;
            let unreached = Unreachable { address, why };
            return Err(ConnectorError::other(unreached.into(), None));
        }
        let limit = match is_answering {
            true => limit,
            false => limit.min(left),
        };
        Ok(EndpointAttempt {
            reachability: self.clone(),
            endpoint,
            number,
            is_read,
            began,
            has_begun: AtomicBool::new(false),
            soft_timeout: soft_timeout.min(limit),
            limit,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Endpoints> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn begins(operation: &str, with: &[&str]) -> bool {
    with.iter().any(|beginning| operation.starts_with(beginning))
}

impl EndpointAttempt {
    /// Until when an attempt is worth waiting for that has used up its soft timeout: to its end where its answer comes, and
    /// for as long again after each answer that the address has given to others. `None`: it is lost.
    pub(super) fn extended_until(&self) -> Option<Instant> {
        if self.has_begun.load(Ordering::Relaxed) {
            return Some(self.began + self.limit);
        }
        let endpoints = self.reachability.lock();
        let last = endpoints.answers.get(&self.endpoint.0)?;
        (*last > self.began).then(|| *last + self.soft_timeout)
    }

    /// The outcome of the attempt, with the address in its errors. `None` is an attempt that took too long.
    ///
    /// # Errors
    /// Those of the network. The SDK repeats none of them where enough was tried.
    pub(super) fn outcome(
        self,
        outcome: Option<Result<HttpResponse, ConnectorError>>,
    ) -> Result<HttpResponse, ConnectorError> {
        match outcome {
            Some(Ok(answer)) if !is_gateway_failure(&answer) => {
                self.has_answered();
                Ok(answer)
            }
            Some(Ok(mut answer)) => {
                let status = answer.status().as_u16();
                match self.is_last_failure(Some(status)) {
                    true => {
                        let source = self.unreached(Why::Gateway(status)).into();
                        Err(ConnectorError::other(source, None))
                    }
                    false => {
                        answer.add_extension(FromGateway(self.endpoint.0, status));
                        Ok(answer)
                    }
                }
            }
            Some(Err(error)) if error.is_user() => Err(error),
            Some(Err(error)) => {
                let is_last = self.is_last_failure(None);
                let (is_timeout, kind) = (error.is_timeout(), error.as_other());
                let is_other = error.is_other();
                let source = self.unreached(Why::Network(error.into_source())).into();
                Err(match (is_last, is_timeout, is_other) {
                    (true, ..) => ConnectorError::other(source, None),
                    (_, true, _) => ConnectorError::timeout(source),
                    (.., true) => ConnectorError::other(source, kind),
                    _ => ConnectorError::io(source),
                })
            }
            None => {
                let is_last = self.is_last_failure(None);
                let unanswered_for = self.reachability.lock().unanswered_for(&self.endpoint);
                let why = Why::Timeout(unanswered_for.max(self.began.elapsed()));
                let source = self.unreached(why).into();
                Err(match is_last {
                    true => ConnectorError::other(source, None),
                    false => ConnectorError::timeout(source),
                })
            }
        }
    }

    fn unreached(self, why: Why) -> Unreachable {
        let (address, _) = self.endpoint;
        Unreachable { address, why }
    }

    fn has_answered(&self) {
        let mut endpoints = self.reachability.lock();
        endpoints.answers.insert(self.endpoint.0.clone(), Instant::now());
        endpoints.outages.remove(&self.endpoint);
    }

    /// Notes that the attempt has failed, as something else than AWS may have answered with a status, and says
    /// whether no further one is right, as enough was tried.
    fn is_last_failure(&self, gateway: Option<u16>) -> bool {
        let mut endpoints = self.reachability.lock();
        let (is_answering, has_changes) =
            (endpoints.is_answering(&self.endpoint), endpoints.has_changes);
        let outage = endpoints.outages.entry(self.endpoint.clone());
        let outage = outage.or_default();
        outage.failures += 1;
        outage.gateway = gateway.or(outage.gateway);
        outage.since.get_or_insert(self.began);
        let (failures, length) = (outage.failures, endpoints.unanswered_for(&self.endpoint));
        match (is_answering, has_changes) {
            (false, _) => self.number >= MOST_ATTEMPTS || length >= LAST_ATTEMPT,
            (true, false) if self.is_read => {
                let is_tried = failures >= MOST_ATTEMPTS && length >= LAST_ATTEMPT;
                is_tried || length >= UNANSWERED_TIMEOUT - Duration::from_secs(1)
            }
            (true, _) => failures >= 2 && length >= UNANSWERED_TIMEOUT_AFTER_CHANGES,
        }
    }
}

/// Whether a proxy answers in place of AWS: the services put an id on each of their answers.
fn is_gateway_failure(answer: &HttpResponse) -> bool {
    const IDS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-errortype"];
    let headers = answer.headers();
    matches!(answer.status().as_u16(), 502..=504) && IDS.iter().all(|id| headers.get(*id).is_none())
}

/// The scheme, host and port of a URI.
fn address(uri: &str) -> String {
    let host = uri.find("://").map_or(0, |scheme| scheme + 3);
    let end = uri
        .get(host..)
        .and_then(|rest| rest.find(['/', '?']))
        .map_or(uri.len(), |length| host + length);
    uri.get(..end).unwrap_or(uri).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_stands_before_the_path() {
        for (uri, wanted) in [
            ("http://127.0.0.1:4566/", "http://127.0.0.1:4566"),
            ("https://iam.amazonaws.com?a=b", "https://iam.amazonaws.com"),
            ("https://s3.us-east-2.amazonaws.com", "https://s3.us-east-2.amazonaws.com"),
        ] {
            assert_eq!(address(uri), wanted);
        }
    }
}
