//! A topic as the attributes that SNS has of it (API reference of SetTopicAttributes).

use serde_json::{Value, json};

use super::delivery::DeliveryPolicy;
use super::spec::{DeliveryLogging, LoggedProtocol, Topic};
use crate::messaging::{Attributes, Shown, changed, usual, written};
use crate::prelude::*;
use aws::Place;
use language::value::PolicyDocument;

/// Attributes that CreateTopic does not take.
const NOT_AT_CREATION: &[&str] = &["SignatureVersion"];

/// The attributes of each sort of endpoints: role and share of what succeeds, and role of what fails.
macro_rules! logging {
    ($($protocol:ident: $name:literal,)+) => {
        &[$((LoggedProtocol::$protocol, [
            concat!($name, "SuccessFeedbackRoleArn"),
            concat!($name, "SuccessFeedbackSampleRate"),
            concat!($name, "FailureFeedbackRoleArn"),
        ]),)+]
    };
}

const LOGGING: &[(LoggedProtocol, [&str; 3])] = logging! {
    Application: "Application",
    Firehose: "Firehose",
    Http: "HTTP",
    Lambda: "Lambda",
    Sqs: "SQS",
};

impl Topic {
    /// What SNS shows of a topic in its attributes.
    pub(super) fn of(name: &str, shown: &Shown, place: &Place) -> Result<Self> {
        let usual: Self = usual(name, shown.flag("FifoTopic"))?;
        let policy = shown.policy("Policy")?;
        Ok(Self {
            content_based_deduplication: shown.flag("ContentBasedDeduplication"),
            throughput_scope: shown.word("FifoThroughputScope")?,
            display_name: shown.text("DisplayName"),
            kms_key: shown.text("KmsMasterKeyId"),
            max_message_size: shown.number("MaximumMessageSize", usual.max_message_size)?,
            policy: policy.filter(|policy| !is_given(policy, name, place)),
            delivery_policy: shown.json("DeliveryPolicy")?.as_ref().map(DeliveryPolicy::of_topic),
            tracing: shown.word("TracingConfig")?,
            signature_version: shown.number("SignatureVersion", usual.signature_version)?,
            archive_days: shown.json("ArchivePolicy")?.and_then(|policy| {
                let days = &policy.as_value()["MessageRetentionPeriod"];
                let days = days.as_i64().or_else(|| days.as_str()?.parse().ok())?;
                i32::try_from(days).ok()
            }),
            delivery_logging: logging(shown)?,
            ..usual
        })
    }

    /// All of them.
    fn attributes(&self, place: &Place) -> Attributes {
        let delivery_policy = self.delivery_policy.as_ref().map(DeliveryPolicy::to_topic);
        let archive =
            self.archive_days.map(|days| json!({ "MessageRetentionPeriod": days.to_string() }));
        let given = || given_policy(&self.name, place).to_string();
        let mut all = Attributes::from([
            ("DisplayName", written(self.display_name.as_ref())),
            ("KmsMasterKeyId", written(self.kms_key.as_ref())),
            ("MaximumMessageSize", self.max_message_size.to_string()),
            // No policy at all cannot be set.
            ("Policy", self.policy.as_ref().map_or_else(given, ToString::to_string)),
            ("DeliveryPolicy", written(delivery_policy.as_ref())),
            ("TracingConfig", self.tracing.as_str().to_owned()),
            ("SignatureVersion", self.signature_version.to_string()),
        ]);
        if self.fifo {
            all.extend([
                ("ContentBasedDeduplication", self.content_based_deduplication.to_string()),
                ("FifoThroughputScope", self.throughput_scope.as_str().to_owned()),
                ("ArchivePolicy", archive.unwrap_or_else(|| json!({})).to_string()),
            ]);
        }
        for (protocol, [success, percent, failure]) in LOGGING {
            let logging = self.delivery_logging.get(protocol);
            let success_role = logging.and_then(|logging| logging.success_role.as_ref());
            let share = success_role.and(logging).map(|logging| logging.success_sample_percent);
            all.extend([
                (*success, written(success_role)),
                (*percent, written(share.as_ref())),
                (*failure, written(logging.and_then(|logging| logging.failure_role.as_ref()))),
            ]);
        }
        all
    }

    /// Those with which a topic is made: what differs from a topic of which nothing is said.
    pub(super) fn of_a_new_topic(&self, place: &Place) -> Result<Attributes> {
        let mut attributes = self.changes(&usual(&self.name, self.fifo)?, place);
        attributes.retain(|name, _| !NOT_AT_CREATION.contains(name));
        if self.fifo {
            attributes.insert("FifoTopic", "true".to_owned());
        }
        Ok(attributes)
    }

    /// Those that make of a live topic what this says.
    pub(super) fn changes(&self, live: &Self, place: &Place) -> Attributes {
        let mut changes = changed(self.attributes(place), &live.attributes(place));
        // Two texts may mean the same.
        if self.policy == live.policy {
            changes.remove("Policy");
        }
        // A share of nothing needs no taking back.
        changes.retain(|name, value| !(name.ends_with("SampleRate") && value.is_empty()));
        changes
    }
}

fn logging(shown: &Shown) -> Result<BTreeMap<LoggedProtocol, DeliveryLogging>> {
    let mut all = BTreeMap::new();
    for (protocol, [success, percent, failure]) in LOGGING {
        let (success_role, failure_role) = (shown.text(success), shown.text(failure));
        if success_role.is_none() && failure_role.is_none() {
            continue;
        }
        let usual = DeliveryLogging::default().success_sample_percent;
        // What is not logged has no share.
        let success_sample_percent = match success_role {
            Some(_) => shown.number(percent, usual)?,
            None => usual,
        };
        all.insert(
            *protocol,
            DeliveryLogging { success_role, success_sample_percent, failure_role },
        );
    }
    Ok(all)
}

/// What the owner may do by the policy that AWS gives a new topic.
const OWN_ACTIONS: &[&str] = &[
    "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
    "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic",
    "SNS:Publish",
];
/// What it also named in earlier years.
const FORMER_ACTIONS: &[&str] = &["SNS:Receive"];

/// The policy that AWS gives a new topic.
fn given_policy(name: &str, place: &Place) -> Value {
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": { "AWS": "*" },
            "Action": OWN_ACTIONS,
            "Resource": place.arn("sns", name),
            "Condition": { "StringEquals": { "AWS:SourceOwner": place.account } },
        }],
    })
}

/// Whether a policy is the one that AWS gives a new topic. Over the years that has named other actions, which makes no
/// difference: all of them are the owner's.
fn is_given(policy: &PolicyDocument, name: &str, place: &Place) -> bool {
    let with = |actions: &Value| {
        let mut given = given_policy(name, place);
        given["Statement"][0]["Action"] = actions.clone();
        PolicyDocument::new(given).is_ok_and(|given| given == *policy)
    };
    let [statement] = policy.statements() else {
        return false;
    };
    let is_own = |action: &Value| {
        let mut known = OWN_ACTIONS.iter().chain(FORMER_ACTIONS);
        known.any(|own| action.as_str().is_some_and(|action| action.eq_ignore_ascii_case(own)))
    };
    let actions = &statement["Action"];
    actions.as_array().is_some_and(|actions| actions.iter().all(is_own)) && with(actions)
}
