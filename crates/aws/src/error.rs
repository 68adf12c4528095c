//! What an AWS call can end in, the same for every service.

use std::fmt;
use std::future::Future;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::error::operation::BuildError;

use language::schema::Finding;
use language::value::UnreadablePolicy;

use super::answer::Unreadable;
use super::call::Call;
use super::reachability::Unreachable;
use super::{outcome, reachability, services};

pub type Result<T, E = AwsError> = std::result::Result<T, E>;

/// A call that failed, or a rule of ours that a kind found broken before calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsError {
    pub kind: ErrorKind,
    /// The call that failed; nothing where the error comes from none.
    pub call: Option<Box<Call>>,
    /// AWS's error code, such as `ResourceInUseException`.
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<Box<str>>,
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
    OutcomeUnknown,
}

impl AwsError {
    /// An error that does not come from a call.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Refused,
            call: None,
            code: None,
            message: message.into(),
            request_id: None,
        }
    }

    /// An answer of AWS, a success by its status, that does not say what it must. `T` is the output of the
    /// operation. Nothing may be concluded from it, and what cannot be repeated may have been done.
    pub fn unreadable<T>(why: impl fmt::Display) -> Self {
        let call = Call::of::<T>();
        Self {
            kind: unreadable_kind(call),
            call: call.map(Box::new),
            ..Self::new(format!("the answer could not be read: {why}"))
        }
    }

    /// An answer that does not have a member that it must have. [`in_answer`](Self::in_answer) says which answer.
    pub fn lacking(member: &str) -> Self {
        Self {
            kind: ErrorKind::Unavailable,
            ..Self::new(format!("the answer could not be read: it has no `{member}`"))
        }
    }

    /// The same error, of the answer to an operation whose output is `O`.
    pub fn in_answer<O>(self) -> Self {
        let call = Call::of::<O>();
        Self { kind: unreadable_kind(call), call: call.map(Box::new), ..self }
    }

    /// The same error, of something that AWS does not name.
    pub fn about(self, what: &str) -> Self {
        Self { message: format!("{what}: {}", self.message), ..self }
    }

    pub fn has_code(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.call {
            write!(f, "{call}: ")?;
        }
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

/// A field of a spec that cannot be applied as it is.
impl From<Finding> for AwsError {
    fn from(finding: Finding) -> Self {
        Self::new(format!("{}: {}", finding.message, finding.why))
    }
}

impl From<UnreadablePolicy> for AwsError {
    fn from(error: UnreadablePolicy) -> Self {
        Self::new(error.to_string())
    }
}

impl<E> From<SdkError<E, HttpResponse>> for AwsError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let request_id = error
            .raw_response()
            .and_then(|response| {
                let headers = response.headers();
                headers.get("x-amzn-requestid").or_else(|| headers.get("x-amz-request-id"))
            })
            .map(Box::from);
        let call = Call::of::<E>();
        let status = error.raw_response().map(|response| response.status().as_u16());
        let is_bodiless = has_no_body(&error);
        let service_error = error.as_service_error();
        // For an answer without a body the SDK makes a code up, where that is one of S3.
        let code = service_error
            .and_then(|error| error.code())
            .filter(|_| !is_bodiless)
            .map(str::to_owned);
        // The answer to a HEAD has no body, so that of HeadBucket has no code of its own. Anywhere else an
        // answer without one, like a page for people, is not the service's and says nothing.
        let is_absent = status == Some(404) && is_bodiless && call.is_some_and(Call::is_head);
        let is_unreadable = service_error.is_some() && code.is_none();
        let kind = match (&code, status) {
            (Some(code), _)
                if call.is_some_and(|call| services::is_not_found(call.service, code)) =>
            {
                ErrorKind::NotFound
            }
            _ if is_absent => ErrorKind::NotFound,
            _ if outcome::is_outcome_unknown(error.raw_response(), &error) => {
                ErrorKind::OutcomeUnknown
            }
            (_, Some(200..=299)) if is_unreadable => unreadable_kind(call),
            (_, Some(400..=499)) if !is_throttle(code.as_deref(), status) => ErrorKind::Refused,
            _ => ErrorKind::Unavailable,
        };
        let gateway = error.raw_response().and_then(reachability::gateway);
        let told = service_error.and_then(|error| error.message());
        let elsewhere = error.raw_response().and_then(|answer| region_of(answer, code.as_deref()));
        let message = match (told, gateway) {
            _ if elsewhere.is_some() => format!(
                "the bucket is in another region: write `region: {}` where it is named",
                elsewhere.unwrap_or_default()
            ),
            (Some(message), _) if !message.is_empty() => message.to_owned(),
            (_, Some(gateway)) => not_reached(&gateway, kind),
            _ => match status {
                Some(404) if is_absent => "there is no such thing".to_owned(),
                Some(403) if is_bodiless || !is_unreadable => "access is denied".to_owned(),
                Some(status) if is_unreadable => {
                    let why = first_cause(&error);
                    format!(
                        "AWS answered with status {status}, and the answer could not be read{why}"
                    )
                }
                Some(status) => format!("AWS answered with status {status}"),
                None => connection_message(&error, kind),
            },
        };
        Self { kind, call: call.map(Box::new), code, message, request_id }
    }
}

