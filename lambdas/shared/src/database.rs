//! The DynamoDB client, and the calls that every function makes alike.
//!
//! Callers of the functions wait only seconds (Cognito five), so the limits are far below the
//! SDK's own: a call that has not answered by then is tried once more and then given up.

use std::time::Duration;

use aws_config::{BehaviorVersion, ConfigLoader, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::Client;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use serde::Serialize;
use serde_dynamo::aws_sdk_dynamodb_1::to_item;

use crate::Error;

const CONNECT_TIMEOUT: Duration = Duration::from_millis(700);
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(1_000);
const OPERATION_TIMEOUT: Duration = Duration::from_millis(2_200);
const ATTEMPTS: u32 = 2;
const BACKOFF: Duration = Duration::from_millis(100);

/// SDK configuration with the functions' limits. Region, credentials and endpoint come from the
/// SDK's own variables (`AWS_REGION`, `AWS_ENDPOINT_URL`, …); a test may override them.
pub fn configuration() -> ConfigLoader {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .operation_timeout(OPERATION_TIMEOUT)
        .build();
    let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF);
    let transport = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(transport)
        .timeout_config(timeouts)
        .retry_config(retries)
}

/// The client of a function that runs on Lambda. Make one per process: it keeps its connections.
pub async fn client() -> Client {
    Client::new(&configuration().load().await)
}

/// Writes an item, in place of any that has the same key.
pub async fn put(client: &Client, table: &str, item: &impl Serialize) -> Result<(), Error> {
    let item = to_item(item).map_err(|error| Error::item(table, &error))?;
    client
        .put_item()
        .table_name(table)
        .set_item(Some(item))
        .send()
        .await
        .map_err(|failure| Error::database("PutItem", table, &failure))?;
    Ok(())
}
