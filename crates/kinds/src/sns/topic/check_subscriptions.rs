//! AWS's limits of the subscriptions of a topic (API reference of Subscribe, "Filter policy constraints" and "Amazon SNS
//! dead-letter queues" of the developer guide).

use regex::Regex;
use serde_json::Value;

use super::delivery;
use super::spec::Topic;
use super::subscription::{FilterScope, Protocol, Subscription};
use crate::messaging::is_fifo;
use crate::prelude::*;

/// The keys of a filter policy, and the combinations of their values.
const MOST_KEYS: usize = 5;
const MOST_COMBINATIONS: usize = 150;

pub(super) fn check(topic: &Topic, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for (name, subscription) in &topic.subscriptions {
        let at = Path::field("subscriptions").key(name);
        let first = *seen.entry(subscription.key()).or_insert(name);
        rules! { findings, at;
            Error if first != name =>
                "this is subscribed already",
                format!("`{first}` has the same protocol and endpoint, and AWS accepts them once a topic"),
                "keep one of the two";
        }
        check_endpoint(subscription, &at, findings);
        check_settings(subscription, &at, findings);
        check_filter(subscription, &at, findings);
        check_order(topic, subscription, &at, findings);
        if let Some(policy) = &subscription.delivery_policy {
            delivery::check(policy, &at.key("delivery_policy"), findings);
        }
    }
}

/// What the endpoints of a protocol look like, and in words.
fn form(protocol: Protocol) -> Option<(&'static str, &'static str)> {
    Some(match protocol {
        Protocol::Sqs => (r"^arn:aws[a-z-]*:sqs:[^:]+:\d{12}:[^:]+$", "the ARN of a queue"),
        Protocol::Lambda => {
            (r"^arn:aws[a-z-]*:lambda:[^:]+:\d{12}:function:.+$", "the ARN of a function")
        }
        Protocol::Firehose => (
            r"^arn:aws[a-z-]*:firehose:[^:]+:\d{12}:deliverystream/.+$",
            "the ARN of a delivery stream",
        ),
        Protocol::Application => {
            (r"^arn:aws[a-z-]*:sns:[^:]+:\d{12}:endpoint/.+$", "the ARN of an app")
        }
        Protocol::Email | Protocol::EmailJson => (r"^[^@\s]+@[^@\s]+$", "an e-mail address"),
        Protocol::Sms => (r"^\+?[0-9./-]+$", "a phone number, such as `+15555550100`"),
        Protocol::Http | Protocol::Https | Protocol::Other(_) => return None,
    })
}

fn check_endpoint(subscription: &Subscription, at: &Path, findings: &mut Findings) {
    let protocol = subscription.protocol;
    let (word, is_web) = (protocol.as_str(), protocol.is_web());
    let is_known = !matches!(protocol, Protocol::Other(_));
    let wanted = if is_web { "url" } else { "endpoint" };
    let has_wanted =
        if is_web { subscription.url.is_some() } else { subscription.endpoint.is_some() };
    let has_both = subscription.url.is_some() && subscription.endpoint.is_some();
    let begins = |url: &str| url.starts_with(&format!("{word}://")) || unknown::in_text(url);
    let has_other_scheme = subscription.url.as_ref().is_some_and(|url| !begins(url.expose()));
    let endpoint = subscription.endpoint.as_deref().unwrap_or_default();
    let form = form(protocol).filter(|_| !endpoint.is_empty());
    let is_of = |form: &str| Regex::new(form).is_ok_and(|form| form.is_match(endpoint));
    let other_form = form.filter(|(form, _)| !is_of(form)).map(|(_, words)| words);
    rules! { findings, at;
        Error if is_known && (!has_wanted || has_both) =>
            format!("a subscription by `{word}` has one `{wanted}`"),
            "addresses of the web are a `url`, which is never shown, and all others an `endpoint`",
            format!("write `{wanted}`, and not the other");
        Error "url" if is_web && has_other_scheme =>
            format!("this is not an address of `{word}`"),
            format!("such begin with `{word}://`"),
            "write the protocol that the address has";
        Error "endpoint" if other_form.is_some() =>
            format!("this is not an endpoint of `{word}`"),
            format!("AWS accepts {}", other_form.unwrap_or_default()),
            "write it, or another protocol";
    }
}