/// The region of a bucket that was asked for in another one. S3 says it beside its refusal.
fn region_of<'a>(answer: &'a HttpResponse, code: Option<&str>) -> Option<&'a str> {
    let is_refused = answer.status().as_u16() == 301
        || matches!(code, Some("PermanentRedirect" | "AuthorizationHeaderMalformed"));
    let region = answer.headers().get("x-amz-bucket-region");
    region.filter(|_| is_refused)
}

/// What an answer that cannot be read means, if it says that the call was carried out.
fn unreadable_kind(call: Option<Call>) -> ErrorKind {
    match call.is_none_or(|call| outcome::is_repeatable(call.service, call.operation)) {
        true => ErrorKind::Unavailable,
        false => ErrorKind::OutcomeUnknown,
    }
}

/// Why an answer cannot be read, as who has tried to says it: the last of the causes.
fn first_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    // Where it could be read and has no code, the last is what was read.
    let last = causes.skip(1).last().filter(|cause| !cause.is::<ErrorMetadata>());
    last.map(|cause| format!(": {cause}")).unwrap_or_default()
}

/// A request that lacks what AWS needs: the SDK refuses to build it.
impl From<BuildError> for AwsError {
    fn from(error: BuildError) -> Self {
        Self::new(error.to_string())
    }
}

/// Whether there is an answer, and it has no body.
fn has_no_body<E>(error: &SdkError<E, HttpResponse>) -> bool {
    let body = error.raw_response().and_then(|response| response.body().bytes());
    body.is_some_and(<[u8]>::is_empty)
}

fn is_throttle(code: Option<&str>, status: Option<u16>) -> bool {
    status == Some(429)
        || code.is_some_and(|code| code.contains("Throttl") || code == "TooManyRequestsException")
}

/// What kept a call from an answer that can be read: an error of the network, of who answers instead, or
/// of the credentials.
fn connection_message<E>(error: &SdkError<E, HttpResponse>, kind: ErrorKind) -> String
where
    E: std::error::Error + Send + Sync + 'static,
{
    if let Some(unreadable) = cause::<Unreadable>(error) {
        return format!("the answer could not be read: {unreadable}");
    }
    let chain = DisplayErrorContext(error).to_string();
    let useful = chain.split(" (").next().unwrap_or(&chain);
    let why = match cause::<Unreachable>(error) {
        Some(unreached) => unreached.to_string(),
        None => useful.to_owned(),
    };
    match useful.split_once("loading credentials: ") {
        Some((_, why)) => format!("there are no credentials: {why}"),
        None => not_reached(&why, kind),
    }
}

fn not_reached(why: &dyn fmt::Display, kind: ErrorKind) -> String {
    match kind {
        ErrorKind::OutcomeUnknown => {
            format!("it is not known whether AWS completed this call: {why}")
        }
        _ => format!("AWS could not be reached: {why}"),
    }
}

/// The first of an error's causes that is of a type.
fn cause<'a, C: std::error::Error + 'static>(
    error: &'a (dyn std::error::Error + 'static),
) -> Option<&'a C> {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.find_map(|cause| cause.downcast_ref())
}

/// A member of an answer without which it says nothing. What AWS's answers always hold is asked of all of
/// them before (`aws::answer`); this is for what lies deeper, and for what the SDK's types leave open.
///
/// # Errors
/// The answer does not have it, and so cannot be read.
pub fn member<O, T>(answer: O, name: &str, of: impl FnOnce(O) -> Option<T>) -> Result<T> {
    of(answer).ok_or_else(|| AwsError::unreadable::<O>(format!("it has no `{name}`")))
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

/// The outcome of a delete: what is gone already is a success.
///
/// # Errors
/// Whatever is not a typed not-found.
pub fn deleted<T, E>(result: std::result::Result<T, E>) -> Result<()>
where
    AwsError: From<E>,
{
    optional(result).map(drop)
}

/// The outcome of a call whose answer says no more than that it succeeded.
///
/// # Errors
/// Those of the call.
pub fn sent<T, E>(result: std::result::Result<T, E>) -> Result<()>
where
    AwsError: From<E>,
{
    result?;
    Ok(())
}

/// An object with what is read beside it. It is absent if the object itself is: that something is not found which
/// only belongs to it or which it names, is an error like any other.
///
/// # Errors
/// Whatever is not a typed not-found of the object.
pub async fn whole<T, P>(
    object: impl Future<Output = Result<T>>,
    parts: impl Future<Output = Result<P>>,
) -> Result<Option<(T, P)>> {
    let (object, parts) = tokio::join!(object, parts);
    match optional(object)? {
        Some(object) => Ok(Some((object, parts?))),
        None => Ok(None),
    }
}
