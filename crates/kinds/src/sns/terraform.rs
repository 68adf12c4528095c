//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, covers, document, entry, own, part, same, text};
use terraform::state::{Attributes, Stated};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_sns_topic"],
        own("sns.topic", |it| text(it, "name").or_else(|| topic_of(it, "arn"))).with(&[
            same("fifo_topic", "fifo"),
            same("content_based_deduplication", "content_based_deduplication"),
            same("fifo_throughput_scope", "throughput_scope").when(has_scope),
            same("display_name", "display_name"),
            same("kms_master_key_id", "kms_key"),
            same("signature_version", "signature_version").when(has_signature),
            same("tracing_config", "tracing").when(has_tracing),
            document("policy", "policy").when(has_own_policy).fallback(),
            same("delivery_policy", "delivery_policy").only_says(),
            same("archive_policy", "archive_days").only_says(),
        ]),
    ),
    (&["aws_sns_topic_policy"], part("sns.topic", topic).with(&[document("policy", "policy")])),
    (
        &["aws_sns_topic_data_protection_policy"],
        part("sns.topic", topic).with(&[covers("data_protection_policy")]),
    ),
    (
        &["aws_sns_topic_subscription"],
        part("sns.topic", |it| topic_of(it, "topic_arn")).with(&[
            entry("protocol", "subscriptions.{protocol} {endpoint}").when(is_no_web_address),
            same("raw_message_delivery", "subscriptions.{protocol} {endpoint}.raw_delivery")
                .when(is_no_web_address),
            same("subscription_role_arn", "subscriptions.{protocol} {endpoint}.subscription_role")
                .when(is_no_web_address),
        ]),
    ),
];

fn topic(attributes: &Attributes) -> Option<String> {
    topic_of(attributes, "arn")
}

/// The topic of an ARN, whose name ends it.
fn topic_of(attributes: &Attributes, name: &str) -> Option<String> {
    let arn = attributes.text(name)?;
    arn.rsplit(':').next().map(str::to_owned)
}

fn is_said(attributes: &Attributes, name: &str) -> bool {
    attributes.text(name).is_some_and(|text| !text.is_empty())
}

fn has_scope(attributes: &Attributes) -> bool {
    is_said(attributes, "fifo_throughput_scope")
}

fn has_tracing(attributes: &Attributes) -> bool {
    is_said(attributes, "tracing_config")
}

/// Where AWS says nothing of the version, the provider has 0.
fn has_signature(attributes: &Attributes) -> bool {
    matches!(attributes.at("signature_version"), Stated::Value(version) if *version != 0)
}

/// Whether the policy is another than the one that AWS gives each topic, which is none here.
fn has_own_policy(attributes: &Attributes) -> bool {
    attributes.text("policy").is_none_or(|policy| !policy.contains("__default_policy_ID"))
}

/// Whether a subscription is known by an endpoint that is shown.
fn is_no_web_address(attributes: &Attributes) -> bool {
    !attributes.text("protocol").is_some_and(|protocol| protocol.starts_with("http"))
}
