//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, own, same, text, without};

pub(crate) const LINES: &[Line] = &[(
    &["aws_cloudwatch_log_group"],
    own("logs.log_group", |it| text(it, "name")).with(&[
        // 0 is Terraform's word for ever.
        without("retention_in_days", 0, "retention_days"),
        same("kms_key_id", "kms_key"),
        same("log_group_class", "class"),
    ]),
)];