fn check_settings(subscription: &Subscription, at: &Path, findings: &mut Findings) {
    let protocol = subscription.protocol;
    let is_web = protocol.is_web();
    let is_raw = is_web || matches!(protocol, Protocol::Sqs | Protocol::Firehose);
    let is_stream = protocol == Protocol::Firehose;
    let overrides = subscription.delivery_policy.as_ref().is_some_and(|it| it.disable_overrides);
    rules! { findings, at;
        Error "raw_delivery" if subscription.raw_delivery && !is_raw =>
            format!("nothing is delivered by `{}` as it is", protocol.as_str()),
            "AWS does so by `sqs`, `firehose`, `https` and `http` alone",
            "remove it";
        Error "delivery_policy" if subscription.delivery_policy.is_some() && !is_web =>
            "only deliveries by HTTP have a policy",
            format!("those by `{}` are tried again as AWS sees fit", protocol.as_str()),
            "remove it";
        Error "delivery_policy" if overrides =>
            "a subscription has nothing to override",
            "`disable_overrides` is of a topic's own policy",
            "remove it";
        Error "subscription_role" if is_stream && subscription.subscription_role.is_none() =>
            "missing field `subscription_role`",
            "SNS writes to a delivery stream with a role of yours",
            "add the ARN of a role that trusts `sns.amazonaws.com`";
        Error "subscription_role" if !is_stream && subscription.subscription_role.is_some() =>
            "only a delivery stream is written to with a role",
            format!("this is delivered by `{}`", protocol.as_str()),
            "remove it";
    }
}

fn check_filter(subscription: &Subscription, at: &Path, findings: &mut Findings) {
    let Some(policy) = &subscription.filter_policy else {
        rules! { findings, at;
            Error "filter_scope" if !is_default(&subscription.filter_scope) =>
                "there is no filter",
                "`filter_scope` says what a `filter_policy` is about",
                "write one, or remove this";
        }
        return;
    };
    let Some(keys) = policy.as_value().as_object() else {
        rules! { findings, at;
            Error "filter_policy" if !unknown::in_value(policy.as_value()) =>
                "a filter policy is a map",
                "AWS accepts a JSON object",
                "write a key of messages, and a list of the values that it may have";
        }
        return;
    };
    let is_nested = keys.values().any(Value::is_object) && !keys.contains_key("$or");
    let is_of_attributes = subscription.filter_scope == FilterScope::MessageAttributes;
    let combinations = combinations(policy.as_value(), 1);
    rules! { findings, at;
        Error "filter_policy" if is_nested && is_of_attributes =>
            "message attributes have no parts",
            "AWS accepts parts inside parts only of a body",
            "write `filter_scope: MessageBody`, or lists of values alone";
        Error "filter_policy" if keys.len() > MOST_KEYS =>
            "the filter has too many keys",
            format!("it has {}, and AWS accepts {MOST_KEYS}", keys.len()),
            "filter by what matters most, and leave the rest to the receiver";
        Error "filter_policy" if combinations > MOST_COMBINATIONS =>
            "the filter has too many combinations of values",
            format!("there are {combinations}, and AWS accepts {MOST_COMBINATIONS}"),
            "name fewer values, or match them by a prefix";
    }
}

/// The combinations of the values of a filter: a list inside others counts as often as it is deep.
fn combinations(policy: &Value, depth: usize) -> usize {
    let parts = policy.as_object().into_iter().flatten();
    let counts = parts.map(|(_, part)| match part {
        Value::Object(_) => combinations(part, depth + 1),
        Value::Array(values) => values.len().max(1).saturating_mul(depth),
        _ => 1,
    });
    counts.fold(1, usize::saturating_mul)
}

fn check_order(topic: &Topic, subscription: &Subscription, at: &Path, findings: &mut Findings) {
    let is_queue = subscription.protocol == Protocol::Sqs;
    let is_ordered = is_queue && subscription.endpoint.as_deref().is_some_and(is_fifo);
    let dead_letter = subscription.dead_letter.as_deref();
    let has_other_sort = dead_letter.is_some_and(|queue| is_fifo(queue) != topic.fifo);
    rules! { findings, at;
        Error "protocol" if topic.fifo && !is_queue =>
            "a FIFO topic delivers to queues alone",
            format!("AWS accepts no subscription by `{}`", subscription.protocol.as_str()),
            "subscribe a queue that the receiver works off, or take a standard topic";
        Error "endpoint" if !topic.fifo && is_ordered =>
            "a standard topic cannot deliver to a FIFO queue",
            "AWS accepts FIFO queues of FIFO topics alone",
            "name a standard queue, or write `fifo: true` of the topic";
        Error "replay" if !topic.fifo && subscription.replay.is_some() =>
            "a standard topic keeps no messages",
            "AWS replays those of FIFO topics alone",
            "remove it";
        Warning "dead_letter" if has_other_sort =>
            "the dead-letter queue is of another sort than the topic",
            "the subscriptions of a FIFO topic need FIFO queues, and all others standard ones",
            "name a queue of the same sort";
    }
}
