//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, document, entry, names, own, part, same, text, without};
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
        own("backup.plan", |it| text(it, "id"))
            .with(&[same("name", "name"), names("rule", "rule_name", "rules")]),
    ),
    (
        &["aws_backup_selection"],
        part("backup.plan", |it| text(it, "plan_id")).with(&[
            entry("name", "selections.{name}"),
            same("iam_role_arn", "selections.{name}.role"),
            same("resources", "selections.{name}.resources"),
            same("not_resources", "selections.{name}.not_resources"),
        ]),
    ),
];

fn vault(attributes: &Attributes) -> Option<String> {
    text(attributes, "backup_vault_name")
}
