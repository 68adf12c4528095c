//! Answers of moto whose outermost element has another name than AWS's, which the SDK for Rust refuses
//! to read: renamed on their way.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

/// The element's name in moto's answers, and in AWS's.
const NAMES: &[(&str, &str)] = &[
    ("GetBucketAccelerateConfigurationResponse", "AccelerateConfiguration"),
    ("GetBucketNotificationResponse", "NotificationConfiguration"),
    ("GetBucketVersioningResponse", "VersioningConfiguration"),
    ("ListBucketInventoryConfigurationsResponse", "ListInventoryConfigurationsResult"),
];

/// The network, with corrected answers.
pub fn corrected() -> SharedHttpClient {
    let network = aws_smithy_http_client::Builder::new().build_http();
    http_client_fn(move |settings, components| {
        SharedHttpConnector::new(Corrected(network.http_connector(settings, components)))
    })
}

#[derive(Debug)]
struct Corrected(SharedHttpConnector);

impl HttpConnector for Corrected {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let inner = self.0.clone();
        HttpConnectorFuture::new(async move {
            let mut answer: HttpResponse = inner.call(request).await?;
            let is_xml = answer.headers().get("content-type").is_some_and(|kind| kind.contains("xml"));
            if is_xml {
                let body = std::mem::replace(answer.body_mut(), SdkBody::empty());
                let text = ByteStream::new(body).collect().await.expect("the answer arrives");
                let text = String::from_utf8_lossy(&text.into_bytes()).into_owned();
                answer.headers_mut().remove("content-length");
                *answer.body_mut() = SdkBody::from(renamed(text));
            }
            Ok(answer)
        })
    }
}

fn renamed(mut text: String) -> String {
    for (wrong, right) in NAMES {
        if text.contains(wrong) {
            text = text.replace(wrong, right);
        }
    }
    text
}
