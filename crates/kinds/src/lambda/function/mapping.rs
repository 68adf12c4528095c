//! What AWS lists for all functions at once: event source mappings and code signing. Both are listed
//! once a run and shared, and forgotten when a function of ours changes them.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_lambda::operation::update_event_source_mapping::builders::UpdateEventSourceMappingInputBuilder as Update;
use aws_sdk_lambda::types as sdk;

use super::brokers::Brokers;
use super::event_source::{EventSource, EventSources};
use super::wait;
use crate::lambda::Lambda;
use crate::prelude::*;
use crate::settings::set_changed;
use aws::ErrorKind;

const MAPPINGS: &str = "lambda event source mappings";
/// How old the list may be for a function that is deleted: as old as what a plan has read of an object that is changed.
const MAX_AGE: Duration = Duration::from_secs(10);
const SIGNING: &str = "lambda functions by code signing configuration";

/// A live mapping of a kind that we manage.
pub(super) struct Mapping {
    pub uuid: String,
    pub spec: EventSource,
}

/// The mappings of a function and its aliases.
pub(super) async fn of_function(aws: &Aws, arn: &str) -> Result<Vec<Mapping>> {
    let all = all(aws).await?;
    let own = all.iter().filter(|mapping| is_of(mapping, arn) && !is_leaving(mapping));
    let mut mappings = Vec::new();
    for live in own {
        if let (Some(uuid), Some(spec)) = (live.uuid(), EventSource::of(live.clone())?) {
            mappings.push(Mapping { uuid: uuid.to_owned(), spec });
        }
    }
    Ok(mappings)
}

