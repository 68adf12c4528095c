//! AWS's limits of a queue, as far as they concern more than one field (API reference of CreateQueue, and "Amazon SQS
//! policy quotas" of the developer guide).

use super::spec::{DEFAULT_KEY_REUSE, DeadLetter, DeduplicationScope, Queue, ThroughputLimit};
use crate::messaging::{check_fifo_name, check_policy, is_fifo};
use crate::prelude::*;
use kind::Place;

/// The bytes of a policy.
const LARGEST_POLICY: usize = 8_192;

pub(super) fn check(queue: &Queue, findings: &mut Findings) {
    check_fifo_name(&queue.name, queue.fifo, findings);
    check_policy(queue.policy.as_ref(), LARGEST_POLICY, findings);
    check_order(queue, findings);
    check_encryption(queue, findings);
    let other_sort = |arn: &String| is_fifo(arn) != queue.fifo;
    let sort = if queue.fifo { "a FIFO queue" } else { "a standard queue" };
    if let Some(dead_letter) = &queue.dead_letter {
        rules! { findings, Path::field("dead_letter");
            Error "queue" if other_sort(&dead_letter.queue) =>
                format!("the dead-letter queue of {sort} is {sort}"),
                "AWS accepts no queue of the other sort",
                "name one, or write `fifo` of both alike";
        }
    }
    let useless = queue.redrive_allow.iter().flatten().find(|arn| other_sort(arn));
    rules! { findings;
        Warning "redrive_allow" if useless.is_some_and(|arn| !unknown::in_text(arn)) =>
            format!("`{}` can never have this as its dead-letter queue", useless.map_or("", String::as_str)),
            format!("the dead-letter queue of {sort} is {sort}"),
            "remove it";
    }
}

fn check_order(queue: &Queue, findings: &mut Findings) {
    let has_no_order = !queue.fifo;
    let is_by_group = queue.throughput_limit == ThroughputLimit::PerMessageGroupId;
    const WHY: &str = "AWS accepts it for FIFO queues alone";
    const HELP: &str = "write `fifo: true`, or remove it";
    rules! { findings;
        Error "content_based_deduplication" if has_no_order && queue.content_based_deduplication =>
            "a standard queue knows no message twice", WHY, HELP;
        Error "deduplication_scope" if has_no_order && !is_default(&queue.deduplication_scope) =>
            "a standard queue has no deduplication", WHY, HELP;
        Error "throughput_limit" if has_no_order && !is_default(&queue.throughput_limit) =>
            "a standard queue has no limit of its throughput", WHY, HELP;
        Error "throughput_limit" if is_by_group && queue.deduplication_scope == DeduplicationScope::Queue =>
            "each group has a throughput of its own, and none its own deduplication",
            "AWS accepts `perMessageGroupId` only with `deduplication_scope: messageGroup`",
            "write both, or neither";
    }
}

fn check_encryption(queue: &Queue, findings: &mut Findings) {
    let has_key = queue.kms_key.is_some();
    rules! { findings;
        Error "managed_encryption" if has_key && !queue.managed_encryption =>
            "a key of KMS's encrypts the messages already",
            "`managed_encryption` is what holds without a `kms_key`",
            "remove `managed_encryption` or `kms_key`";
        Error "data_key_reuse_seconds" if !has_key && queue.data_key_reuse_seconds != DEFAULT_KEY_REUSE =>
            "there are no data keys",
            "only a key of KMS's has some",
            "write a `kms_key`, or remove this";
    }
}

pub(super) fn check_place(queue: &Queue, place: &Place, findings: &mut Findings) {
    let Some(DeadLetter { queue: target, .. }) = &queue.dead_letter else {
        return;
    };
    let here = place.arn("sqs", "");
    rules! { findings, Path::field("dead_letter");
        Error "queue" if !unknown::in_text(target) && !target.starts_with(&here) =>
            "the dead-letter queue is elsewhere",
            format!("it must be in the account and region of its queue, with an ARN that begins `{here}`"),
            "name one there";
        Error "queue" if *target == place.arn("sqs", &queue.name) =>
            "the queue is its own dead-letter queue",
            "AWS accepts another queue alone",
            "name another";
    }
}
