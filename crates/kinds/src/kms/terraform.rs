//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, document, member, opposite, own, part, same, text};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_kms_key", "aws_kms_external_key"],
        own("kms.key", |it| text(it, "key_id").or_else(|| text(it, "id"))).with(&[
            same("description", "description"),
            same("key_usage", "usage"),
            same("customer_master_key_spec", "spec"),
            same("multi_region", "multi_region"),
            same("custom_key_store_id", "custom_key_store"),
            same("xks_key_id", "xks_key"),
            opposite("is_enabled", "disabled"),
            same("rotation_period_in_days", "rotation_days").when(rotates),
            document("policy", "policy").when(has_own_policy).fallback(),
        ]),
    ),
    (
        &["aws_kms_alias"],
        part("kms.key", |it| text(it, "target_key_id")).with(&[member("name", "aliases")]),
    ),
    (
        &["aws_kms_key_policy"],
        part("kms.key", |it| text(it, "key_id"))
            .with(&[document("policy", "policy").when(has_own_policy)]),
    ),
];

/// Whether the material changes by itself: only then does the period count.
fn rotates(attributes: &Attributes) -> bool {
    attributes.shown().get("enable_key_rotation") == Some(&true.into())
}

/// Whether the policy is another than the one that KMS gives each key, which is none here.
fn has_own_policy(attributes: &Attributes) -> bool {
    !attributes.text("policy").is_some_and(super::key::is_usual_policy)
}
