//! A function as it is, from everything that AWS knows of it.

use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types as sdk;
use futures_util::future::try_join_all;

use super::alias::Alias;
use super::code::Code;
use super::event_source::EventSources;
use super::mapping;
use super::permission::{self, Permissions};
use super::spec::{DEFAULT_MEMORY, DEFAULT_STORAGE, DEFAULT_TIMEOUT, Function, Outputs};
use super::types::{
    Architecture, AsyncInvocation, FileSystem, FunctionUrl, ImageSettings, Logging, PackageType,
    RecursiveLoop, RuntimeUpdates, Tracing, Vpc,
};
use super::wait;
use crate::lambda::Lambda;
use crate::parts::part;
use crate::prelude::*;
use aws::download;
use aws::tags;
use kind::{Live, Parts};

/// The package of a function's code as AWS keeps it; nothing of one that is an image.
pub(super) async fn package(aws: &Aws, id: &str) -> Result<Option<Vec<u8>>> {
    let request = aws.lambda().get_function().function_name(id);
    let found = request.send().await?;
    let is_zip = |code: &&sdk::FunctionCodeLocation| code.image_uri().is_none();
    let link = found.code().filter(is_zip).and_then(|code| code.location());
    match link {
        Some(link) => download(link).await.map(Some),
        None => Ok(None),
    }
}

/// One call, where a read is seven.
pub(super) async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
    let request = aws.lambda().get_function().function_name(id);
    let found = optional(request.send().await)?;
    found.as_ref().map(function_tags).transpose()
}

/// Seven calls a function, one and two more a version and an alias where it has aliases, and those that
/// are made once a run. Five of them share Lambda's 15 a second; that is why nothing else is asked
/// of a function that does not exist.
pub(super) async fn function(
    aws: &Aws,
    id: &str,
    parts: &Parts<'_, Function>,
) -> Result<Option<Live<Function>>> {
    let request = aws.lambda().get_function().function_name(id);
    match optional(request.send().await)? {
        Some(found) => described(aws, id, &found, parts).await.map(Some),
        None => Ok(None),
    }
}

/// A function that was just created, once it is ready: what the create call cannot carry is as Lambda has it by
/// default. What served an earlier function of this name may be left.
pub(super) async fn created(aws: &Aws, id: &str) -> Result<Live<Function>> {
    let arn = Outputs::predicted(id, &aws.place()).arn.unwrap_or_default();
    // Lists that all functions share are there by the time that this one is ready.
    let lists =
        async { tokio::try_join!(event_sources(aws, &arn), mapping::code_signing(aws, &arn)) };
    let (found, _) = tokio::try_join!(wait::until_ready(aws, id, None), lists)?;
    let bare = Function::of(configuration(&found)?, found.code())?;
    let known = Live::new(Outputs::predicted(id, &aws.place()), bare);
    described(aws, id, &found, &Parts::fresh(&known, &BTreeSet::new())).await
}

async fn described(
    aws: &Aws,
    id: &str,
    found: &GetFunctionOutput,
    parts: &Parts<'_, Function>,
) -> Result<Live<Function>> {
    let configuration = configuration(found)?;
    let latest = Function::of(configuration, found.code())?;
    let arn = configuration.function_arn().unwrap_or_default();
    // What aliases have and show depends on nearly everything.
    let parts = match parts.known(&["aliases"]) {
        Some(known) if known.spec.aliases.is_empty() => parts,
        _ => &Parts::ALL,
    };
    let (aliases, permissions, invocations, url, recursive_loop, event_sources, signing, runtime) =
        tokio::try_join!(
            parts.part(&["aliases"], |_| BTreeMap::new(), aliases(aws, &latest, arn)),
            part!(parts, permissions => permissions(aws, id, arn, None)),
            parts.part(
                &["async_invocation"],
                |function| Qualified::own(function.async_invocation.clone()),
                invocations(aws, id, arn),
            ),
            url_of(aws, id, arn, parts),
            part!(parts, recursive_loop => recursive_loop(aws, id)),
            event_sources(aws, arn),
            mapping::code_signing(aws, arn),
            part!(
                parts,
                runtime_updates, runtime_version => runtime_updates(aws, id, latest.package_type)
            ),
        )?;
    let (runtime_updates, runtime_version) = runtime;
    let Qualified { own: async_invocation, aliased: mut alias_invocations } = invocations;
    let Qualified { own: url, aliased: mut alias_urls } = url;
    let (function_url, address) = url.unzip();
    let concurrency = found.concurrency();
    let mut function = Function {
        tags: function_tags(found)?,
        reserved_concurrency: concurrency.and_then(|limit| limit.reserved_concurrent_executions()),
        code_signing_config: signing,
        recursive_loop,
        runtime_updates,
        runtime_version,
        permissions,
        async_invocation: async_invocation.unwrap_or_default(),
        function_url,
        aliases,
        event_sources,
        ..latest
    };
    for (name, alias) in &mut function.aliases {
        alias.async_invocation = alias_invocations.remove(name).unwrap_or_default();
        alias.function_url = alias_urls.remove(name).map(|(url, _)| url);
    }
    let outputs = outputs(aws, &function, arn, address);
    Ok(Live::new(outputs, function))
}

