//! Subscriptions of a topic.
//!
//! AWS gives a subscription an ARN and no name, but keeps one a protocol and endpoint. So a plan compares subscriptions
//! by these, whatever the spec calls them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::delivery::DeliveryPolicy;
use crate::messaging::{Attributes, Json, ROLE, Shown, written};
use crate::prelude::*;
use crate::sqs::queue::spec::QUEUE;
use language::value::Secret;

/// Subscriptions by a name of one's own; by protocol and endpoint once they are made ready, and live.
pub type Subscriptions = BTreeMap<String, Subscription>;

/// Where messages of a topic go.
#[spec]
pub struct Subscription {
    /// How: `sqs`, `lambda`, `firehose`, `email`, `email-json` (as JSON), `sms`, `application` (an app on a phone),
    /// `https` or `http`.
    #[field(required)]
    pub protocol: Protocol,
    /// ARN of the queue, function, delivery stream or app, e-mail address, or phone number (`+15555550100`). Addresses
    /// of the web are a `url`. Queues and functions must let `sns.amazonaws.com` in. To an e-mail address, AWS sends a
    /// link: nothing is delivered before somebody follows it, and after 48 hours the subscription is gone.
    #[field(length = 1.., called_by = "sns.amazonaws.com")]
    pub endpoint: Option<String>,
    /// The address that messages are sent to by `https` or `http`. It is never shown, as whoever knows it can send to
    /// it. It may hold a user and a password (`https://user:password@host/`), which AWS does not tell: another password
    /// alone is not a change. The server has to confirm the subscription within 48 hours.
    pub url: Option<Url>,
    /// Which messages are delivered, as a map or JSON text: up to five keys, each with a list of values. Absent: all.
    pub filter_policy: Option<Json>,
    /// What a filter policy is about: `MessageAttributes`, or the `MessageBody`, which is JSON then.
    #[field(omit_default)]
    pub filter_scope: FilterScope,
    /// Whether a message is delivered as it was published, without JSON around it. Of `sqs`, `firehose`, `https` and
    /// `http`.
    #[field(omit_default)]
    pub raw_delivery: bool,
    /// ARN of the queue that takes what cannot be delivered, in the account and region of the topic. It must let
    /// `sns.amazonaws.com` in. Absent: that is lost.
    #[field(pattern = QUEUE, called_by = "sns.amazonaws.com")]
    pub dead_letter: Option<String>,
    /// How deliveries by HTTP that fail are tried again. Absent: as the topic says.
    pub delivery_policy: Option<DeliveryPolicy>,
    /// ARN of the role with which SNS writes to a delivery stream.
    #[field(pattern = ROLE)]
    pub subscription_role: Option<String>,
    /// Messages that the topic has kept and that are delivered once more. FIFO topics only. Absent: none.
    pub replay: Option<Replay>,
    /// Whether AWS waits for somebody to confirm it, and tells nothing else of it until then.
    #[field(omit_default)]
    #[schemars(skip)]
    pub is_pending: bool,
}

/// Messages that a topic has kept and that are delivered once more.
#[spec]
pub struct Replay {
    /// From when on, such as `2026-01-31T12:00:00.000Z`.
    #[field(required, length = 20..)]
    pub from: String,
    /// Until when. Absent: to the newest, and then goes on.
    #[field(length = 20..)]
    pub until: Option<String>,
}

aws_enum! {
    /// How messages are delivered.
    Protocol {
        /// An app on a phone.
        Application = "application",
        Email = "email",
        EmailJson = "email-json",
        Firehose = "firehose",
        Http = "http",
        Https = "https",
        Lambda = "lambda",
        Sms = "sms",
        Sqs = "sqs",
    }
    /// What a filter policy is about.
    #[derive(Default)]
    FilterScope {
        #[default]
        MessageAttributes = "MessageAttributes",
        MessageBody = "MessageBody",
    }
}

impl Protocol {
    /// Whether messages are sent to an address of the web.
    pub(super) fn is_web(self) -> bool {
        matches!(self, Self::Http | Self::Https)
    }

    /// Whether a person has to confirm.
    pub(super) fn is_by_mail(self) -> bool {
        matches!(self, Self::Email | Self::EmailJson)
    }
}

/// An address of the web that nobody is shown. AWS has asterisks for a password in it, and so has its comparable form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Url(Secret);

impl Url {
    /// The address for the call that subscribes it.
    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The address as AWS shows it.
    fn masked(&self) -> Cow<'_, str> {
        let address = self.expose();
        let parts = address.split_once("://").and_then(|(scheme, rest)| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            let (signed_in, _) = host.rsplit_once('@')?;
            let (user, password) = signed_in.split_once(':')?;
            Some((scheme, user, rest.get(user.len() + 1 + password.len()..)?))
        });
        match parts {
            Some((scheme, user, rest)) => format!("{scheme}://{user}:****{rest}").into(),
            None => address.into(),
        }
    }

    /// What tells it from others without saying what it is: its host, and a digest.
    fn alias(&self) -> String {
        let address = self.expose();
        if unknown::in_text(address) {
            return unknown::mark(unknown::leading(address).unwrap_or("a url"));
        }
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let digest = Sha256::digest(self.masked().as_bytes());
        let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("{host} ({digest})")
    }
}

