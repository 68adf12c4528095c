//! The client of a service as a method of the handle. Those of S3 and STS stand here; every other service stands with
//! its kinds.

use aws_config::SdkConfig;

/// A trait with the client of a service, implemented for [`Aws`](crate::Aws): its name, the accessor, the crate of
/// the SDK, and how the client's configuration is adjusted, if it is.
///
/// ```ignore
/// aws::client! {
///     /// The client of Lambda.
///     pub trait Lambda { lambda: aws_sdk_lambda }
/// }
/// ```
#[macro_export]
macro_rules! client {
    ($(#[$about:meta])* $visibility:vis trait $name:ident {
        $accessor:ident: $sdk:ident $(with $adjust:path)?
    }) => {
        $(#[$about])*
        $visibility trait $name {
            /// The client, of the account and the region of the handle.
            fn $accessor(&self) -> $sdk::Client;
        }

        impl $name for $crate::Aws {
            fn $accessor(&self) -> $sdk::Client {
                self.client(|clients| {
                    let builder = $sdk::config::Builder::from(&clients.config)
                        .interceptor($crate::parts::CallObserver::new(clients.statistics.clone()))
                        .interceptor($crate::parts::TransientRetry::new(clients.journal.clone()))
                        .retry_classifier($crate::parts::RetryUnreadable)
                        .retry_classifier($crate::parts::RetryClockSkew)
                        .retry_classifier($crate::parts::NoBlindRetry)
                        .retry_classifier($crate::parts::TransientRetryClassifier);
                    $(let builder = $adjust(builder, &clients.config);)?
                    $sdk::Client::from_conf(builder.build())
                })
            }
        }
    };
}

/// What [`client!`](crate::client) puts into each client.
#[doc(hidden)]
pub mod parts {
    pub use crate::answer::RetryUnreadable;
    pub use crate::clock_skew::RetryClockSkew;
    pub use crate::outcome::NoBlindRetry;
    pub use crate::transient_retry::{TransientRetry, TransientRetryClassifier};
    pub use crate::transport::CallObserver;
}

client! {
    /// The client of S3.
    pub trait S3 { s3: aws_sdk_s3 with path_style_at_endpoints }
}

/// AWS serves a bucket under its own host name; other endpoints rarely have a DNS entry a bucket.
fn path_style_at_endpoints(
    builder: aws_sdk_s3::config::Builder,
    config: &SdkConfig,
) -> aws_sdk_s3::config::Builder {
    builder.force_path_style(config.endpoint_url().is_some())
}

client! {
    /// The client of STS.
    pub trait Sts { sts: aws_sdk_sts }
}
