//! Creating, changing and deleting a function.

use aws_sdk_lambda::operation::create_function::builders::CreateFunctionFluentBuilder;
use aws_sdk_lambda::operation::update_function_configuration::builders::UpdateFunctionConfigurationInputBuilder as Configuration;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types as sdk;

use super::code::{Code, Source};
use super::types::{FileSystem, Vpc};
use super::versions::{Access, remove_aliases, write_aliases};
use super::{Function, mapping, wait};
use crate::lambda::Lambda;
use aws::tags;
use aws::{Aws, AwsError, Result, optional};

fn arn(aws: &Aws, name: &str) -> String {
    aws.place().arn("lambda", &format!("function:{name}"))
}

pub(super) async fn create(function: &Function, aws: &Aws) -> Result<String> {
    function.creation(aws)?.send().await?;
    Ok(function.name.clone())
}

pub(super) async fn update(
    function: &Function,
    aws: &Aws,
    id: &str,
    live: &Function,
) -> Result<()> {
    if function.differs_itself(live) {
        wait::until_idle(aws, id).await?;
    }
    if function.code_signing_config != live.code_signing_config {
        let config = function.code_signing_config.as_deref();
        mapping::write_code_signing(aws, id, config).await?;
    }
    // Settings first: new code seldom runs on the old ones, old code mostly runs on the new.
    let has_new_settings = function.write_configuration(aws, id, live).await?;
    let has_new_code = function.write_code(aws, id, live).await?;
    function.write_limits(aws, id, live).await?;
    function.write_tags(aws, id, live).await?;
    let is_changed = has_new_settings || has_new_code;
    write_aliases(function, aws, id, live, is_changed).await?;
    Access::of_function(function).write(aws, id, None, Access::of_function(live)).await?;
    mapping::write(aws, id, &arn(aws, id), &function.event_sources, &live.event_sources).await?;
    // Last, as mappings may have been moved away from them just now.
    remove_aliases(function, aws, id, live).await
}

pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    mapping::delete_all(aws, &arn(aws, id)).await?;
    // Versions, aliases, URLs and the policy go with the function.
    optional(aws.lambda().delete_function().function_name(id).send().await)?;
    wait::until_gone(aws, id).await
}

impl Function {
    /// A call that creates the function with everything it can carry.
    fn creation(&self, aws: &Aws) -> Result<CreateFunctionFluentBuilder> {
        let untouched = Self::of(&sdk::FunctionConfiguration::builder().build(), None)?;
        let settings = self.configuration(&untouched);
        let isolation = sdk::TenancyConfig::builder()
            .tenant_isolation_mode(sdk::TenantIsolationMode::PerTenant)
            .build();
        let request = aws
            .lambda()
            .create_function()
            .function_name(&self.name)
            .code(self.upload()?)
            .package_type(self.code.package_type().into())
            .architectures(self.architecture.into())
            .set_code_signing_config_arn(self.code_signing_config.clone())
            .set_tenancy_config(self.tenant_isolation.then_some(isolation.ok()).flatten())
            .set_tags(Some(self.tags.clone().into_iter().collect()));
        Ok(request
            .set_runtime(settings.get_runtime().clone())
            .set_handler(settings.get_handler().clone())
            .set_role(settings.get_role().clone())
            .set_description(settings.get_description().clone())
            .set_timeout(*settings.get_timeout())
            .set_memory_size(*settings.get_memory_size())
            .set_ephemeral_storage(settings.get_ephemeral_storage().clone())
            .set_environment(settings.get_environment().clone())
            .set_kms_key_arn(settings.get_kms_key_arn().clone())
            .set_vpc_config(settings.get_vpc_config().clone())
            .set_layers(settings.get_layers().clone())
            .set_file_system_configs(settings.get_file_system_configs().clone())
            .set_image_config(settings.get_image_config().clone())
            .set_tracing_config(settings.get_tracing_config().clone())
            .set_logging_config(settings.get_logging_config().clone())
            .set_dead_letter_config(settings.get_dead_letter_config().clone())
            .set_snap_start(settings.get_snap_start().clone()))
    }

    fn upload(&self) -> Result<sdk::FunctionCode> {
        let code =
            sdk::FunctionCode::builder().set_source_kms_key_arn(self.package_kms_key.clone());
        let code = match self.source()? {
            CodeSource::Zip(Source::Here(package)) => code.zip_file(Blob::new(package.bytes())),
            CodeSource::Zip(Source::Object(object)) => code
                .s3_bucket(&object.bucket)
                .s3_key(&object.key)
                .set_s3_object_version(object.version.clone()),
            CodeSource::Image(uri) => code.image_uri(uri),
        };
        Ok(code.build())
    }

