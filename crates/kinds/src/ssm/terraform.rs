//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, own, same, text};

pub(crate) const LINES: &[Line] = &[(
    &["aws_ssm_parameter"],
    own("ssm.parameter", |it| text(it, "name")).with(&[
        same("value", "value").when(|it| it.text("type") == Some("String")).hidden(),
        same("description", "description"),
        same("key_id", "kms_key"),
        same("tier", "tier"),
        same("data_type", "data_type"),
        same("allowed_pattern", "allowed_pattern"),
    ]),
)];
