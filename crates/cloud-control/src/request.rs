//! Requests that change an object: Cloud Control takes them, and works on them for as long as the type's handler does.

use std::time::Duration;

use aws::tags::{self, Tags};
use aws::{Aws, AwsError, Call, ErrorKind, Result, member, wait_until};
use aws_sdk_cloudcontrol::types::{HandlerErrorCode, OperationStatus, ProgressEvent};

use crate::definition::Definition;
use crate::read::read;
use crate::service::{CloudControl, NAME};

/// The longest that a handler may take: 36 hours, after which Cloud Control gives a request up
/// (<https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>, `timeoutInMinutes`).
const LONGEST: Duration = Duration::from_secs(36 * 3600);
/// Pauses before a request is made again that the handler could not finish and that has changed nothing.
const PAUSES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(4),
    Duration::from_secs(15),
    Duration::from_secs(60),
];

/// Creates an object of the given properties, and gives its identifier. `ownership` are the tags by which it is ours.
pub(crate) async fn create(
    aws: &Aws,
    type_: &Definition,
    properties: &str,
    ownership: &Tags,
) -> Result<String> {
    let event = repeated(|| async {
        let request = aws.cloud_control().create_resource().type_name(type_.name);
        let answer = request.desired_state(properties).send().await?;
        let event = member(answer, "ProgressEvent", |answer| answer.progress_event)?;
        match finished(aws, type_, "CreateResource", event).await {
            Ok(event) => Ok(event),
            Err(failed) => Err(failed.of_creation(aws, type_, ownership).await),
        }
    });
    let event = event.await?;
    member(event, "Identifier", |event| event.identifier)
}

/// Changes an object by a patch.
pub(crate) async fn update(aws: &Aws, type_: &Definition, id: &str, patch: &str) -> Result<()> {
    let changed = repeated(|| async {
        let request = aws.cloud_control().update_resource().type_name(type_.name).identifier(id);
        let answer = request.patch_document(patch).send().await?;
        let event = member(answer, "ProgressEvent", |answer| answer.progress_event)?;
        Ok(finished(aws, type_, "UpdateResource", event).await?)
    });
    changed.await.map(drop)
}

/// Deletes an object, and waits until it is gone.
pub(crate) async fn delete(aws: &Aws, type_: &Definition, id: &str) -> Result<()> {
    let deleted = repeated(|| async {
        let request = aws.cloud_control().delete_resource().type_name(type_.name).identifier(id);
        let answer = request.send().await?;
        let event = member(answer, "ProgressEvent", |answer| answer.progress_event)?;
        Ok(finished(aws, type_, "DeleteResource", event).await?)
    });
    aws::deleted(deleted.await)
}

/// A request that its handler did not finish.
struct Failed {
    error: AwsError,
    /// The object, if the handler had named it by then.
    identifier: Option<String>,
}

impl Failed {
    /// The error of a creation. Where it has left an object of ours, which the handler should have deleted, the outcome
    /// is not known yet: who looks finds it.
    async fn of_creation(self, aws: &Aws, type_: &Definition, ownership: &Tags) -> AwsError {
        let Some(id) = self.identifier.filter(|_| !ownership.is_empty()) else {
            return self.error;
        };
        let left = read(aws, type_, &id).await;
        let tags = left.ok().flatten().map(|left| tags::of(&left.spec)).unwrap_or_default();
        match tags::include(&tags, ownership) {
            true => AwsError { kind: ErrorKind::OutcomeUnknown, ..self.error },
            false => self.error,
        }
    }
}