/// The URLs of the function and its aliases, each with its address.
async fn url_of(
    aws: &Aws,
    id: &str,
    arn: &str,
    parts: &Parts<'_, Function>,
) -> Result<Qualified<(FunctionUrl, String)>> {
    match parts.known(&["function_url"]) {
        Some(Live { spec, outputs, .. }) => {
            let own = spec.function_url.clone().zip(outputs.function_url.clone());
            Ok(Qualified { own, aliased: BTreeMap::new() })
        }
        None => urls(aws, id, arn).await,
    }
}

fn configuration(found: &GetFunctionOutput) -> Result<&sdk::FunctionConfiguration> {
    member(found, "Configuration", GetFunctionOutput::configuration)
}

fn outputs(aws: &Aws, function: &Function, arn: &str, url: Option<String>) -> Outputs {
    let numbers = function.aliases.values().filter_map(|alias| alias.version.as_ref());
    let newest = numbers.filter_map(|version| version.parse::<u64>().ok()).max();
    let version = newest.map_or_else(|| "$LATEST".to_owned(), |number| number.to_string());
    Outputs {
        arn: Some(arn.to_owned()),
        qualified_arn: Some(format!("{arn}:{version}")),
        version: Some(version),
        function_url: url,
        ..Outputs::predicted(&function.name, &aws.place())
    }
}

impl Function {
    /// The code and the settings, of which a version is a copy; nothing else.
    pub(super) fn of(
        live: &sdk::FunctionConfiguration,
        code: Option<&sdk::FunctionCodeLocation>,
    ) -> Result<Self> {
        let (live, code) = (live.clone(), code.cloned());
        let name = live.function_name.unwrap_or_default();
        let package_type = PackageType::from_aws(live.package_type).unwrap_or_default();
        let mut logging = Logging::of(live.logging_config)?.unwrap_or_default();
        logging.leave_out_default_group(&name);
        let (image_uri, package_key) = match code {
            Some(code) => (code.image_uri, code.source_kms_key_arn),
            None => (None, None),
        };
        let image = live.image_config_response.and_then(|response| response.image_config);
        let file_system = live.file_system_configs.and_then(|systems| systems.into_iter().next());
        let architecture = live.architectures.and_then(|built_for| built_for.into_iter().next());
        let storage = live.ephemeral_storage.map(|storage| storage.size);
        let snapshots = live.snap_start.and_then(|snap| snap.apply_on);
        let mut function = Self {
            code: match package_type {
                PackageType::Image => Code::live_image(image_uri.unwrap_or_default()),
                _ => Code::live_zip(live.code_sha256.unwrap_or_default()),
            },
            package_type: Some(package_type),
            runtime: non_empty(live.runtime.as_ref().map(sdk::Runtime::as_str)),
            handler: non_empty(live.handler),
            role: live.role.unwrap_or_default(),
            description: live.description.unwrap_or_default(),
            memory: live.memory_size.unwrap_or(DEFAULT_MEMORY),
            timeout: live.timeout.unwrap_or(DEFAULT_TIMEOUT),
            ephemeral_storage: storage.unwrap_or(DEFAULT_STORAGE),
            architecture: Architecture::from_aws(architecture).unwrap_or_default(),
            environment: environment(live.environment)?,
            kms_key: non_empty(live.kms_key_arn),
            package_kms_key: non_empty(package_key),
            vpc: Vpc::of_function(live.vpc_config)?,
            layers: live
                .layers
                .into_iter()
                .flatten()
                .filter_map(|layer| non_empty(layer.arn))
                .collect(),
            file_system: FileSystem::of(file_system)?,
            image_settings: ImageSettings::of(image)?.unwrap_or_default(),
            tracing: Tracing::from_aws(live.tracing_config.and_then(|tracing| tracing.mode))
                .unwrap_or_default(),
            logging,
            dead_letter: non_empty(live.dead_letter_config.and_then(|config| config.target_arn)),
            snap_start: snapshots == Some(sdk::SnapStartApplyOn::PublishedVersions),
            tenant_isolation: live.tenancy_config.is_some(),
            name,
            tags: Tags::new(),
            reserved_concurrency: None,
            code_signing_config: None,
            recursive_loop: RecursiveLoop::default(),
            permissions: Permissions::default(),
            async_invocation: AsyncInvocation::default(),
            function_url: None,
            aliases: BTreeMap::new(),
            event_sources: EventSources::default(),
            insights: false,
            runtime_updates: RuntimeUpdates::default(),
            runtime_version: None,
        };
        function.tell_insights();
        Ok(function)
    }
}

