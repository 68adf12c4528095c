//! AWS at an emulator, without a command line around it.

#![allow(dead_code, reason = "no target uses all")]

use aws::{Aws, Connection, RateLimits};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;

/// Where the tests are.
pub const REGION: &str = "us-east-2";

/// An account at an endpoint.
pub async fn aws(endpoint: &str, account: &str) -> Aws {
    let connection = Connection { endpoint_url: Some(endpoint.to_owned()), ..unlimited(account) };
    Aws::connect(connection, account, REGION).await
}

/// A connection as an account, with no rate to keep to.
pub fn unlimited(account: &str) -> Connection {
    let credentials = Credentials::from_keys(account, "test", None);
    Connection {
        rate_limits: RateLimits { unlimited: true, ..RateLimits::default() },
        credentials: Some(SharedCredentialsProvider::new(credentials)),
        ..Connection::default()
    }
}
