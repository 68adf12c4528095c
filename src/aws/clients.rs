//! The client of each service, built when it is first asked for.

use std::sync::OnceLock;

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_types::retry::ErrorKind;

use super::Aws;
use super::answer::UnreadableOnce;
use super::clock::Skewed;
use super::doubt::NeverBlindly;
use super::transport::{CallObserver, Statistics};

/// One line a service: the accessor on [`Aws`], its client, and how the client's configuration is made.
macro_rules! clients {
    ($($accessor:ident: $service:ident $(with $adjust:ident)?,)*) => {
        pub(super) struct Clients {
            config: SdkConfig,
            statistics: Statistics,
            $($accessor: OnceLock<$service::Client>,)*
        }

        impl Clients {
            pub(super) fn new(config: SdkConfig, statistics: Statistics) -> Self {
                Self { config, statistics, $($accessor: OnceLock::new(),)* }
            }
        }

        impl Aws {
            $(
                pub fn $accessor(&self) -> &$service::Client {
                    let clients = self.clients();
                    clients.$accessor.get_or_init(|| {
                        let observer = CallObserver::new(clients.statistics.clone());
                        let builder = $service::config::Builder::from(&clients.config)
                            .interceptor(observer)
                            .retry_classifier(UnreadableOnce)
                            .retry_classifier(Skewed)
                            .retry_classifier(NeverBlindly);
                        $(let builder = $adjust(builder, &clients.config);)?
                        $service::Client::from_conf(builder.build())
                    })
                }
            )*
        }
    };
}

clients! {
    api_gateway: aws_sdk_apigateway with retry_concurrent_changes,
    application_autoscaling: aws_sdk_applicationautoscaling,
    cognito: aws_sdk_cognitoidentityprovider,
    cognito_identity: aws_sdk_cognitoidentity,
    dynamodb: aws_sdk_dynamodb,
    iam: aws_sdk_iam,
    lambda: aws_sdk_lambda,
    logs: aws_sdk_cloudwatchlogs,
    s3: aws_sdk_s3 with path_style_at_endpoints,
    sts: aws_sdk_sts,
}

/// AWS serves a bucket under its own host name; other endpoints seldom have a DNS entry a bucket.
fn path_style_at_endpoints(
    builder: aws_sdk_s3::config::Builder,
    config: &SdkConfig,
) -> aws_sdk_s3::config::Builder {
    builder.force_path_style(config.endpoint_url().is_some())
}

/// API Gateway refuses a change while another one of the same API is under way, and says so with the
/// code that it has for names that are taken as well.
fn retry_concurrent_changes(
    builder: aws_sdk_apigateway::config::Builder,
    _: &SdkConfig,
) -> aws_sdk_apigateway::config::Builder {
    builder.retry_classifier(ConcurrentChange)
}

/// Knows "Unable to complete operation due to concurrent modification" by its words.
#[derive(Debug)]
struct ConcurrentChange;

impl ClassifyRetry for ConcurrentChange {
    fn name(&self) -> &'static str {
        "ConcurrentChange"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        const WORDS: &[u8] = b"concurrent modification";
        let response = context.response();
        let refused = response.filter(|response| response.status().as_u16() == 409);
        let body = refused.and_then(|response| response.body().bytes());
        match body.is_some_and(|body| body.windows(WORDS.len()).any(|words| words == WORDS)) {
            true => RetryAction::retryable_error(ErrorKind::TransientError),
            false => RetryAction::NoActionIndicated,
        }
    }
}