fn is_of(mapping: &sdk::EventSourceMappingConfiguration, arn: &str) -> bool {
    let rest = mapping.function_arn().and_then(|function| function.strip_prefix(arn));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// A mapping that was deleted holds its source for as long as it is listed.
fn is_leaving(mapping: &sdk::EventSourceMappingConfiguration) -> bool {
    mapping.state() == Some("Deleting")
}

/// All mappings, as they were when the run first asked.
async fn all(aws: &Aws) -> Result<Arc<Vec<sdk::EventSourceMappingConfiguration>>> {
    aws.memo().get_or_try_init(MAPPINGS, || list(aws)).await
}

/// All mappings as they were a moment ago.
async fn all_recently(aws: &Aws) -> Result<Arc<Vec<sdk::EventSourceMappingConfiguration>>> {
    aws.memo().get_or_try_init_within(MAPPINGS, MAX_AGE, || list(aws)).await
}

async fn list(aws: &Aws) -> Result<Vec<sdk::EventSourceMappingConfiguration>> {
    let pages = aws.lambda().list_event_source_mappings().into_paginator().items();
    Ok(pages.send().try_collect().await?)
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
    aws.memo().remove(MAPPINGS);
    let outcome = write_each(aws, function, arn, wanted).await;
    aws.memo().remove(MAPPINGS);
    outcome
}

async fn write_each(aws: &Aws, function: &str, arn: &str, wanted: &EventSources) -> Result<()> {
    let mut missing: BTreeMap<String, &EventSource> =
        wanted.values().map(|source| (source.place(), source)).collect();
    // One that an earlier run has deleted holds its source as well.
    let mut leaving: Vec<String> = all(aws)
        .await?
        .iter()
        .filter(|mapping| is_of(mapping, arn) && is_leaving(mapping))
        .filter_map(|mapping| mapping.uuid().map(str::to_owned))
        .collect();
    for live in of_function(aws, arn).await? {
        let place = live.spec.place();
        match missing.get(&place) {
            Some(spec) if spec.can_follow(&live.spec) => {
                spec.update(aws, function, &live).await?;
                missing.remove(&place);
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
    let all = all_recently(aws).await?;
    let own = || all.iter().filter(|mapping| is_of(mapping, arn));
    if own().next().is_none() {
        return Ok(());
    }
    for mapping in own().filter(|mapping| !is_leaving(mapping)) {
        delete(aws, mapping.uuid().unwrap_or_default()).await?;
    }
    for mapping in own() {
        wait::until_unmapped(aws, mapping.uuid().unwrap_or_default()).await?;
    }
    // Who asks later finds none of them.
    aws.memo().remove(MAPPINGS);
    Ok(())
}

async fn delete(aws: &Aws, uuid: &str) -> Result<()> {
    deleted(aws.lambda().delete_event_source_mapping().uuid(uuid).send().await)
}

/// What AWS treats as no limit.
const UNLIMITED: i32 = -1;

/// Sets the settings that differ, in a request that creates or that updates: each service refuses those of the
/// others. Empty values remove.
macro_rules! set_settings {
    ($request:expr, $wanted:expr, $live:expr) => {
        set_changed!($request, $wanted, $live, {
            enabled: set_enabled($wanted.enabled),
            batch_size: set_batch_size($wanted.batch_size_or_default()),
            batching_window_seconds:
                set_maximum_batching_window_in_seconds($wanted.batching_window_seconds),
            filters: set_filter_criteria($wanted.filter_criteria()),
            filters_kms_key: set_kms_key_arn($wanted.filters_kms_key.clone().unwrap_or_default()),
            parallelization: set_parallelization_factor($wanted.parallelization),
            bisect_on_error: set_bisect_batch_on_function_error($wanted.bisect_on_error),
            max_retries: set_maximum_retry_attempts($wanted.max_retries.unwrap_or(UNLIMITED)),
            max_record_age_seconds: set_maximum_record_age_in_seconds(
                $wanted.max_record_age_seconds.unwrap_or(UNLIMITED)
            ),
            tumbling_window_seconds: set_tumbling_window_in_seconds($wanted.tumbling_window_seconds),
            on_failure: set_destination_config($wanted.destination()),
            report_batch_item_failures: set_function_response_types($wanted.response_types()),
            max_concurrency: set_scaling_config($wanted.scaling()),
            provisioned_pollers: set_provisioned_poller_config($wanted.pollers()),
            event_count_metric: set_metrics_config($wanted.metrics()),
            error_count_metric: set_metrics_config($wanted.metrics()),
            kafka_metrics: set_metrics_config($wanted.metrics()),
            log_level: set_logging_config($wanted.logging()),
        })
    };
}

impl EventSource {
    async fn create(&self, aws: &Aws, function: &str) -> Result<()> {
        // What no answer says is as AWS makes it by default.
        let unsaid = sdk::EventSourceMappingConfiguration::builder();
        let unsaid = unsaid.event_source_arn("arn:aws:sqs:::").build();
        let untouched = Self::of(unsaid)?.unwrap_or_else(|| self.clone());
        let brokers = self.brokers();
        let access = brokers.access()?;
        let request = aws.lambda().create_event_source_mapping();
        let request = set_settings!(request, self, untouched)
            .function_name(self.target(function))
            .set_event_source_arn(non_empty(Some(&self.source)))
            .set_topics(self.kafka.as_ref().map(|kafka| vec![kafka.topic.clone()]))
            .set_queues(self.mq.as_ref().map(|mq| vec![mq.queue.clone()]))
            .set_source_access_configurations((!access.is_empty()).then_some(access))
            .set_self_managed_event_source(brokers.servers())
            .set_amazon_managed_kafka_event_source_config(brokers.managed()?)
            .set_self_managed_kafka_event_source_config(brokers.self_managed()?)
            .set_document_db_event_source_config(brokers.documents())
            .enabled(self.enabled)
            .set_starting_position(self.starting_position.map(Into::into))
            .set_starting_position_timestamp(self.starting_time());
        let mapping = request.send().await?;
        wait::until_settled(aws, mapping.uuid().unwrap_or_default()).await
    }

    async fn update(&self, aws: &Aws, function: &str, live: &Mapping) -> Result<()> {
        let target = (self.alias != live.spec.alias).then(|| self.target(function));
        let (wanted, is) = (self.brokers().without_group(), live.spec.brokers().without_group());
        let access = (wanted.access()? != is.access()?).then(|| wanted.access()).transpose()?;
        let has_registry =
            |brokers: &Brokers| Some(brokers.kafka.as_ref()?.schema_registry.clone());
        let is_new = has_registry(&wanted) != has_registry(&is);
        let changes = set_settings!(Update::default(), self, live.spec)
            .set_function_name(target)
            .set_source_access_configurations(access)
            .set_amazon_managed_kafka_event_source_config(wanted.managed()?.filter(|_| is_new))
            .set_self_managed_kafka_event_source_config(wanted.self_managed()?.filter(|_| is_new))
            .set_document_db_event_source_config(
                wanted.documents().filter(|_| wanted.documents() != is.documents()),
            );
        if changes == Update::default() {
            return Ok(());
        }
        wait::until_settled(aws, &live.uuid).await?;
        changes.uuid(&live.uuid).send_with(&aws.lambda()).await?;
        wait::until_settled(aws, &live.uuid).await
    }
}

/// The code signing configuration of a function, if it has one.
pub(super) async fn code_signing(aws: &Aws, arn: &str) -> Result<Option<String>> {
    let all = aws.memo().get_or_try_init(SIGNING, || signed_functions(aws)).await?;
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
    let lambda = aws.lambda();
    match config {
        Some(config) => {
            let request = lambda.put_function_code_signing_config().function_name(function);
            request.code_signing_config_arn(config).send().await?;
        }
        None => {
            let request = lambda.delete_function_code_signing_config().function_name(function);
            deleted(request.send().await)?;
        }
    }
    aws.memo().remove(SIGNING);
    Ok(())
}
