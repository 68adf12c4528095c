//! One call, by the runtime that all clients of the SDK share.

use aws_config::SdkConfig;
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOptionResolverParams, SharedAuthScheme, SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::identity::SharedIdentityResolver;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use aws_types::SigningName;
use aws_types::region::SigningRegion;
use language::value::Value;

use super::error::WireError;
use super::service::{Input, WireService};
use super::{form, xml};
use crate::call::Call;
use crate::client::parts;
use crate::clients::Clients;
use crate::error::{AwsError, ErrorKind, Result};
use crate::handle::Aws;
use crate::journal::Journal;
use crate::services;
use crate::transport::Statistics;

/// What every call of a region is made of.
#[derive(Clone)]
pub(super) struct WireParts {
    config: SdkConfig,
    statistics: Statistics,
    journal: Journal,
}

impl WireParts {
    pub(super) fn of(clients: &Clients) -> Self {
        let Clients { config, statistics, journal, .. } = clients;
        Self { config: config.clone(), statistics: statistics.clone(), journal: journal.clone() }
    }
}

/// Calls an operation.
///
/// # Errors
/// As with any client of the SDK.
pub(super) async fn invoke(
    parts: &WireParts,
    aws: &Aws,
    service: &WireService,
    operation: &'static str,
    input: Input,
) -> Result<Value> {
    let call = Call { service: service.name, operation };
    let prepared = prepared(parts, aws, service, operation);
    prepared.invoke(input).await.map_err(|error| failure(call, error.into()))
}

/// An error with the call that it comes from, which the SDK's own errors have in their types.
fn failure(call: Call, error: AwsError) -> AwsError {
    let is_absent =
        error.code.as_deref().is_some_and(|code| services::is_not_found(call.service, code));
    let kind = if is_absent { ErrorKind::NotFound } else { error.kind };
    AwsError { kind, call: Some(Box::new(call)), ..error }
}

fn prepared(
    parts: &WireParts,
    aws: &Aws,
    service: &WireService,
    operation: &'static str,
) -> Operation<Input, Value, WireError> {
    let config = &parts.config;
    let default = endpoint(aws, service);
    let mut builder = Operation::builder()
        .service_name(service.name)
        .operation_name(operation)
        .endpoint_url(config.endpoint_url().unwrap_or(&default))
        .timeout_config(config.timeout_config().cloned().unwrap_or_else(no_timeouts))
        .interceptor(parts::CallObserver::new(parts.statistics.clone()))
        .interceptor(parts::TransientRetry::new(parts.journal.clone()))
        .retry_classifier(TransientErrorClassifier::<WireError>::new())
        .retry_classifier(AwsErrorCodeClassifier::<WireError>::new())
        .retry_classifier(HttpStatusCodeClassifier::default())
        .retry_classifier(parts::RetryUnreadable)
        .retry_classifier(parts::RetryClockSkew)
        .retry_classifier(parts::NoBlindRetry)
        .retry_classifier(parts::TransientRetryClassifier)
        .runtime_plugin(signing(config, aws, service));
    if let Some(client) = config.http_client() {
        builder = builder.http_client(client);
    }
    if let Some(retries) = config.retry_config() {
        builder = builder.standard_retry(retries);
    }
    if let Some(sleep) = config.sleep_impl() {
        builder = builder.sleep_impl(sleep);
    }
    if let Some(time) = config.time_source() {
        builder = builder.time_source(time);
    }
    builder.serializer(move |input| request(operation, input)).deserializer(answer).build()
}

/// The address of a service in the region of a handle
/// (<https://docs.aws.amazon.com/general/latest/gr/rande.html>).
fn endpoint(aws: &Aws, service: &WireService) -> String {
    let suffix = match aws.partition() {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    match service.only_region {
        Some(_) => format!("https://{}.{suffix}", service.host),
        None => format!("https://{}.{}.{suffix}", service.host, aws.region()),
    }
}

fn no_timeouts() -> aws_smithy_types::timeout::TimeoutConfig {
    aws_smithy_types::timeout::TimeoutConfig::disabled()
}

/// Signs as the SDK does, with the identity that its cache gives: there a call waits for its turn.
fn signing(config: &SdkConfig, aws: &Aws, service: &WireService) -> StaticRuntimePlugin {
    let region = service.only_region.unwrap_or(aws.region()).to_owned();
    let mut layer = Layer::new("signing");
    layer.store_put(AuthSchemeOptionResolverParams::new(()));
    layer.store_put(SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(aws_types::region::Region::new(region))),
        region_set: None,
        name: Some(SigningName::from_static(service.signed_as)),
        signing_options: SigningOptions::default(),
    });
    let options = StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID]);
    let mut components = RuntimeComponentsBuilder::new("signing")
        .with_auth_scheme(SharedAuthScheme::new(SigV4AuthScheme::new()))
        .with_auth_scheme_option_resolver(Some(SharedAuthSchemeOptionResolver::new(options)))
        .with_identity_cache(config.identity_cache());
    if let Some(credentials) = config.credentials_provider() {
        components.set_identity_resolver(SCHEME_ID, SharedIdentityResolver::new(credentials));
    }
    StaticRuntimePlugin::new().with_config(layer.freeze()).with_runtime_components(components)
}

fn request(operation: &'static str, input: Input) -> Result<HttpRequest, BoxError> {
    let mut request = HttpRequest::new(SdkBody::empty());
    let (path, kind, body) = match input {
        Input::Query { version, parameters } => {
            let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let all = [("Action", operation), ("Version", version)].into_iter().chain(parameters);
            ("/".to_owned(), Some("application/x-www-form-urlencoded"), form::encoded(all))
        }
        Input::Json { target, body } => {
            request.headers_mut().insert("x-amz-target", format!("{target}.{operation}"));
            ("/".to_owned(), Some("application/x-amz-json-1.1"), body.to_string())
        }
        Input::Get { path } => (path, None, String::new()),
    };
    request.set_uri(path)?;
    if let Some(kind) = kind {
        request.set_method("POST")?;
        request.headers_mut().insert("content-type", kind);
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
    }
    Ok(request)
}

fn answer(answer: &HttpResponse) -> Result<Value, OrchestratorError<WireError>> {
    if !answer.status().is_success() {
        return Err(OrchestratorError::operation(WireError::of(answer)));
    }
    let body = answer.body().bytes().unwrap_or_default();
    let text = String::from_utf8_lossy(body);
    let content = match text.trim_start().starts_with('<') {
        true => xml::content(&text),
        false => serde_json::from_str(&text).map_err(|error| error.to_string()),
    };
    content.map_err(|error| OrchestratorError::response(error.into()))
}
