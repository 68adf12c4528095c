//! A queue as the attributes that SQS has of it (API reference of SetQueueAttributes).

use serde_json::{Value, json};

use super::spec::{DeadLetter, Queue};
use crate::messaging::{Attributes, Json, Shown, changed, usual, written};
use crate::prelude::*;

impl Queue {
    /// What SQS shows of a queue, besides its tags.
    pub(super) fn of(name: &str, shown: &Shown) -> Result<Self> {
        let usual: Self = usual(name, shown.flag("FifoQueue"))?;
        let kms_key = shown.text("KmsMasterKeyId");
        let has_key = kms_key.is_some();
        let reuse = shown.number("KmsDataKeyReusePeriodSeconds", usual.data_key_reuse_seconds)?;
        Ok(Self {
            content_based_deduplication: shown.flag("ContentBasedDeduplication"),
            deduplication_scope: shown.word("DeduplicationScope")?,
            throughput_limit: shown.word("FifoThroughputLimit")?,
            visibility_timeout_seconds: shown
                .number("VisibilityTimeout", usual.visibility_timeout_seconds)?,
            retention_seconds: shown.number("MessageRetentionPeriod", usual.retention_seconds)?,
            delay_seconds: shown.number("DelaySeconds", 0)?,
            max_message_size: shown.number("MaximumMessageSize", usual.max_message_size)?,
            receive_wait_seconds: shown.number("ReceiveMessageWaitTimeSeconds", 0)?,
            dead_letter: shown.json("RedrivePolicy")?.map(DeadLetter::of).transpose()?,
            redrive_allow: shown.json("RedriveAllowPolicy")?.and_then(allowed),
            kms_key,
            // What there is of these without a key, and with one, says nothing.
            data_key_reuse_seconds: if has_key { reuse } else { usual.data_key_reuse_seconds },
            managed_encryption: has_key
                || shown.text("SqsManagedSseEnabled").is_none_or(|word| word == "true"),
            policy: shown.policy("Policy")?,
            ..usual
        })
    }

    /// All of them.
    fn attributes(&self) -> Attributes {
        let mut all = Attributes::from([
            ("VisibilityTimeout", self.visibility_timeout_seconds.to_string()),
            ("MessageRetentionPeriod", self.retention_seconds.to_string()),
            ("DelaySeconds", self.delay_seconds.to_string()),
            ("MaximumMessageSize", self.max_message_size.to_string()),
            ("ReceiveMessageWaitTimeSeconds", self.receive_wait_seconds.to_string()),
            ("RedrivePolicy", written(self.dead_letter.as_ref().map(DeadLetter::to_aws).as_ref())),
            ("RedriveAllowPolicy", redrive_allow_policy(self.redrive_allow.as_ref()).to_string()),
            ("KmsMasterKeyId", written(self.kms_key.as_ref())),
            ("Policy", written(self.policy.as_ref())),
        ]);
        // SQS takes one kind of encryption in a call, and settings of FIFO queues for these alone.
        match &self.kms_key {
            Some(_) => {
                let seconds = self.data_key_reuse_seconds.to_string();
                all.insert("KmsDataKeyReusePeriodSeconds", seconds)
            }
            None => all.insert("SqsManagedSseEnabled", self.managed_encryption.to_string()),
        };
        if self.fifo {
            all.extend([
                ("ContentBasedDeduplication", self.content_based_deduplication.to_string()),
                ("DeduplicationScope", self.deduplication_scope.as_str().to_owned()),
                ("FifoThroughputLimit", self.throughput_limit.as_str().to_owned()),
            ]);
        }
        all
    }

    /// Those with which a queue is made: what differs from a queue of which nothing is said.
    pub(super) fn of_a_new_queue(&self) -> Result<Attributes> {
        let mut attributes = self.changes(&usual(&self.name, self.fifo)?);
        if self.fifo {
            attributes.insert("FifoQueue", "true".to_owned());
        }
        Ok(attributes)
    }

    /// Those that make of a live queue what this says.
    pub(super) fn changes(&self, live: &Self) -> Attributes {
        let mut changes = changed(self.attributes(), &live.attributes());
        // Two texts may mean the same.
        if self.policy == live.policy {
            changes.remove("Policy");
        }
        changes
    }
}

impl DeadLetter {
    fn of(policy: Json) -> Result<Self> {
        let policy = policy.as_value();
        let receives = &policy["maxReceiveCount"];
        // It comes back in quotes if it was given so.
        let receives = receives.as_i64().or_else(|| receives.as_str()?.parse().ok());
        let receives = receives.and_then(|receives| i32::try_from(receives).ok());
        match (policy["deadLetterTargetArn"].as_str(), receives) {
            (Some(queue), Some(max_receives)) => Ok(Self { queue: queue.to_owned(), max_receives }),
            _ => Err(AwsError::new("AWS gave a `RedrivePolicy` that cannot be read")),
        }
    }

    fn to_aws(&self) -> Value {
        json!({ "deadLetterTargetArn": self.queue, "maxReceiveCount": self.max_receives })
    }
}

/// The queues that may have a queue as their dead-letter queue; nothing where all may.
fn allowed(policy: Json) -> Option<BTreeSet<String>> {
    let policy = policy.as_value();
    let queues = policy["sourceQueueArns"].as_array().into_iter().flatten();
    match policy["redrivePermission"].as_str() {
        Some("byQueue") => Some(queues.filter_map(|it| it.as_str().map(str::to_owned)).collect()),
        Some("denyAll") => Some(BTreeSet::new()),
        _ => None,
    }
}

fn redrive_allow_policy(allowed: Option<&BTreeSet<String>>) -> Value {
    match allowed {
        None => json!({ "redrivePermission": "allowAll" }),
        Some(none) if none.is_empty() => json!({ "redrivePermission": "denyAll" }),
        Some(queues) => json!({ "redrivePermission": "byQueue", "sourceQueueArns": queues }),
    }
}
