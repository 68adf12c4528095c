//! What Lambda does in its own time: starting functions, versions and mappings.

use std::time::Duration;

use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types as sdk;

use crate::lambda::Lambda;
use crate::prelude::*;
use aws::wait_after;

/// Functions in a VPC and big images take minutes.
const FUNCTION_LIMIT: Duration = Duration::from_secs(10 * 60);
/// No function has ever been ready any sooner.
const FIRST_LOOK: Duration = Duration::from_millis(500);
/// Snapshots and provisioned instances are made one after the other.
const VERSION_LIMIT: Duration = Duration::from_secs(15 * 60);
/// A queue's mapping starts within a minute, a stream's within a few.
const MAPPING_LIMIT: Duration = Duration::from_secs(5 * 60);

/// Waits until the function, or a version of it, runs the code and settings that it was given, and gives it as it
/// then is.
pub(super) async fn until_ready(
    aws: &Aws,
    name: &str,
    version: Option<&str>,
) -> Result<GetFunctionOutput> {
    let (what, limit) = match version {
        Some(version) => (format!("version {version} of {name} to start"), VERSION_LIMIT),
        None => (format!("function {name} to be ready"), FUNCTION_LIMIT),
    };
    wait_after(FIRST_LOOK, &what, limit, || async {
        // GetFunction has a quota of its own, seven times that of GetFunctionConfiguration.
        let request = aws.lambda().get_function().function_name(name);
        let function = request.set_qualifier(version.map(str::to_owned)).send().await?;
        let is_ready = function.configuration().map_or(Ok(Some(())), readiness)?;
        Ok(is_ready.map(|()| function))
    })
    .await
}

fn is_at_work(function: &sdk::FunctionConfiguration) -> bool {
    function.state() == Some(&sdk::State::Pending)
        || function.last_update_status() == Some(&sdk::LastUpdateStatus::InProgress)
}

fn readiness(function: &sdk::FunctionConfiguration) -> Result<Option<()>> {
    let failed = |reason: Option<&str>| {
        let reason = reason.unwrap_or("AWS gives no reason");
        Err(AwsError::new(format!("Lambda cannot run the function: {reason}")))
    };
    match (function.state(), function.last_update_status()) {
        (Some(sdk::State::Failed), _) => failed(function.state_reason()),
        (_, Some(sdk::LastUpdateStatus::Failed)) => failed(function.last_update_status_reason()),
        _ if is_at_work(function) => Ok(None),
        _ => Ok(Some(())),
    }
}

/// Waits until an alias has the instances that were asked for.
pub(super) async fn until_provisioned(aws: &Aws, name: &str, alias: &str) -> Result<()> {
    let what = format!("the instances of {name}:{alias} to start");
    wait_until(&what, VERSION_LIMIT, || async {
        let request = aws.lambda().get_provisioned_concurrency_config();
        let config = request.function_name(name).qualifier(alias).send().await?;
        match config.status() {
            Some(sdk::ProvisionedConcurrencyStatusEnum::Failed) => Err(AwsError::new(format!(
                "Lambda cannot start the instances of {alias}: {}",
                config.status_reason().unwrap_or("AWS gives no reason")
            ))),
            Some(sdk::ProvisionedConcurrencyStatusEnum::InProgress) => Ok(None),
            _ => Ok(Some(())),
        }
    })
    .await
}

/// Waits until a mapping takes events, or is paused, as it was told; a mapping in between refuses
/// changes.
pub(super) async fn until_settled(aws: &Aws, uuid: &str) -> Result<()> {
    wait_until("the event source to be connected", MAPPING_LIMIT, || async {
        let mapping = aws.lambda().get_event_source_mapping().uuid(uuid).send().await?;
        Ok((!is_moving(mapping.state())).then_some(()))
    })
    .await
}

/// Waits until a mapping is gone: until then its source cannot be mapped again.
pub(super) async fn until_unmapped(aws: &Aws, uuid: &str) -> Result<()> {
    wait_until("the event source to be disconnected", MAPPING_LIMIT, || async {
        let mapping = optional(aws.lambda().get_event_source_mapping().uuid(uuid).send().await)?;
        Ok(mapping.is_none().then_some(()))
    })
    .await
}

fn is_moving(state: Option<&str>) -> bool {
    matches!(state, Some("Creating" | "Enabling" | "Disabling" | "Updating" | "Deleting"))
}

/// Waits until the function's name is free.
pub(super) async fn until_gone(aws: &Aws, name: &str) -> Result<()> {
    wait_until("the function to be deleted", FUNCTION_LIMIT, || async {
        let function = optional(aws.lambda().get_function().function_name(name).send().await)?;
        Ok(function.is_none().then_some(()))
    })
    .await
}
