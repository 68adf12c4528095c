//! What AWS lists for all functions at once: event source mappings and code signing. Both are listed
//! once a run and shared, and forgotten when a function of ours changes them.

use std::collections::BTreeMap;

use aws_sdk_lambda::operation::create_event_source_mapping::builders::CreateEventSourceMappingFluentBuilder as Create;
use aws_sdk_lambda::operation::update_event_source_mapping::builders::UpdateEventSourceMappingInputBuilder as Update;
use aws_sdk_lambda::types as sdk;

use super::event_source::{EventSource, EventSources};
use super::wait;
use crate::lambda::Lambda;
use aws::{Aws, AwsError, ErrorKind, Result, optional};

const MAPPINGS: &str = "lambda event source mappings";
const SIGNING: &str = "lambda functions by code signing configuration";

/// A live mapping of a kind that we manage.
pub(super) struct Mapping {
    pub uuid: String,
    pub spec: EventSource,
}

/// The mappings of a function and its aliases.
pub(super) async fn of_function(aws: &Aws, arn: &str) -> Result<Vec<Mapping>> {
    let all = all(aws).await?;
    let own = all.iter().filter(|mapping| is_of(mapping, arn));
    let mut found = Vec::new();
    for live in own.filter(|mapping| !is_leaving(mapping)) {
        if let (Some(uuid), Some(spec)) = (live.uuid(), EventSource::of(live)?) {
            let uuid = uuid.to_owned();
            found.push(Mapping { uuid, spec });
        }
    }
    Ok(found)
}

fn is_of(mapping: &sdk::EventSourceMappingConfiguration, arn: &str) -> bool {
    let rest = mapping.function_arn().and_then(|function| function.strip_prefix(arn));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// A mapping that was deleted holds its source for as long as it is listed.
fn is_leaving(mapping: &sdk::EventSourceMappingConfiguration) -> bool {
    mapping.state() == Some("Deleting")
}

async fn all(aws: &Aws) -> Result<std::sync::Arc<Vec<sdk::EventSourceMappingConfiguration>>> {
    let list = || async {
        let request = aws.lambda().list_event_source_mappings();
        let mut pages = request.into_paginator().items().send();
        let mut found = Vec::new();
        while let Some(mapping) = pages.next().await {
            found.push(mapping?);
        }
        Ok::<_, AwsError>(found)
    };
    aws.memo().once(MAPPINGS, list).await
}

/// Brings a function's mappings to what is wanted.
pub(super) async fn write(
    aws: &Aws,
    function: &str,
    arn: &str,
    wanted: &EventSources,
    live: &EventSources,
) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    // The mappings may have changed since they were listed for the plan.
    aws.memo().forget(MAPPINGS);
    let outcome = write_each(aws, function, arn, wanted).await;
    aws.memo().forget(MAPPINGS);
    outcome
}

async fn write_each(aws: &Aws, function: &str, arn: &str, wanted: &EventSources) -> Result<()> {
    let mut missing: BTreeMap<&str, &EventSource> =
        wanted.iter().map(|(source, spec)| (source.as_str(), spec)).collect();
    // One that an earlier run has deleted holds its source as well.
    let mut leaving: Vec<String> = all(aws)
        .await?
        .iter()
        .filter(|mapping| is_of(mapping, arn) && is_leaving(mapping))
        .filter_map(|mapping| mapping.uuid().map(str::to_owned))
        .collect();
    for live in of_function(aws, arn).await? {
        let source = live.spec.source.as_str();
        match missing.get(source) {
            Some(spec) if spec.can_follow(&live.spec) => {
                spec.update(aws, function, &live).await?;
                missing.remove(source);
            }
            _ => {
                delete(aws, &live.uuid).await?;
                leaving.push(live.uuid);
            }
        }
    }
    for uuid in &leaving {
        wait::until_unmapped(aws, uuid).await?;
    }
    for spec in missing.into_values() {
        spec.create(aws, function).await?;
    }
    Ok(())
}

