//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{
    Line, covers, document, entry, json, own, part, same, text, without,
};
use terraform::state::{Attributes, Stated};

use language::value::Value;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_cloudwatch_event_bus"],
        own("events.bus", |it| text(it, "name")).with(&[
            same("description", "description"),
            same("kms_key_identifier", "kms_key"),
            same("dead_letter_config.arn", "dead_letter"),
            same("log_config.level", "log.level").when(is_logging),
        ]),
    ),
    (
        &["aws_cloudwatch_event_bus_policy"],
        part("events.bus", bus).with(&[document("policy", "policy")]),
    ),
    (&["aws_cloudwatch_event_permission"], part("events.bus", bus).with(&[covers("policy")])),
    (
        &["aws_cloudwatch_event_archive"],
        part("events.bus", |it| bus_in(it.text("event_source_arn")?)).with(&[
            entry("name", "archives.{name}"),
            same("description", "archives.{name}.description"),
            without("retention_days", 0, "archives.{name}.retention_days"),
            json("event_pattern", "archives.{name}.pattern"),
            same("kms_key_identifier", "archives.{name}.kms_key"),
        ]),
    ),
    (
        &["aws_cloudwatch_event_rule"],
        own("events.rule", |it| rule(it, "name")).with(&[
            same("description", "description"),
            same("schedule_expression", "schedule"),
            json("event_pattern", "pattern"),
            same("role_arn", "role"),
            same("state", "state").when(|it| it.text("state").is_some()),
        ]),
    ),
    (
        &["aws_cloudwatch_event_target"],
        part("events.rule", |it| rule(it, "rule")).with(&[
            entry("target_id", "targets.{target_id}"),
            same("arn", "targets.{target_id}.arn"),
            same("role_arn", "targets.{target_id}.role"),
            json("input", "targets.{target_id}.input"),
            same("input_path", "targets.{target_id}.input_path"),
            same("input_transformer.input_paths", "targets.{target_id}.input_transformer.paths"),
            same(
                "input_transformer.input_template",
                "targets.{target_id}.input_transformer.template",
            ),
            same("dead_letter_config.arn", "targets.{target_id}.dead_letter"),
            same("retry_policy.maximum_retry_attempts", "targets.{target_id}.retry.attempts")
                .when(has_retry),
            same("sqs_target.message_group_id", "targets.{target_id}.message_group"),
            same("kinesis_target.partition_key_path", "targets.{target_id}.partition_key_path"),
            same("ecs_target.task_definition_arn", "targets.{target_id}.ecs.task_definition"),
            same("batch_target.job_definition", "targets.{target_id}.batch.job_definition"),
            same("redshift_target.database", "targets.{target_id}.redshift.database"),
        ]),
    ),
];

/// The name of a bus that may be written as its ARN, and is the usual one where it is not written.
fn bus(attributes: &Attributes) -> Option<String> {
    match attributes.text("event_bus_name") {
        Some(written) => bus_in(written),
        None => Some(super::DEFAULT_BUS.to_owned()),
    }
}

fn bus_in(written: &str) -> Option<String> {
    let name = written.split_once(":event-bus/").map_or(written, |(_, name)| name);
    (!name.is_empty()).then(|| name.to_owned())
}

/// The id of a rule, whose name an attribute has.
fn rule(attributes: &Attributes, name: &str) -> Option<String> {
    let name = attributes.text(name)?;
    Some(match bus(attributes)?.as_str() {
        super::DEFAULT_BUS => name.to_owned(),
        bus => format!("{bus}/{name}"),
    })
}

/// Whether the bus logs: `OFF` is not a level.
fn is_logging(attributes: &Attributes) -> bool {
    let level = attributes.at("log_config.level");
    matches!(level, Stated::Value(Value::String(level)) if level != "OFF")
}

/// Without the block, AWS's defaults hold.
fn has_retry(attributes: &Attributes) -> bool {
    matches!(attributes.at("retry_policy"), Stated::Value(Value::Array(blocks)) if !blocks.is_empty())
}
