//! CloudWatch Logs.

use super::line::{Line, text};
use crate::mapping::model::own;
use crate::mapping::pair::{same, without};

pub(super) const LINES: &[Line] = &[(
    &["aws_cloudwatch_log_group"],
    own("logs.log_group", |it| text(it, "name")).with(&[
        // 0 is Terraform's word for ever.
        without("retention_in_days", 0, "retention_days"),
        same("kms_key_id", "kms_key"),
        same("log_group_class", "class"),
    ]),
)];
