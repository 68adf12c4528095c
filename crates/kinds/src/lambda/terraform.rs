//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, entry, only, own, part, same, text, without};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_lambda_function"],
        own("lambda.function", |it| text(it, "function_name")).with(&[
            same("code_sha256", "code.sha256"),
            same("runtime", "runtime"),
            same("handler", "handler"),
            same("memory_size", "memory"),
            same("timeout", "timeout"),
            same("role", "role"),
            same("description", "description"),
            same("environment.variables", "environment").hidden(),
            only("architectures", "architecture"),
            same("ephemeral_storage.size", "ephemeral_storage"),
            same("layers", "layers"),
            same("kms_key_arn", "kms_key"),
            same("vpc_config.subnet_ids", "vpc.subnets"),
            same("vpc_config.security_group_ids", "vpc.security_groups"),
            same("tracing_config.mode", "tracing"),
            same("dead_letter_config.target_arn", "dead_letter"),
            without("reserved_concurrent_executions", -1, "reserved_concurrency"),
        ]),
    ),
    (
        &["aws_lambda_alias"],
        part("lambda.function", function).with(&[
            entry("name", "aliases.{name}"),
            same("function_version", "aliases.{name}.version"),
            same("description", "aliases.{name}.description"),
        ]),
    ),
    (
        &["aws_lambda_permission"],
        part("lambda.function", function).with(&[
            entry("statement_id", "permissions.{statement_id}").when(is_unqualified),
            same("principal", "permissions.{statement_id}.principal").when(is_unqualified),
            same("action", "permissions.{statement_id}.action").when(is_unqualified),
            same("source_arn", "permissions.{statement_id}.source_arn").when(is_unqualified),
            entry("statement_id", "aliases.{qualifier}.permissions.{statement_id}")
                .when(is_qualified),
        ]),
    ),
    (
        &["aws_lambda_function_event_invoke_config"],
        part("lambda.function", function).with(&[
            same("maximum_retry_attempts", "async_invocation.retries").when(is_unqualified),
            same("maximum_event_age_in_seconds", "async_invocation.max_age_seconds")
                .when(is_unqualified),
        ]),
    ),
    (
        &["aws_lambda_function_url"],
        part("lambda.function", function)
            .with(
                &[same("authorization_type", "function_url.authentication").when(is_unqualified)],
            ),
    ),
    (
        &["aws_lambda_function_recursion_config"],
        part("lambda.function", function).with(&[same("recursive_loop", "recursive_loop")]),
    ),
    (
        &["aws_lambda_event_source_mapping"],
        part("lambda.function", function)
            .with(&[entry("event_source_arn", "event_sources.{event_source_arn}").when(is_whole)]),
    ),
    (
        &["aws_lambda_runtime_management_config"],
        part("lambda.function", function).with(&[
            same("update_runtime_on", "runtime_updates").when(is_unqualified),
            same("runtime_version_arn", "runtime_version").when(is_unqualified),
        ]),
    ),
    (
        &["aws_lambda_layer_version"],
        own("lambda.layer", layer).with(&[
            same("code_sha256", "content.sha256"),
            same("compatible_architectures", "compatible_architectures"),
            same("compatible_runtimes", "compatible_runtimes"),
            same("description", "description"),
            same("license_info", "license"),
        ]),
    ),
    (
        &["aws_lambda_layer_version_permission"],
        part("lambda.layer", layer).with(&[
            entry("statement_id", "permissions.{statement_id}"),
            same("principal", "permissions.{statement_id}.principal"),
            same("organization_id", "permissions.{statement_id}.organization"),
        ]),
    ),
    (&["aws_lambda_provisioned_concurrency_config"], part("lambda.function", function)),
];

/// The function in a name, in a name with a qualifier, or in an ARN.
fn function(attributes: &Attributes) -> Option<String> {
    let written = attributes.text("function_name")?;
    let name = written.rsplit_once("function:").map_or(written, |(_, name)| name);
    name.split(':').next().map(str::to_owned)
}

/// The layer in a name or in an ARN.
fn layer(attributes: &Attributes) -> Option<String> {
    let written = attributes.text("layer_name")?;
    let name = written.rsplit_once("layer:").map_or(written, |(_, name)| name);
    name.split(':').next().map(str::to_owned)
}

/// Whether a source is all that its ARN names, and no topic or queue of it.
fn is_whole(attributes: &Attributes) -> bool {
    let arn = attributes.text("event_source_arn").unwrap_or_default();
    matches!(arn.split(':').nth(2), Some("dynamodb" | "kinesis" | "sqs"))
}

/// Whether something is of a version or alias that is named beside the function.
fn is_qualified(attributes: &Attributes) -> bool {
    attributes.text("qualifier").is_some()
}

/// Whether something is of the function itself, and of no version or alias.
fn is_unqualified(attributes: &Attributes) -> bool {
    let name = attributes.text("function_name").unwrap_or_default();
    let name = name.rsplit_once("function:").map_or(name, |(_, name)| name);
    !name.contains(':') && attributes.text("qualifier").is_none()
}