impl Serialize for Url {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.masked())
    }
}

impl JsonSchema for Url {
    fn schema_name() -> Cow<'static, str> {
        "Url".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-sensitive": true, "minLength": 10 })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// Subscriptions by protocol and endpoint.
pub(super) fn by_endpoint(subscriptions: Subscriptions) -> Subscriptions {
    let subscriptions = subscriptions.into_values();
    subscriptions.map(|subscription| (subscription.key(), subscription)).collect()
}

impl Subscription {
    /// A subscription of which nothing else is known.
    pub(super) fn to(protocol: Protocol, endpoint: String) -> Self {
        let (endpoint, url) = match protocol.is_web() {
            true => (None, Some(Url(Secret::from(endpoint)))),
            false => (Some(endpoint), None),
        };
        Self {
            protocol,
            endpoint,
            url,
            filter_policy: None,
            filter_scope: FilterScope::default(),
            raw_delivery: false,
            dead_letter: None,
            delivery_policy: None,
            subscription_role: None,
            replay: None,
            is_pending: false,
        }
    }

    /// With what SNS shows of it besides.
    pub(super) fn with(self, shown: &Shown) -> Result<Self> {
        let filter_policy = shown.json("FilterPolicy")?;
        let scope = shown.word("FilterPolicyScope")?;
        let dead_letter = shown.json("RedrivePolicy")?;
        let dead_letter =
            dead_letter.as_ref().map(|policy| &policy.as_value()["deadLetterTargetArn"]);
        let delivery_policy = shown.json("DeliveryPolicy")?;
        Ok(Self {
            // Without a filter it says nothing.
            filter_scope: if filter_policy.is_some() { scope } else { FilterScope::default() },
            filter_policy,
            raw_delivery: shown.flag("RawMessageDelivery"),
            dead_letter: dead_letter.and_then(Value::as_str).map(str::to_owned),
            delivery_policy: delivery_policy.as_ref().map(DeliveryPolicy::of_subscription),
            subscription_role: shown.text("SubscriptionRoleArn"),
            replay: shown.json("ReplayPolicy")?.as_ref().and_then(Replay::of),
            is_pending: shown.flag("PendingConfirmation"),
            ..self
        })
    }

    /// What tells it from all others of the topic, and can be shown.
    pub(super) fn key(&self) -> String {
        let protocol = self.protocol.as_str();
        match (&self.endpoint, &self.url) {
            (Some(endpoint), _) => format!("{protocol} {endpoint}"),
            (None, Some(url)) => format!("{protocol} {}", url.alias()),
            (None, None) => protocol.to_owned(),
        }
    }

    /// The attributes as SNS takes them.
    pub(super) fn attributes(&self) -> Attributes {
        let dead_letter = self.dead_letter.as_ref();
        let dead_letter = dead_letter.map(|queue| json!({ "deadLetterTargetArn": queue }));
        let delivery_policy = self.delivery_policy.as_ref().map(DeliveryPolicy::to_subscription);
        let replay = self.replay.as_ref().map(Replay::to_aws);
        Attributes::from([
            ("FilterPolicy", written(self.filter_policy.as_ref())),
            ("FilterPolicyScope", self.filter_scope.as_str().to_owned()),
            ("RawMessageDelivery", self.raw_delivery.to_string()),
            ("RedrivePolicy", written(dead_letter.as_ref())),
            ("DeliveryPolicy", written(delivery_policy.as_ref())),
            ("SubscriptionRoleArn", written(self.subscription_role.as_ref())),
            ("ReplayPolicy", written(replay.as_ref())),
        ])
    }

    /// Those that differ from a subscription of which nothing is said.
    pub(super) fn of_a_new_subscription(&self) -> Attributes {
        let usual = Self::to(self.protocol, String::new()).attributes();
        crate::messaging::changed(self.attributes(), &usual)
    }
}

impl Replay {
    fn of(policy: &Json) -> Option<Self> {
        let text = |name| policy.as_value()[name].as_str().map(str::to_owned);
        Some(Self { from: text("StartingPoint")?, until: text("EndingPoint") })
    }

    fn to_aws(&self) -> Value {
        let mut policy = json!({ "PointType": "Timestamp", "StartingPoint": self.from });
        if let Some(until) = &self.until {
            policy["EndingPoint"] = until.as_str().into();
        }
        policy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(url: &str) -> Subscription {
        Subscription::to(Protocol::Https, url.to_owned())
    }

    #[test]
    fn an_address_compares_as_aws_shows_it_and_its_key_says_nothing_of_it() {
        let given = web("https://user:secret@hooks.example.com/in?token=abc");
        let shown = web("https://user:****@hooks.example.com/in?token=abc");
        assert_eq!(json!(given), json!(shown));
        assert_eq!(given.key(), shown.key());
        assert!(given.key().starts_with("https hooks.example.com ("), "{}", given.key());
        for secret in ["secret", "abc", "user"] {
            assert!(!given.key().contains(secret), "{}", given.key());
        }
        assert_ne!(given.key(), web("https://hooks.example.com/other").key());
    }

    #[test]
    fn an_address_without_a_password_stays_as_it_is() {
        for url in ["https://a.example/b", "https://user@a.example/", "https://a.example/x:y@z"] {
            assert_eq!(json!(web(url))["url"], url);
        }
    }
}
