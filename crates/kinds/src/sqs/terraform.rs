//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, covers, document, own, part, same, text};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_sqs_queue"],
        own("sqs.queue", queue_name).with(&[
            same("fifo_queue", "fifo"),
            same("content_based_deduplication", "content_based_deduplication"),
            same("visibility_timeout_seconds", "visibility_timeout_seconds"),
            same("message_retention_seconds", "retention_seconds"),
            same("delay_seconds", "delay_seconds"),
            same("max_message_size", "max_message_size"),
            same("receive_wait_time_seconds", "receive_wait_seconds"),
            same("kms_master_key_id", "kms_key"),
            same("deduplication_scope", "deduplication_scope").when(is_fifo),
            same("fifo_throughput_limit", "throughput_limit").when(is_fifo),
            same("kms_data_key_reuse_period_seconds", "data_key_reuse_seconds").when(has_key),
            same("sqs_managed_sse_enabled", "managed_encryption").when(has_no_key),
            document("policy", "policy").fallback(),
            same("redrive_policy", "dead_letter").only_says().fallback(),
            same("redrive_allow_policy", "redrive_allow").only_says().fallback(),
        ]),
    ),
    (&["aws_sqs_queue_policy"], part("sqs.queue", queue).with(&[document("policy", "policy")])),
    (&["aws_sqs_queue_redrive_policy"], part("sqs.queue", queue).with(&[covers("dead_letter")])),
    (
        &["aws_sqs_queue_redrive_allow_policy"],
        part("sqs.queue", queue).with(&[covers("redrive_allow")]),
    ),
];

/// The queue of a URL, whose name ends it.
fn queue(attributes: &Attributes) -> Option<String> {
    last(attributes, "queue_url")
}

fn last(attributes: &Attributes, name: &str) -> Option<String> {
    let url = attributes.text(name)?;
    url.rsplit('/').next().map(str::to_owned)
}

fn is_fifo(attributes: &Attributes) -> bool {
    queue_name(attributes).is_some_and(|name| crate::messaging::is_fifo(&name))
}

fn queue_name(attributes: &Attributes) -> Option<String> {
    text(attributes, "name").or_else(|| last(attributes, "id"))
}

/// Whether a key of KMS encrypts the messages: otherwise the provider makes a period up, and with one SQS has no
/// encryption of its own.
fn has_key(attributes: &Attributes) -> bool {
    attributes.text("kms_master_key_id").is_some_and(|key| !key.is_empty())
}

fn has_no_key(attributes: &Attributes) -> bool {
    !has_key(attributes)
}
