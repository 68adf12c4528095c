//! Creating, changing and deleting a function.

use aws_sdk_lambda::operation::update_function_configuration::builders::UpdateFunctionConfigurationInputBuilder as Settings;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types as sdk;

use super::code::Code;
use super::spec::{CODE_TAG, Function};
use super::types::Vpc;
use super::versions::{Access, access_of, remove_aliases, roll_out, write_aliases};
use super::{mapping, wait};
use crate::lambda::Lambda;
use crate::lambda::content::Source;
use crate::prelude::*;
use crate::settings::{set_changed, set_or_unset, write_tags};

/// Sets the settings that differ, in a request that creates or that updates. Empty values remove.
macro_rules! set_settings {
    ($request:expr, $wanted:expr, $live:expr) => {{
        let storage = sdk::EphemeralStorage::builder().size($wanted.ephemeral_storage);
        let variables = $wanted.environment.clone().into_iter().collect();
        let environment = sdk::Environment::builder().set_variables(Some(variables));
        let tracing = sdk::TracingConfig::builder().mode($wanted.tracing.into());
        let dead_letter = $wanted.dead_letter.as_deref().unwrap_or_default();
        let dead_letter = sdk::DeadLetterConfig::builder().target_arn(dead_letter);
        let snap_start = sdk::SnapStart::builder().apply_on(match $wanted.snap_start {
            true => sdk::SnapStartApplyOn::PublishedVersions,
            false => sdk::SnapStartApplyOn::None,
        });
        set_changed!($request, $wanted, $live, {
            runtime: set_runtime($wanted.runtime.as_deref().map(sdk::Runtime::from)),
            handler: set_handler($wanted.handler.clone()),
            role: set_role($wanted.role.clone()),
            description: set_description($wanted.description.clone()),
            timeout: set_timeout($wanted.timeout),
            memory: set_memory_size($wanted.memory),
            ephemeral_storage: set_ephemeral_storage(storage.build()?),
            environment: set_environment(environment.build()),
            kms_key: set_kms_key_arn($wanted.kms_key.clone().unwrap_or_default()),
            vpc: set_vpc_config(Vpc::request($wanted.vpc.as_ref())),
            layers: set_layers($wanted.layers.clone()),
            file_system: set_file_system_configs(Vec::from_iter($wanted.file_system.to_aws()?)),
            image_settings: set_image_config($wanted.image_settings.request()),
            tracing: set_tracing_config(tracing.build()),
            logging: set_logging_config($wanted.logging.request(&$wanted.name)?),
            dead_letter: set_dead_letter_config(dead_letter.build()),
            snap_start: set_snap_start(snap_start.build()),
        })
    }};
}

/// Creates the function with everything that the call can carry.
pub(super) async fn create(wanted: &Function, aws: &Aws) -> Result<String> {
    let untouched = Function::of(&sdk::FunctionConfiguration::builder().build(), None)?;
    let wanted = &wanted.with_insights(&aws.place());
    let isolation = sdk::TenancyConfig::builder()
        .tenant_isolation_mode(sdk::TenantIsolationMode::PerTenant)
        .build()?;
    let request = aws.lambda().create_function().function_name(&wanted.name);
    let request = request
        .code(wanted.upload()?)
        .package_type(wanted.code.package_type().into())
        .architectures(wanted.architecture.into())
        .set_code_signing_config_arn(wanted.code_signing_config.clone())
        .set_tenancy_config(wanted.tenant_isolation.then_some(isolation))
        .set_tags(Some(wanted.tags.clone().into_iter().collect()));
    set_settings!(request, wanted, untouched).send().await?;
    Ok(wanted.name.clone())
}