fn function_tags(found: &GetFunctionOutput) -> Result<Tags> {
    match found.tags_error() {
        // Without them we would take the function for somebody else's.
        Some(error) => Err(AwsError::new(format!(
            "AWS does not show the function's tags: {}",
            error.message()
        ))),
        None => Ok(tags::from_aws(found.tags().cloned().unwrap_or_default())),
    }
}

fn environment(live: Option<sdk::EnvironmentResponse>) -> Result<BTreeMap<String, String>> {
    let Some(environment) = live else {
        return Ok(BTreeMap::new());
    };
    match environment.error {
        // Absent variables would look as if somebody had removed them.
        Some(error) => Err(AwsError::new(format!(
            "AWS does not show the function's environment: {}",
            error.message().unwrap_or("it gives no reason")
        ))),
        None => Ok(environment.variables.into_iter().flatten().collect()),
    }
}

async fn aliases(aws: &Aws, latest: &Function, arn: &str) -> Result<BTreeMap<String, Alias>> {
    let name = &latest.name;
    let request = aws.lambda().list_aliases().function_name(name);
    let found = request.into_paginator().items().send().try_collect().await?;
    if found.is_empty() {
        return Ok(BTreeMap::new());
    }
    let versions: BTreeSet<&str> =
        found.iter().filter_map(sdk::AliasConfiguration::function_version).collect();
    let copies =
        versions.into_iter().filter(|version| *version != "$LATEST").map(async |version| {
            let found =
                aws.lambda().get_function().function_name(name).qualifier(version).send().await?;
            let copy = Function::of(configuration(&found)?, found.code())?;
            Ok::<_, AwsError>((version, copy == *latest))
        });
    let names = found.iter().filter_map(sdk::AliasConfiguration::name);
    let policies = names.map(async |alias| {
        Ok::<_, AwsError>((alias, permissions(aws, name, arn, Some(alias)).await?))
    });
    let (copies, policies, provisioned) = tokio::try_join!(
        try_join_all(copies),
        try_join_all(policies),
        provisioned(aws, name, arn)
    )?;
    let copies: BTreeMap<&str, bool> = copies.into_iter().collect();
    let mut policies: BTreeMap<&str, Permissions> = policies.into_iter().collect();
    let aliases = found.iter().filter_map(|live| {
        let (name, version) = (live.name()?, live.function_version()?);
        let weights =
            live.routing_config().and_then(|routing| routing.additional_version_weights());
        let alias = Alias {
            version: Auto(Some(version.to_owned())),
            newest: Auto(Some(copies.get(version).copied().unwrap_or(false))),
            description: live.description().unwrap_or_default().to_owned(),
            weights: weights.cloned().unwrap_or_default().into_iter().collect(),
            provisioned_concurrency: provisioned.get(name).copied(),
            permissions: policies.remove(name).unwrap_or_default(),
            ..Alias::default()
        };
        Some((name.to_owned(), alias))
    });
    Ok(aliases.collect())
}

/// Provisioned instances by alias.
async fn provisioned(aws: &Aws, name: &str, arn: &str) -> Result<BTreeMap<String, i32>> {
    let request = aws.lambda().list_provisioned_concurrency_configs().function_name(name);
    let found = optional(request.into_paginator().items().send().try_collect().await)?;
    let instances = found.into_iter().flatten().filter_map(|config| {
        let alias = qualifier(config.function_arn()?, arn)?.to_owned();
        Some((alias, config.requested_provisioned_concurrent_executions?))
    });
    Ok(instances.collect())
}