    fn source(&self) -> Result<CodeSource<'_>> {
        match &self.code {
            Code::Image(image) => Some(CodeSource::Image(&image.image)),
            Code::Packaged(packaged) => packaged.source().map(CodeSource::Zip),
            _ => None,
        }
        .ok_or_else(|| AwsError::new("the function's code was not made ready"))
    }

    /// Writes the settings that differ, and says whether any did.
    async fn write_configuration(&self, aws: &Aws, id: &str, live: &Self) -> Result<bool> {
        let changes = self.configuration(live);
        if changes == Configuration::default() {
            return Ok(false);
        }
        changes.function_name(id).send_with(&aws.lambda()).await?;
        wait::until_ready(aws, id, None).await?;
        Ok(true)
    }

    /// What UpdateFunctionConfiguration must be told; it keeps what is left out, and empty values take
    /// away.
    fn configuration(&self, live: &Self) -> Configuration {
        fn changed<T: PartialEq, U>(new: &T, old: &T, value: impl FnOnce() -> U) -> Option<U> {
            (new != old).then(value)
        }
        let text = |new: &Option<String>, old: &Option<String>| {
            changed(new, old, || new.clone().unwrap_or_default())
        };
        let runtime = || self.runtime.as_deref().map(sdk::Runtime::from);
        Configuration::default()
            .set_runtime(changed(&self.runtime, &live.runtime, runtime).flatten())
            .set_handler(changed(&self.handler, &live.handler, || self.handler.clone()).flatten())
            .set_role(changed(&self.role, &live.role, || self.role.clone()))
            .set_description(changed(&self.description, &live.description, || {
                self.description.clone()
            }))
            .set_timeout(changed(&self.timeout, &live.timeout, || self.timeout))
            .set_memory_size(changed(&self.memory, &live.memory, || self.memory))
            .set_ephemeral_storage(
                changed(&self.ephemeral_storage, &live.ephemeral_storage, || {
                    sdk::EphemeralStorage::builder().size(self.ephemeral_storage).build().ok()
                })
                .flatten(),
            )
            .set_environment(changed(&self.environment, &live.environment, || {
                let variables = self.environment.clone().into_iter().collect();
                sdk::Environment::builder().set_variables(Some(variables)).build()
            }))
            .set_kms_key_arn(text(&self.kms_key, &live.kms_key))
            .set_vpc_config(changed(&self.vpc, &live.vpc, || Vpc::request(self.vpc.as_ref())))
            .set_layers(changed(&self.layers, &live.layers, || self.layers.clone()))
            .set_file_system_configs(changed(&self.file_system, &live.file_system, || {
                self.file_system.iter().filter_map(FileSystem::request).collect()
            }))
            .set_image_config(changed(&self.image_settings, &live.image_settings, || {
                self.image_settings.request()
            }))
            .set_tracing_config(changed(&self.tracing, &live.tracing, || {
                sdk::TracingConfig::builder().mode(self.tracing.into()).build()
            }))
            .set_logging_config(changed(&self.logging, &live.logging, || {
                self.logging.request(&self.name)
            }))
            .set_dead_letter_config(
                text(&self.dead_letter, &live.dead_letter)
                    .map(|target| sdk::DeadLetterConfig::builder().target_arn(target).build()),
            )
            .set_snap_start(changed(&self.snap_start, &live.snap_start, || {
                let apply_on = match self.snap_start {
                    true => sdk::SnapStartApplyOn::PublishedVersions,
                    false => sdk::SnapStartApplyOn::None,
                };
                sdk::SnapStart::builder().apply_on(apply_on).build()
            }))
    }

    /// Whether the function's settings or code differ, which Lambda changes in its own time.
    fn differs_itself(&self, live: &Self) -> bool {
        self.configuration(live) != Configuration::default() || !self.has_code_of(live)
    }

    fn has_code_of(&self, live: &Self) -> bool {
        self.code == live.code
            && self.architecture == live.architecture
            && self.package_kms_key == live.package_kms_key
    }

    /// Uploads the code if it differs, and says whether it did.
    async fn write_code(&self, aws: &Aws, id: &str, live: &Self) -> Result<bool> {
        if self.has_code_of(live) {
            return Ok(false);
        }
        let code = self.upload()?;
        aws.lambda()
            .update_function_code()
            .function_name(id)
            .architectures(self.architecture.into())
            .set_zip_file(code.zip_file)
            .set_s3_bucket(code.s3_bucket)
            .set_s3_key(code.s3_key)
            .set_s3_object_version(code.s3_object_version)
            .set_image_uri(code.image_uri)
            .set_source_kms_key_arn(code.source_kms_key_arn)
            .send()
            .await?;
        wait::until_ready(aws, id, None).await?;
        Ok(true)
    }

    async fn write_limits(&self, aws: &Aws, id: &str, live: &Self) -> Result<()> {
        match self.reserved_concurrency {
            same if same == live.reserved_concurrency => {}
            Some(calls) => {
                let request = aws.lambda().put_function_concurrency().function_name(id);
                request.reserved_concurrent_executions(calls).send().await?;
            }
            None => {
                aws.lambda().delete_function_concurrency().function_name(id).send().await?;
            }
        }
        if self.recursive_loop != live.recursive_loop {
            let request = aws.lambda().put_function_recursion_config().function_name(id);
            request.recursive_loop(self.recursive_loop.into()).send().await?;
        }
        Ok(())
    }

    async fn write_tags(&self, aws: &Aws, id: &str, live: &Self) -> Result<()> {
        let Some(changes) = tags::changes(&self.tags, &live.tags) else {
            return Ok(());
        };
        let arn = arn(aws, id);
        if !changes.set.is_empty() {
            let request = aws.lambda().tag_resource().resource(&arn);
            request.set_tags(Some(changes.set.into_iter().collect())).send().await?;
        }
        if !changes.remove.is_empty() {
            let request = aws.lambda().untag_resource().resource(&arn);
            request.set_tag_keys(Some(changes.remove)).send().await?;
        }
        Ok(())
    }
}

/// Where Lambda takes the code from.
enum CodeSource<'a> {
    Zip(&'a Source),
    Image(&'a str),
}