pub(super) async fn update(wanted: &Function, aws: &Aws, id: &str, live: &Function) -> Result<()> {
    let (lambda, place) = (aws.lambda(), aws.place());
    let (wanted, live) = (&wanted.with_insights(&place), &live.with_insights(&place));
    let settings = set_settings!(Settings::default(), wanted, live);
    let has_new_settings = settings != Settings::default();
    let is_changed = has_new_settings || wanted.has_new_code(live);
    if wanted.code_signing_config != live.code_signing_config {
        let config = wanted.code_signing_config.as_deref();
        mapping::write_code_signing(aws, id, config).await?;
    }
    // Lambda changes both in its own time, and refuses either while it is at work; such a call is made again until it is
    // not. Settings first: new code rarely runs on the old ones, old code mostly runs on the new.
    if has_new_settings {
        settings.function_name(id).send_with(&lambda).await?;
        wait::until_ready(aws, id, None).await?;
    }
    if wanted.has_new_code(live) {
        wanted.write_code(aws, id).await?;
    }
    set_or_unset!(
        wanted, live, reserved_concurrency:
        |calls| lambda.put_function_concurrency().function_name(id).reserved_concurrent_executions(*calls),
        lambda.delete_function_concurrency().function_name(id)
    );
    if wanted.recursive_loop != live.recursive_loop {
        let request = lambda.put_function_recursion_config().function_name(id);
        request.recursive_loop(wanted.recursive_loop.into()).send().await?;
    }
    let runtime =
        |function: &Function| (function.runtime_updates, function.runtime_version.clone());
    if runtime(wanted) != runtime(live) {
        let request = lambda.put_runtime_management_config().function_name(id);
        let request = request.update_runtime_on(wanted.runtime_updates.into());
        request.set_runtime_version_arn(wanted.runtime_version.clone()).send().await?;
    }
    let arn = arn(aws, id);
    let (untag, tag) = (lambda.untag_resource(), lambda.tag_resource());
    write_tags!(wanted.tags, live.tags, untag.resource(&arn), tag.resource(&arn));
    let rolling = write_aliases(wanted, aws, id, live, is_changed).await?;
    access_of!(wanted).write(aws, id, None, access_of!(live)).await?;
    mapping::write(aws, id, &arn, &wanted.event_sources, &live.event_sources).await?;
    // Late, as mappings may have been moved away from them just now.
    remove_aliases(wanted, aws, id, live).await?;
    // Last, as it takes its time and may fail: then nothing else is left to do.
    roll_out(aws, id, rolling).await
}

pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    mapping::delete_all(aws, &arn(aws, id)).await?;
    // Versions, aliases, URLs and the policy go with the function.
    deleted(aws.lambda().delete_function().function_name(id).send().await)?;
    wait::until_gone(aws, id).await
}

fn arn(aws: &Aws, name: &str) -> String {
    aws.place().arn("lambda", &format!("function:{name}"))
}

impl Function {
    pub(super) fn has_new_code(&self, live: &Self) -> bool {
        let is_elsewhere = |tag: &String| live.tags.get(CODE_TAG) != Some(tag);
        self.code != live.code
            || self.tags.get(CODE_TAG).is_some_and(is_elsewhere)
            || self.architecture != live.architecture
            || self.package_kms_key != live.package_kms_key
    }

    async fn write_code(&self, aws: &Aws, id: &str) -> Result<()> {
        let code = self.upload()?;
        let request = aws.lambda().update_function_code().function_name(id);
        let request = request
            .architectures(self.architecture.into())
            .set_zip_file(code.zip_file)
            .set_s3_bucket(code.s3_bucket)
            .set_s3_key(code.s3_key)
            .set_s3_object_version(code.s3_object_version)
            .set_image_uri(code.image_uri)
            .set_source_kms_key_arn(code.source_kms_key_arn);
        request.send().await?;
        wait::until_ready(aws, id, None).await.map(drop)
    }

    /// Where Lambda takes the code from.
    fn upload(&self) -> Result<sdk::FunctionCode> {
        let key = self.package_kms_key.clone();
        let code = sdk::FunctionCode::builder().set_source_kms_key_arn(key);
        let code = match &self.code {
            Code::Image(image) => code.image_uri(&image.image),
            other => match other.source() {
                Some(Source::Here(package)) => code.zip_file(Blob::new(package.bytes())),
                Some(Source::Object(object)) => {
                    let code = code.s3_bucket(&object.bucket).s3_key(&object.key);
                    code.set_s3_object_version(object.version.clone())
                }
                None => return Err(AwsError::new("the function's code was not made ready")),
            },
        };
        Ok(code.build())
    }
}