/// Deletes every mapping of a function, those too that its spec could not have named: without the
/// function they would be left behind, and fail.
pub(super) async fn delete_all(aws: &Aws, arn: &str) -> Result<()> {
    aws.memo().forget(MAPPINGS);
    let all = all(aws).await?;
    let own = || all.iter().filter(|mapping| is_of(mapping, arn));
    for mapping in own().filter(|mapping| !is_leaving(mapping)) {
        delete(aws, mapping.uuid().unwrap_or_default()).await?;
    }
    for mapping in own() {
        wait::until_unmapped(aws, mapping.uuid().unwrap_or_default()).await?;
    }
    aws.memo().forget(MAPPINGS);
    Ok(())
}

async fn delete(aws: &Aws, uuid: &str) -> Result<()> {
    optional(aws.lambda().delete_event_source_mapping().uuid(uuid).send().await)?;
    Ok(())
}

impl EventSource {
    async fn create(&self, aws: &Aws, function: &str) -> Result<()> {
        let mapping = self.creation(aws, function)?.send().await?;
        wait::until_settled(aws, mapping.uuid().unwrap_or_default()).await
    }

    /// Sends what is not AWS's default: each service refuses the settings of the others.
    fn creation(&self, aws: &Aws, function: &str) -> Result<Create> {
        let untouched =
            sdk::EventSourceMappingConfiguration::builder().event_source_arn(&self.source);
        let untouched = Self::of(&untouched.build())?.ok_or_else(|| {
            AwsError::new(format!(
                "`{}` is no stream of DynamoDB or Kinesis, and no SQS queue",
                self.source
            ))
        })?;
        let changes = self.changes(&untouched);
        let request = aws
            .lambda()
            .create_event_source_mapping()
            .function_name(self.target(function))
            .event_source_arn(&self.source)
            .enabled(self.enabled)
            .set_batch_size(self.batch_size)
            .set_starting_position(self.starting_position.map(Into::into))
            .set_starting_position_timestamp(self.starting_time())
            .set_kms_key_arn(self.filters_kms_key.clone());
        Ok(request
            .set_maximum_batching_window_in_seconds(
                *changes.get_maximum_batching_window_in_seconds(),
            )
            .set_filter_criteria(changes.get_filter_criteria().clone())
            .set_parallelization_factor(*changes.get_parallelization_factor())
            .set_bisect_batch_on_function_error(*changes.get_bisect_batch_on_function_error())
            .set_maximum_retry_attempts(*changes.get_maximum_retry_attempts())
            .set_maximum_record_age_in_seconds(*changes.get_maximum_record_age_in_seconds())
            .set_tumbling_window_in_seconds(*changes.get_tumbling_window_in_seconds())
            .set_destination_config(changes.get_destination_config().clone())
            .set_function_response_types(changes.get_function_response_types().clone())
            .set_scaling_config(changes.get_scaling_config().clone())
            .set_provisioned_poller_config(changes.get_provisioned_poller_config().clone())
            .set_metrics_config(changes.get_metrics_config().clone()))
    }

    async fn update(&self, aws: &Aws, function: &str, live: &Mapping) -> Result<()> {
        let changes = self.changes(&live.spec);
        let target = (self.alias != live.spec.alias).then(|| self.target(function));
        if changes == Update::default() && target.is_none() {
            return Ok(());
        }
        wait::until_settled(aws, &live.uuid).await?;
        let changes = changes.uuid(&live.uuid).set_function_name(target);
        changes.send_with(&aws.lambda()).await?;
        wait::until_settled(aws, &live.uuid).await
    }

