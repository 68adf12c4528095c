//! Whether there is anybody where the calls go. As long as an endpoint has not answered in a run, little
//! patience is right: its address may be wrong, or the network is. Once it has, it is AWS, and the SDK's
//! retries outlast what passes.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use tokio::time::Instant;

/// The longest that an endpoint is waited for that has never answered, from the first attempt on.
const PATIENCE: Duration = Duration::from_secs(9);

/// After so long no further attempt is begun: the SDK waits for up to two seconds before the third.
const LAST_ATTEMPT: Duration = Duration::from_secs(6);

/// Attempts of a call at an endpoint that has never answered.
const MOST_ATTEMPTS: u32 = 3;

/// After so long an endpoint that did not answer is waited for anew.
const FORGOTTEN: Duration = Duration::from_secs(60);

/// The endpoints that are called in a run, by their addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach(Arc<Mutex<HashMap<String, Endpoint>>>);

#[derive(Debug, Clone, Copy)]
enum Endpoint {
    Answers,
    SilentSince(Instant),
}

/// An error of the network, with the address that was called.
#[derive(Debug)]
pub(super) struct Unreached {
    pub address: String,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// Nothing came in time.
    Silent(Duration),
    /// Something else than AWS has answered.
    Gateway(u16),
    Network(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, why } = self;
        match why {
            Why::Silent(limit) => write!(f, "{address} has not answered in {} s", limit.as_secs()),
            Why::Gateway(status) => write!(
                f,
                "{address} answers with status {status}, which is not AWS's: is there a proxy, or \
                 nothing behind it?"
            ),
            Why::Network(error) => write!(f, "{address}: {}", innermost(error.as_ref())),
        }
    }
}

impl Error for Unreached {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.why {
            Why::Network(error) => Some(error.as_ref()),
            Why::Silent(_) | Why::Gateway(_) => None,
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

/// One attempt at an endpoint.
pub(super) struct Try {
    reach: Reach,
    address: String,
    number: u32,
    /// The longest that it may take, besides the time to send a body.
    pub limit: Duration,
}

impl Reach {
    /// Begins an attempt, which may take `limit` where the endpoint has answered before.
    ///
    /// # Errors
    /// The endpoint was waited for long enough.
    pub(super) fn attempt(
        &self,
        request: &HttpRequest,
        number: u32,
        limit: Duration,
    ) -> Result<Try, ConnectorError> {
        let address = address(request.uri());
        let now = Instant::now();
        let mut endpoints = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let endpoint = endpoints
            .entry(address.clone())
            .or_insert(Endpoint::SilentSince(now));
        let limit = match endpoint {
            Endpoint::Answers => limit,
            Endpoint::SilentSince(since) => {
                if now.duration_since(*since) >= FORGOTTEN {
                    *since = now;
                }
                let left = PATIENCE.saturating_sub(now.duration_since(*since));
                if left.is_zero() {
                    let why = Why::Silent(PATIENCE);
                    return Err(ConnectorError::other(
                        Unreached { address, why }.into(),
                        None,
                    ));
                }
                limit.min(left)
            }
        };
        Ok(Try {
            reach: self.clone(),
            address,
            number,
            limit,
        })
    }
}

impl Try {
    /// The outcome of the attempt, with the address in its errors. `None` is an attempt that took too long.
    ///
    /// # Errors
    /// Those of the network. The SDK repeats none of them where enough was tried.
    pub(super) fn outcome(
        self,
        outcome: Option<Result<HttpResponse, ConnectorError>>,
    ) -> Result<HttpResponse, ConnectorError> {
        let is_last = self.is_last();
        match outcome {
            Some(Ok(answer)) if !is_gateway_failure(&answer) => {
                self.has_answered();
                Ok(answer)
            }
            Some(Ok(answer)) => match is_last {
                true => {
                    let why = Why::Gateway(answer.status().as_u16());
                    Err(ConnectorError::other(self.unreached(why).into(), None))
                }
                false => Ok(answer),
            },
            Some(Err(error)) if error.is_user() => Err(error),
            Some(Err(error)) => {
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
                let why = Why::Silent(self.limit);
                let source = self.unreached(why).into();
                Err(match is_last {
                    true => ConnectorError::other(source, None),
                    false => ConnectorError::timeout(source),
                })
            }
        }
    }

    fn unreached(self, why: Why) -> Unreached {
        Unreached {
            address: self.address,
            why,
        }
    }

    fn has_answered(&self) {
        let endpoints = self.reach.0.lock();
        let mut endpoints = endpoints.unwrap_or_else(PoisonError::into_inner);
        endpoints.insert(self.address.clone(), Endpoint::Answers);
    }

    /// Whether no further attempt is right, as the endpoint has never answered and enough was tried.
    fn is_last(&self) -> bool {
        let endpoints = self.reach.0.lock();
        let endpoints = endpoints.unwrap_or_else(PoisonError::into_inner);
        match endpoints.get(&self.address) {
            Some(Endpoint::SilentSince(since)) => {
                self.number >= MOST_ATTEMPTS || since.elapsed() >= LAST_ATTEMPT
            }
            _ => false,
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
            (
                "https://s3.us-east-2.amazonaws.com",
                "https://s3.us-east-2.amazonaws.com",
            ),
        ] {
            assert_eq!(address(uri), wanted);
        }
    }
}
