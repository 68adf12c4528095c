//! The client of each service, built when it is first asked for.

use std::sync::OnceLock;

use aws_config::SdkConfig;

use super::Aws;
use super::answer::UnreadableOnce;
use super::clock::Skewed;
use super::doubt::NeverBlindly;
use super::journal::Journal;
use super::passing::{MadeAgain, Patience};
use super::services::s3::path_style_at_endpoints;
use super::transport::{CallObserver, Statistics};

/// One line a service: the accessor on [`Aws`], its client, and how the client's configuration is made.
macro_rules! clients {
    ($($accessor:ident: $service:ident $(with $adjust:ident)?,)*) => {
        pub(super) struct Clients {
            config: SdkConfig,
            statistics: Statistics,
            journal: Journal,
            $($accessor: OnceLock<$service::Client>,)*
        }

        impl Clients {
            pub(super) fn new(config: SdkConfig, statistics: Statistics, journal: Journal) -> Self {
                Self { config, statistics, journal, $($accessor: OnceLock::new(),)* }
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
                            .interceptor(Patience::new(clients.journal.clone()))
                            .retry_classifier(UnreadableOnce)
                            .retry_classifier(Skewed)
                            .retry_classifier(NeverBlindly)
                            .retry_classifier(MadeAgain);
                        $(let builder = $adjust(builder, &clients.config);)?
                        $service::Client::from_conf(builder.build())
                    })
                }
            )*
        }
    };
}

clients! {
    api_gateway: aws_sdk_apigateway,
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