impl From<Failed> for AwsError {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

impl From<AwsError> for Failed {
    fn from(error: AwsError) -> Self {
        Self { error, identifier: None }
    }
}

/// Waits for a request to be finished, and gives its last event.
async fn finished(
    aws: &Aws,
    type_: &Definition,
    operation: &'static str,
    event: ProgressEvent,
) -> std::result::Result<ProgressEvent, Failed> {
    let token = event.request_token().unwrap_or_default().to_owned();
    let mut next = Some(event);
    let what =
        format!("{} of {}", operation.trim_end_matches("Resource").to_lowercase(), type_.name);
    let last = wait_until(&what, LONGEST, || {
        let (known, token) = (next.take(), token.clone());
        async move {
            let event = match known {
                Some(event) => event,
                None => {
                    let request = aws.cloud_control().get_resource_request_status();
                    let answer = request.request_token(token).send().await?;
                    member(answer, "ProgressEvent", |answer| answer.progress_event)?
                }
            };
            Ok(is_finished(&event).then_some(event))
        }
    });
    let last = last.await?;
    match last.operation_status() {
        Some(OperationStatus::Success) => Ok(last),
        _ => Err(failed(operation, &last)),
    }
}

fn is_finished(event: &ProgressEvent) -> bool {
    use OperationStatus::{CancelComplete, Failed, Success};
    matches!(event.operation_status(), Some(Success | Failed | CancelComplete))
}

fn failed(operation: &'static str, event: &ProgressEvent) -> Failed {
    let code = event.error_code().cloned().unwrap_or(HandlerErrorCode::GeneralServiceException);
    let kind = match code {
        HandlerErrorCode::NotFound => ErrorKind::NotFound,
        HandlerErrorCode::InternalFailure
        | HandlerErrorCode::NetworkFailure
        | HandlerErrorCode::NotStabilized
        | HandlerErrorCode::ResourceConflict
        | HandlerErrorCode::ServiceInternalError
        | HandlerErrorCode::ServiceTimeout
        | HandlerErrorCode::Throttling => ErrorKind::Unavailable,
        _ => ErrorKind::Refused,
    };
    let told = event.status_message().filter(|message| !message.is_empty());
    let message = told.map_or_else(|| meaning(&code).to_owned(), str::to_owned);
    let error = AwsError {
        kind,
        call: Some(Box::new(Call { service: NAME, operation })),
        code: Some(code.as_str().to_owned()),
        request_id: event.request_token().map(Box::from),
        ..AwsError::new(message)
    };
    Failed { error, identifier: event.identifier().map(str::to_owned) }
}

/// What a code means where the handler says nothing
/// (<https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html>).
fn meaning(code: &HandlerErrorCode) -> &'static str {
    match code {
        HandlerErrorCode::AccessDenied => {
            "the caller may not do what the handler of the type has to"
        }
        HandlerErrorCode::AlreadyExists => "there is an object of this identifier already",
        HandlerErrorCode::InvalidCredentials => "the credentials are no longer valid",
        HandlerErrorCode::InvalidRequest => "the handler of the type refuses the properties",
        HandlerErrorCode::NotFound => "there is no such object",
        HandlerErrorCode::NotStabilized => "the object did not become ready in time",
        HandlerErrorCode::NotUpdatable => {
            "a property that AWS accepts only at creation has changed"
        }
        HandlerErrorCode::ResourceConflict => "another change to the object is under way",
        HandlerErrorCode::ServiceLimitExceeded => "a quota of the service is used up",
        HandlerErrorCode::Throttling => "the service has been called too often",
        _ => "the handler of the type failed",
    }
}

/// Makes a request again after a failure that passes by itself.
async fn repeated<T, F>(request: impl Fn() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    for pause in PAUSES {
        match request().await {
            Err(error) if passes(&error) => tokio::time::sleep(pause).await,
            outcome => return outcome,
        }
    }
    request().await
}

/// Whether a request was not carried out and may be by and by.
fn passes(error: &AwsError) -> bool {
    let codes = [HandlerErrorCode::ResourceConflict, HandlerErrorCode::Throttling];
    error.kind == ErrorKind::Unavailable && codes.iter().any(|code| error.has_code(code.as_str()))
}
