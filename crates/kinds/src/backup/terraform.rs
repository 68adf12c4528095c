//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::Pair;
use terraform::mapping::table::{
    Line, blocks, document, elements, entries, entry, own, part, same, text, without,
};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_backup_vault"],
        own("backup.vault", |it| text(it, "name")).with(&[same("kms_key_arn", "kms_key")]),
    ),
    (
        &["aws_backup_vault_policy"],
        part("backup.vault", vault).with(&[document("policy", "policy")]),
    ),
    (
        &["aws_backup_vault_lock_configuration"],
        part("backup.vault", vault).with(&[
            without("min_retention_days", 0, "lock.min_retention_days"),
            without("max_retention_days", 0, "lock.max_retention_days"),
        ]),
    ),
    (
        &["aws_backup_vault_notifications"],
        part("backup.vault", vault).with(&[
            same("sns_topic_arn", "notifications.topic"),
            same("backup_vault_events", "notifications.events"),
        ]),
    ),
    (
        &["aws_backup_plan"],
        own("backup.plan", |it| text(it, "id")).with(&[
            same("name", "name"),
            blocks("rule", "rule_name", "rules", RULE),
            entries(
                "advanced_backup_setting",
                ["resource_type", "backup_options"],
                "advanced_settings",
            ),
        ]),
    ),
    (
        &["aws_backup_selection"],
        part("backup.plan", |it| text(it, "plan_id")).with(&[
            entry("name", "selections.{name}"),
            same("iam_role_arn", "selections.{name}.role"),
            same("resources", "selections.{name}.resources"),
            same("not_resources", "selections.{name}.not_resources"),
            elements("selection_tag", "selections.{name}.any_tag", TAG),
            elements("condition.string_equals", "selections.{name}.conditions.equals", TAG),
            elements("condition.string_like", "selections.{name}.conditions.like", TAG),
            elements("condition.string_not_equals", "selections.{name}.conditions.not_equals", TAG),
            elements("condition.string_not_like", "selections.{name}.conditions.not_like", TAG),
        ]),
    ),
];

const RULE: &[Pair] = &[
    same("target_vault_name", "vault"),
    same("target_logically_air_gapped_backup_vault_arn", "air_gapped_vault"),
    same("schedule", "schedule").when(|it| it.text("schedule").is_some()),
    same("schedule_expression_timezone", "timezone")
        .when(|it| it.text("schedule_expression_timezone").is_some()),
    same("start_window", "start_window_minutes"),
    same("completion_window", "completion_window_minutes"),
    without("lifecycle.cold_storage_after", 0, "lifecycle.cold_after_days"),
    without("lifecycle.delete_after", 0, "lifecycle.delete_after_days"),
    same("lifecycle.opt_in_to_archive_for_supported_resources", "lifecycle.opt_in_to_archive"),
    same("enable_continuous_backup", "continuous_backup"),
    same("recovery_point_tags", "recovery_point_tags"),
    elements("copy_action", "copies", COPY),
];

const COPY: &[Pair] = &[
    same("destination_vault_arn", "vault"),
    without("lifecycle.cold_storage_after", 0, "lifecycle.cold_after_days"),
    without("lifecycle.delete_after", 0, "lifecycle.delete_after_days"),
];

const TAG: &[Pair] = &[same("key", "key"), same("value", "value")];

fn vault(attributes: &Attributes) -> Option<String> {
    text(attributes, "backup_vault_name")
}