/// A function without statements has an empty policy, or none.
async fn permissions(aws: &Aws, name: &str, arn: &str, alias: Option<&str>) -> Result<Permissions> {
    let request = aws.lambda().get_policy().function_name(name);
    let policy = optional(request.set_qualifier(alias.map(str::to_owned)).send().await)?;
    let resource = alias.map_or_else(|| arn.to_owned(), |alias| format!("{arn}:{alias}"));
    match policy.as_ref().and_then(|policy| policy.policy()) {
        Some(policy) => permission::of_policy(policy, &resource),
        None => Ok(Permissions::new()),
    }
}

/// Things of which the function has one, and each of its aliases too.
struct Qualified<T> {
    own: Option<T>,
    aliased: BTreeMap<String, T>,
}

impl<T> Qualified<T> {
    /// Only the function has one.
    fn own(thing: T) -> Self {
        Self { own: Some(thing), aliased: BTreeMap::new() }
    }

    /// Sorts things by the ARN that says whose they are.
    fn by_arn(function: &str, things: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut sorted = Self { own: None, aliased: BTreeMap::new() };
        for (arn, thing) in things {
            match qualifier(&arn, function) {
                Some(alias) => drop(sorted.aliased.insert(alias.to_owned(), thing)),
                None => sorted.own = Some(thing),
            }
        }
        sorted
    }
}

/// The alias or version in a function's ARN; the newest code has none, however it is written.
fn qualifier<'a>(arn: &'a str, function: &str) -> Option<&'a str> {
    let rest = arn.strip_prefix(function)?.strip_prefix(':')?;
    (rest != "$LATEST").then_some(rest)
}

async fn invocations(aws: &Aws, name: &str, arn: &str) -> Result<Qualified<AsyncInvocation>> {
    let request = aws.lambda().list_function_event_invoke_configs().function_name(name);
    let found = optional(request.into_paginator().items().send().try_collect().await)?;
    let configs = found.into_iter().flatten().map(|config| {
        (config.function_arn.clone().unwrap_or_default(), AsyncInvocation::of(config))
    });
    Ok(Qualified::by_arn(arn, configs))
}

async fn urls(aws: &Aws, name: &str, arn: &str) -> Result<Qualified<(FunctionUrl, String)>> {
    let request = aws.lambda().list_function_url_configs().function_name(name);
    let found = optional(request.into_paginator().items().send().try_collect().await)?;
    let urls = found.into_iter().flatten().map(|url| {
        let (arn, address) = (url.function_arn.clone(), url.function_url.clone());
        Ok((arn, FunctionUrl::of(Some(url))?.map(|spec| (spec, address))))
    });
    let urls: Vec<_> = urls.collect::<Result<_>>()?;
    let urls = urls.into_iter().filter_map(|(arn, url)| Some((arn, url?)));
    Ok(Qualified::by_arn(arn, urls))
}

async fn recursive_loop(aws: &Aws, name: &str) -> Result<RecursiveLoop> {
    let request = aws.lambda().get_function_recursion_config().function_name(name);
    let live = optional(request.send().await)?.and_then(|config| config.recursive_loop);
    Ok(RecursiveLoop::from_aws(live).unwrap_or_default())
}

/// When AWS may replace the runtime, and the version that it stays with. Images bring their own.
async fn runtime_updates(
    aws: &Aws,
    name: &str,
    package_type: Option<PackageType>,
) -> Result<(RuntimeUpdates, Option<String>)> {
    if package_type == Some(PackageType::Image) {
        return Ok((RuntimeUpdates::default(), None));
    }
    let request = aws.lambda().get_runtime_management_config().function_name(name);
    let Some(live) = optional(request.send().await)? else {
        return Ok((RuntimeUpdates::default(), None));
    };
    let updates = RuntimeUpdates::from_aws(live.update_runtime_on).unwrap_or_default();
    // AWS may tell the version of others as well.
    let version = non_empty(live.runtime_version_arn);
    Ok((updates, version.filter(|_| updates == RuntimeUpdates::Manual)))
}

async fn event_sources(aws: &Aws, arn: &str) -> Result<EventSources> {
    let mappings = mapping::of_function(aws, arn).await?;
    Ok(mappings.into_iter().map(|mapping| (mapping.spec.place(), mapping.spec)).collect())
}
