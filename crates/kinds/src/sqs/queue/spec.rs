//! What a queue's spec says, and what others may refer to.

use crate::prelude::*;
use language::value::PolicyDocument;

const DEFAULT_MESSAGE_SIZE: i32 = 1_048_576;
pub(super) const DEFAULT_KEY_REUSE: i32 = 300;
const DEFAULT_RETENTION: i32 = 345_600;
const DEFAULT_VISIBILITY: i32 = 30;

/// The ARN of a queue.
pub(crate) const QUEUE: &str = r"^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\.fifo)?$";

/// A queue of messages.
#[spec]
pub struct Queue {
    /// The queue's name: 1–80 of letters, digits, `-` and `_`, with `.fifo` at the end of a FIFO queue's.
    #[field(required, create_only, value_only, length = 1..=80, pattern = r"^[A-Za-z0-9_-]+(\.fifo)?$")]
    pub name: String,
    /// Whether messages of a group are given out once and in their order (FIFO). Absent: as often and in whatever
    /// order it may be.
    #[field(omit_default, create_only)]
    pub fifo: bool,
    /// Whether messages of one content are one message, if they come within five minutes. FIFO queues only.
    #[field(omit_default)]
    pub content_based_deduplication: bool,
    /// Within what a deduplication id is known: the `queue`, or the `messageGroup`. FIFO queues only.
    #[field(omit_default)]
    pub deduplication_scope: DeduplicationScope,
    /// What has a throughput of its own: the queue (`perQueue`), or each group (`perMessageGroupId`), which needs
    /// `deduplication_scope: messageGroup`. FIFO queues only.
    #[field(omit_default)]
    pub throughput_limit: ThroughputLimit,
    /// Seconds for which a message that somebody has received is shown to nobody else: 0–43,200 (12 hours).
    /// Absent: 30.
    #[field(default = DEFAULT_VISIBILITY, range = 0..=43_200)]
    pub visibility_timeout_seconds: i32,
    /// Seconds after which a message is deleted that nobody has: 60–1,209,600 (14 days). Absent: 345,600 (4 days).
    #[field(default = DEFAULT_RETENTION, range = 60..=1_209_600)]
    pub retention_seconds: i32,
    /// Seconds before a new message is shown at all: 0 (the default)–900.
    #[field(omit_default, range = 0..=900)]
    pub delay_seconds: i32,
    /// The most bytes of a message: 1,024–1,048,576 (1 MiB, the default).
    #[field(default = DEFAULT_MESSAGE_SIZE, omit_default, range = 1024..=1_048_576)]
    pub max_message_size: i32,
    /// Seconds for which a receiver that says nothing else waits for a message (long polling): 0 (the default)–20.
    #[field(omit_default, range = 0..=20)]
    pub receive_wait_seconds: i32,
    /// Where messages go that were received too often. Absent: nowhere, they come again until they are too old.
    #[field(deferrable)]
    pub dead_letter: Option<DeadLetter>,
    /// ARNs of the queues that may have this one as their dead-letter queue, ten at most. Empty: none may. Absent:
    /// all of the account in the region.
    #[field(value_only, deferrable, length = ..=10)]
    #[schemars(inner(regex(pattern = QUEUE)))]
    pub redrive_allow: Option<BTreeSet<String>>,
    /// The KMS key that encrypts the messages: its id, ARN or alias (`alias/aws/sqs` is the account's). Absent:
    /// `managed_encryption`.
    #[field(length = 1..)]
    pub kms_key: Option<String>,
    /// Seconds for which SQS goes on with a data key of `kms_key`: 60–86,400. Absent: 300.
    #[field(default = DEFAULT_KEY_REUSE, omit_default, range = 60..=86_400)]
    pub data_key_reuse_seconds: i32,
    /// Whether messages are encrypted with keys of SQS's own (SSE-SQS), where there is no `kms_key`. Absent: `true`.
    #[field(default = true, omit_default)]
    pub managed_encryption: bool,
    /// Who else may use the queue, up to 8 KB. Services such as `sns.amazonaws.com` send to it because of a statement
    /// here. Absent: nobody but the account.
    #[field(grants, deferrable, policy = "resource")]
    pub policy: Option<PolicyDocument>,
    /// Tags of the queue.
    pub tags: Tags,
}

/// Who moves messages that were received too often to another queue, which `redrive_allow` of that decides about.
pub(super) const REDRIVE: &str = "sqs.amazonaws.com";

/// Where messages go that were received too often.
#[spec]
pub struct DeadLetter {
    /// ARN of the queue that takes them, in the same account and region. For a FIFO queue it is a FIFO queue.
    #[field(required, pattern = QUEUE, called_by = REDRIVE)]
    pub queue: String,
    /// How often a message is received before it goes there: 1–1,000.
    #[field(required, range = 1..=1000)]
    pub max_receives: i32,
}

aws_enum! {
    /// Within what a deduplication id is known.
    #[derive(Default)]
    DeduplicationScope {
        #[default]
        Queue = "queue",
        MessageGroup = "messageGroup",
    }
    /// What has a throughput of its own.
    #[derive(Default)]
    ThroughputLimit {
        #[default]
        PerQueue = "perQueue",
        PerMessageGroupId = "perMessageGroupId",
    }
}

outputs! {
    /// ARN of the queue.
    arn,
    /// URL of the queue, by which it is sent to and received from.
    url,
    /// Name of the queue.
    name,
}