    /// What UpdateEventSourceMapping must be told; it keeps what is left out.
    fn changes(&self, live: &Self) -> Update {
        fn changed<T: PartialEq, U>(new: &T, old: &T, value: impl FnOnce() -> U) -> Option<U> {
            (new != old).then(value)
        }
        const UNLIMITED: i32 = -1;
        Update::default()
            .set_enabled(changed(&self.enabled, &live.enabled, || self.enabled))
            .set_batch_size(
                changed(&self.batch_size, &live.batch_size, || self.batch_size_or_default())
                    .flatten(),
            )
            .set_maximum_batching_window_in_seconds(changed(
                &self.batching_window_seconds,
                &live.batching_window_seconds,
                || self.batching_window_seconds,
            ))
            .set_filter_criteria(changed(&self.filters, &live.filters, || self.filter_criteria()))
            .set_kms_key_arn(changed(&self.filters_kms_key, &live.filters_kms_key, || {
                self.filters_kms_key.clone().unwrap_or_default()
            }))
            .set_parallelization_factor(changed(
                &self.parallelization,
                &live.parallelization,
                || self.parallelization,
            ))
            .set_bisect_batch_on_function_error(changed(
                &self.bisect_on_error,
                &live.bisect_on_error,
                || self.bisect_on_error,
            ))
            .set_maximum_retry_attempts(changed(&self.max_retries, &live.max_retries, || {
                self.max_retries.unwrap_or(UNLIMITED)
            }))
            .set_maximum_record_age_in_seconds(changed(
                &self.max_record_age_seconds,
                &live.max_record_age_seconds,
                || self.max_record_age_seconds.unwrap_or(UNLIMITED),
            ))
            .set_tumbling_window_in_seconds(changed(
                &self.tumbling_window_seconds,
                &live.tumbling_window_seconds,
                || self.tumbling_window_seconds,
            ))
            .set_destination_config(changed(&self.on_failure, &live.on_failure, || {
                self.destination()
            }))
            .set_function_response_types(changed(
                &self.report_batch_item_failures,
                &live.report_batch_item_failures,
                || self.response_types(),
            ))
            .set_scaling_config(changed(&self.max_concurrency, &live.max_concurrency, || {
                self.scaling()
            }))
            .set_provisioned_poller_config(changed(
                &self.provisioned_pollers,
                &live.provisioned_pollers,
                || self.pollers(),
            ))
            .set_metrics_config(changed(&self.event_count_metric, &live.event_count_metric, || {
                self.metrics()
            }))
    }
}

/// The code signing configuration of a function, if it has one.
pub(super) async fn code_signing(aws: &Aws, arn: &str) -> Result<Option<String>> {
    let all = aws.memo().once(SIGNING, || signed_functions(aws)).await?;
    Ok(all.get(arn).cloned())
}

/// Code signing configurations by the ARN of the function: few accounts have any, and those have few.
async fn signed_functions(aws: &Aws) -> Result<BTreeMap<String, String>> {
    let mut signed = BTreeMap::new();
    let mut configs = aws.lambda().list_code_signing_configs().into_paginator().items().send();
    while let Some(config) = configs.next().await {
        let config = match config.map_err(AwsError::from) {
            Err(error) if is_not_offered(&error) => break,
            config => config?,
        };
        let request = aws.lambda().list_functions_by_code_signing_config();
        let request = request.code_signing_config_arn(config.code_signing_config_arn());
        let mut functions = request.into_paginator().items().send();
        while let Some(function) = functions.next().await {
            signed.insert(function?, config.code_signing_config_arn().to_owned());
        }
    }
    Ok(signed)
}

/// Whether Lambda has no code signing in the region, so that no function there is signed. It then denies
/// access to everybody ("Unable to determine service/operation name to be authorized", or without a
/// word), where a denial by a policy names the caller who is "not authorized to perform" the operation.
fn is_not_offered(error: &AwsError) -> bool {
    error.kind == ErrorKind::NotFound
        || error.has_code("AccessDeniedException")
            && !error.message.contains("not authorized to perform")
}

/// Binds a function to a code signing configuration, or frees it from the one that it has.
pub(super) async fn write_code_signing(
    aws: &Aws,
    function: &str,
    config: Option<&str>,
) -> Result<()> {
    match config {
        Some(config) => {
            let request = aws.lambda().put_function_code_signing_config().function_name(function);
            request.code_signing_config_arn(config).send().await?;
        }
        None => {
            let request = aws.lambda().delete_function_code_signing_config();
            optional(request.function_name(function).send().await)?;
        }
    }
    aws.memo().forget(SIGNING);
    Ok(())
}
