//! What is in Terraform's state alone.

use super::line::Line;
use super::model::{no_object, only_copy};

pub(super) const LINES: &[Line] = &[
    (
        &[
            "archive_file", "aws_lambda_invocation", "external", "local_file",
            "local_sensitive_file", "null_resource", "random_id", "random_integer", "random_pet",
            "random_shuffle", "random_string", "random_uuid", "template_dir", "template_file",
            "terraform_data", "time_offset", "time_rotating", "time_sleep", "time_static",
            "tls_cert_request", "tls_locally_signed_cert", "tls_self_signed_cert",
        ],
        no_object(),
    ),
    (&["random_bytes", "random_password", "tls_private_key"], only_copy()),
];
