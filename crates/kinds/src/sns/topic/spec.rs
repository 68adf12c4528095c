//! What a topic's spec says, and what others may refer to.

use super::delivery::DeliveryPolicy;
use super::subscription::Subscriptions;
use crate::messaging::{Json, ROLE};
use crate::prelude::*;
use language::value::PolicyDocument;

pub(super) const DEFAULT_MESSAGE_SIZE: i32 = 262_144;
const FIRST_SIGNATURE: i32 = 1;

/// A topic: what is published to it goes to each of its subscriptions.
#[spec]
pub struct Topic {
    /// The topic's name: 1–256 of letters, digits, `-` and `_`, with `.fifo` at the end of a FIFO topic's.
    #[field(required, create_only, value_only, length = 1..=256, pattern = r"^[A-Za-z0-9_-]+(\.fifo)?$")]
    pub name: String,
    /// Whether messages of a group are delivered once and in their order, to queues alone (FIFO). Absent: as often
    /// and in whatever order it may be.
    #[field(omit_default, create_only)]
    pub fifo: bool,
    /// Whether messages of one content are one message, if they come within five minutes. FIFO topics only.
    #[field(omit_default)]
    pub content_based_deduplication: bool,
    /// What has a throughput of its own, and knows no message twice: the `Topic`, or each `MessageGroup`. FIFO topics
    /// only.
    #[field(omit_default)]
    pub throughput_scope: ThroughputScope,
    /// Who e-mails are from, and what SMS begin with. Up to 100 characters. Absent: AWS's own words.
    #[field(length = 1..=100)]
    pub display_name: Option<String>,
    /// The KMS key that encrypts messages at rest: its id, ARN or alias (`alias/aws/sns` is the account's). Absent:
    /// none does.
    #[field(length = 1..)]
    pub kms_key: Option<String>,
    /// The most bytes of a message: 1,024–1,048,576. More than 262,144 (256 KiB, the default) goes to queues,
    /// functions and delivery streams alone, 100 of them at most.
    #[field(default = DEFAULT_MESSAGE_SIZE, omit_default, range = 1024..=1_048_576)]
    pub max_message_size: i32,
    /// Who may publish and subscribe, up to 30 KB. Absent: what AWS gives a new topic, which is for the account that
    /// owns it.
    #[field(grants, deferrable, policy = "resource")]
    pub policy: Option<PolicyDocument>,
    /// How deliveries by HTTP that fail are tried again, where a subscription says nothing else. Absent: three times,
    /// 20 seconds apart.
    pub delivery_policy: Option<DeliveryPolicy>,
    /// Whether X-Ray records deliveries: `Active`, or `PassThrough` for what the publisher chose. Standard topics
    /// only.
    #[field(omit_default)]
    pub tracing: Tracing,
    /// How messages are signed: 1 (SHA-1, the default) or 2 (SHA-256).
    #[field(default = FIRST_SIGNATURE, omit_default, range = 1..=2)]
    pub signature_version: i32,
    /// Days for which messages are kept and can be replayed: 1–365. FIFO topics only. AWS deletes no topic that keeps
    /// messages: remove this first. Absent: none are kept.
    #[field(range = 1..=365)]
    pub archive_days: Option<i32>,
    /// What is audited, masked or denied in messages, as a data protection policy. Standard topics only, and only in
    /// accounts that had such policies before May 2026. Absent: nothing is.
    pub data_protection_policy: Option<Json>,
    /// What CloudWatch Logs is told of deliveries, by the sort of the endpoints. Absent: nothing.
    #[field(omit_default)]
    pub delivery_logging: BTreeMap<LoggedProtocol, DeliveryLogging>,
    /// What is subscribed to the topic, by names of your own. Others of the same account are removed; those of other
    /// accounts are theirs.
    #[field(omit_default, deferrable, grants)]
    pub subscriptions: Subscriptions,
    /// Tags of the topic.
    pub tags: Tags,
}

aws_enum! {
    /// What has a throughput of its own.
    #[derive(Default)]
    ThroughputScope {
        #[default]
        Topic = "Topic",
        MessageGroup = "MessageGroup",
    }
    /// Whether X-Ray records deliveries.
    #[derive(Default)]
    Tracing {
        #[default]
        PassThrough = "PassThrough",
        Active = "Active",
    }
    /// A sort of endpoints.
    LoggedProtocol {
        /// Apps on phones.
        Application = "application",
        Firehose = "firehose",
        /// HTTP and HTTPS.
        Http = "http",
        Lambda = "lambda",
        Sqs = "sqs",
    }
}

/// What CloudWatch Logs is told of deliveries.
#[spec]
pub struct DeliveryLogging {
    /// ARN of the role with which SNS logs deliveries that succeed. Absent: these are not logged.
    #[field(pattern = ROLE)]
    pub success_role: Option<String>,
    /// How many per cent of the deliveries that succeed are logged: 0–100 (the default).
    #[field(default = 100, omit_default, range = 0..=100)]
    pub success_sample_percent: i32,
    /// ARN of the role with which SNS logs deliveries that fail. Absent: these are not logged.
    #[field(pattern = ROLE)]
    pub failure_role: Option<String>,
}

outputs! {
    /// ARN of the topic.
    arn,
    /// Name of the topic.
    name,
}
