//! What AWS hands out behind a signed link instead of in an answer.

use std::time::Duration;

use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;

use super::{AwsError, Result};

/// The longest that a download may take. The largest package of a function has 250 MB.
const LIMIT: Duration = Duration::from_secs(300);

/// Fetches what a link leads to.
///
/// # Errors
/// It cannot be reached in time, or answers with anything but a success. The link is not named: whoever
/// has it needs no other right.
pub async fn download(link: &str) -> Result<Vec<u8>> {
    let request = HttpRequest::get(link).map_err(|_| AwsError::new("the link is none"))?;
    let connector = Connector::builder()
        .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
        .build();
    let fetch = async {
        let answer = connector.call(request).await;
        let answer = answer.map_err(|_| AwsError::new("the download URL could not be reached"))?;
        let status = answer.status();
        if !status.is_success() {
            let message = format!("the link answers with status {}", status.as_u16());
            return Err(AwsError::new(message));
        }
        let body = ByteStream::new(answer.into_body()).collect().await;
        let bytes = body.map_err(|_| AwsError::new("the download broke off"))?;
        Ok(bytes.to_vec())
    };
    tokio::time::timeout(LIMIT, fetch)
        .await
        .unwrap_or_else(|_| Err(AwsError::new("the download takes too long")))
}
