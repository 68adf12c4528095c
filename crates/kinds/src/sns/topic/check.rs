//! AWS's limits of a topic, as far as they concern more than one field (API references of CreateTopic and
//! SetTopicAttributes).

use super::check_subscriptions;
use super::delivery;
use super::spec::{DEFAULT_MESSAGE_SIZE, Topic, Tracing};
use super::subscription::Protocol;
use crate::messaging::{check_fifo_name, check_policy};
use crate::prelude::*;

/// The bytes of a policy ("Amazon SNS endpoints and quotas").
const LARGEST_POLICY: usize = 30_720;
/// The characters of a data protection policy (PutDataProtectionPolicy).
const LARGEST_PROTECTION: usize = 30_720;
/// The subscriptions of a topic with large messages.
const MOST_FOR_LARGE_MESSAGES: usize = 100;

pub(super) fn check(topic: &Topic, findings: &mut Findings) {
    check_fifo_name(&topic.name, topic.fifo, findings);
    check_policy(topic.policy.as_ref(), LARGEST_POLICY, findings);
    check_order(topic, findings);
    check_size(topic, findings);
    if let Some(policy) = &topic.delivery_policy {
        delivery::check(policy, &Path::field("delivery_policy"), findings);
    }
    for (protocol, logging) in &topic.delivery_logging {
        let is_silent = logging.success_role.is_none() && logging.failure_role.is_none();
        let protocol = protocol.as_str();
        rules! { findings;
            Error "delivery_logging" / protocol if is_silent =>
                "nothing is logged",
                "it is the roles that say what SNS logs",
                "write `success_role`, `failure_role` or both, or remove it";
        }
    }
    check_subscriptions::check(topic, findings);
}

fn check_order(topic: &Topic, findings: &mut Findings) {
    const WHY: &str = "AWS accepts it for FIFO topics alone";
    const HELP: &str = "write `fifo: true`, or remove it";
    rules! { findings;
        Error "content_based_deduplication" if !topic.fifo && topic.content_based_deduplication =>
            "a standard topic knows no message twice", WHY, HELP;
        Error "throughput_scope" if !topic.fifo && !is_default(&topic.throughput_scope) =>
            "a standard topic has no groups of messages", WHY, HELP;
        Error "archive_days" if !topic.fifo && topic.archive_days.is_some() =>
            "a standard topic keeps no messages", WHY, HELP;
        Error "tracing" if topic.fifo && topic.tracing == Tracing::Active =>
            "the deliveries of a FIFO topic are not traced",
            "AWS accepts it for standard topics alone",
            "remove it";
        Error "data_protection_policy" if topic.fifo && topic.data_protection_policy.is_some() =>
            "the messages of a FIFO topic are not looked at",
            "AWS accepts data protection policies for standard topics alone",
            "remove it";
    }
}

fn check_size(topic: &Topic, findings: &mut Findings) {
    let takes_large = |protocol: Protocol| {
        matches!(protocol, Protocol::Sqs | Protocol::Firehose | Protocol::Lambda)
    };
    let is_large = topic.max_message_size > DEFAULT_MESSAGE_SIZE;
    let mut small = topic.subscriptions.iter();
    let small = small.find(|(_, subscription)| !takes_large(subscription.protocol));
    let count = topic.subscriptions.len();
    let protection = topic.data_protection_policy.as_ref().map_or(0, |it| it.to_string().len());
    rules! { findings;
        Error "max_message_size" if is_large && small.is_some() =>
            "a subscription takes no messages as large as that",
            format!("only queues, functions and delivery streams do, and `{}` is none", small.map_or("", |(name, _)| name)),
            "take at most 262144, or remove the subscription";
        Error "max_message_size" if is_large && count > MOST_FOR_LARGE_MESSAGES =>
            "too many subscriptions for messages as large as that",
            format!("there are {count}, and AWS accepts {MOST_FOR_LARGE_MESSAGES}"),
            "take at most 262144, or part the topic";
        Error "data_protection_policy" if protection > LARGEST_PROTECTION =>
            "the data protection policy is too long",
            format!("it has {protection} characters, and AWS accepts {LARGEST_PROTECTION}"),
            "";
    }
}
