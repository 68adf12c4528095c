//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, json, own, same, text, without};

pub(crate) const LINES: &[Line] = &[(
    &["aws_scheduler_schedule"],
    own("scheduler.schedule", |it| {
        let group = text(it, "group_name").unwrap_or_else(|| "default".to_owned());
        Some(format!("{group}/{}", text(it, "name")?))
    })
    .with(&[
        same("description", "description"),
        same("schedule_expression", "expression"),
        same("schedule_expression_timezone", "timezone"),
        without("flexible_time_window.maximum_window_in_minutes", 0, "flexible_window_minutes"),
        same("start_date", "start"),
        same("end_date", "end"),
        same("state", "state"),
        same("kms_key_arn", "kms_key"),
        same("target.arn", "target.arn"),
        same("target.role_arn", "target.role"),
        json("target.input", "target.input"),
        same("target.dead_letter_config.arn", "target.dead_letter"),
        same("target.retry_policy.maximum_retry_attempts", "target.retry.attempts"),
        same("target.retry_policy.maximum_event_age_in_seconds", "target.retry.max_age_seconds"),
        same("target.sqs_parameters.message_group_id", "target.message_group"),
        same("target.kinesis_parameters.partition_key", "target.partition_key"),
        same("target.eventbridge_parameters.detail_type", "target.event.detail_type"),
        same("target.eventbridge_parameters.source", "target.event.source"),
        same("target.ecs_parameters.task_definition_arn", "target.ecs.task_definition"),
    ]),
)];
