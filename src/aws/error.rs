//! What an AWS call can end in, the same for every service.

use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::error::operation::BuildError;

use super::doubt;

pub type Result<T, E = AwsError> = std::result::Result<T, E>;

/// A call that failed, or a rule of ours that a kind found broken before calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsError {
    pub kind: ErrorKind,
    /// AWS's error code, such as `ResourceInUseException`.
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
}

/// What an error means for what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// AWS said, in a typed answer, that the thing does not exist. Nothing else means absent.
    NotFound,
    /// AWS understood and refused; trying again changes nothing.
    Refused,
    /// The SDK gave up after its retries: a throttle, a fault of the service, or the network.
    Unavailable,
    /// Nobody knows whether AWS has carried it out, and it cannot be repeated without looking.
    InDoubt,
}

impl AwsError {
    /// An error that does not come from a call.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Refused,
            code: None,
            message: message.into(),
            request_id: None,
        }
    }

    pub fn has_code(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (&self.code, &self.request_id) {
            (Some(code), Some(id)) => write!(f, " ({code}, request {id})"),
            (Some(code), None) => write!(f, " ({code})"),
            (None, Some(id)) => write!(f, " (request {id})"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for AwsError {}

/// The codes by which services say "there is no such thing".
const NOT_FOUND: &[&str] = &[
    "NoSuchBucket",
    "NoSuchBucketPolicy",
    "NoSuchCORSConfiguration",
    "NoSuchConfiguration",
    "NoSuchEntity",
    "NoSuchLifecycleConfiguration",
    "NoSuchPublicAccessBlockConfiguration",
    "NoSuchTagSet",
    "NoSuchUpload",
    "NoSuchWebsiteConfiguration",
    "NotFound",
    "NotFoundException",
    "ObjectNotFoundException",
    "ObjectLockConfigurationNotFoundError",
    "OwnershipControlsNotFoundError",
    "PolicyNotFoundException",
    "ProvisionedConcurrencyConfigNotFoundException",
    "ReplicationConfigurationNotFoundError",
    "ResourceNotFoundException",
    "ServerSideEncryptionConfigurationNotFoundError",
    "TableNotFoundException",
];

impl<E> From<SdkError<E, HttpResponse>> for AwsError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let request_id = error
            .raw_response()
            .and_then(|response| {
                let headers = response.headers();
                headers
                    .get("x-amzn-requestid")
                    .or_else(|| headers.get("x-amz-request-id"))
            })
            .map(str::to_owned);
        let status = error
            .raw_response()
            .map(|response| response.status().as_u16());
        let service_error = error.as_service_error();
        let code = service_error
            .and_then(|error| error.code())
            .map(str::to_owned);
        // The answer to a HEAD has no body, so the error of HeadBucket has no code of its own. A page
        // for people, as a proxy sends one, is no answer of a service and says nothing.
        let is_bodiless_404 = status == Some(404) && code.is_none() && has_no_body(&error);
        let kind = match (&code, status) {
            (Some(code), _) if NOT_FOUND.contains(&code.as_str()) => ErrorKind::NotFound,
            _ if is_bodiless_404 => ErrorKind::NotFound,
            _ if doubt::is_in_doubt(error.raw_response(), &error) => ErrorKind::InDoubt,
            (_, Some(400..=499)) if !is_throttle(code.as_deref(), status) => ErrorKind::Refused,
            _ => ErrorKind::Unavailable,
        };
        let message = match service_error.and_then(|error| error.message()) {
            Some(message) if !message.is_empty() => message.to_owned(),
            _ => match status {
                Some(403) => format!("access to {} is denied", operation::<E>()),
                Some(status) if service_error.is_some() => {
                    format!("AWS answered with status {status}")
                }
                _ => connection_message(&error, kind),
            },
        };
        Self {
            kind,
            code,
            message,
            request_id,
        }
    }
}

/// A request that lacks what AWS needs: the SDK refuses to build it.
impl From<BuildError> for AwsError {
    fn from(error: BuildError) -> Self {
        Self::new(error.to_string())
    }
}

/// The operation that an error is of, such as `HeadBucket`, for answers that do not say it. The SDK calls
/// its errors after their operations.
fn operation<E>() -> &'static str {
    let name = std::any::type_name::<E>();
    let name = name.rsplit("::").next().unwrap_or(name);
    name.strip_suffix("Error").unwrap_or(name)
}

fn has_no_body<E>(error: &SdkError<E, HttpResponse>) -> bool {
    let body = error
        .raw_response()
        .and_then(|response| response.body().bytes());
    body.is_some_and(<[u8]>::is_empty)
}

fn is_throttle(code: Option<&str>, status: Option<u16>) -> bool {
    status == Some(429)
        || code.is_some_and(|code| code.contains("Throttl") || code == "TooManyRequestsException")
}

/// Errors that never reached a service carry their reason in a chain of causes.
fn connection_message<E>(error: &SdkError<E, HttpResponse>, kind: ErrorKind) -> String
where
    E: std::error::Error + Send + Sync + 'static,
{
    let chain = DisplayErrorContext(error).to_string();
    let useful = chain.split(" (").next().unwrap_or(&chain);
    match useful.split_once("loading credentials: ") {
        Some((_, why)) => format!("there are no credentials: {why}"),
        None if kind == ErrorKind::InDoubt => {
            format!("AWS has not said whether it has done this: {useful}")
        }
        None => format!("AWS could not be reached: {useful}"),
    }
}

/// Turns a typed not-found into `None`; every other error stays one.
///
/// # Errors
/// Whatever is not a typed not-found.
pub fn optional<T, E>(result: std::result::Result<T, E>) -> Result<Option<T>>
where
    AwsError: From<E>,
{
    match result.map_err(AwsError::from) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
