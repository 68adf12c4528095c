//! How to reach AWS.

use std::time::Duration;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::limits::RateLimits;

/// How to reach AWS.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Another endpoint than AWS's own, for every service.
    pub endpoint_url: Option<String>,
    pub rate_limits: RateLimits,
    /// The longest that one attempt of a call may take; a minute where nothing is said.
    pub attempt_timeout: Option<Duration>,
    /// Who calls, in place of the SDK's usual chain of credentials.
    pub credentials: Option<SharedCredentialsProvider>,
    /// What sends the requests, in place of the network.
    pub http_client: Option<SharedHttpClient>,
}
