//! Whom a bucket tells of what happens in it.

use aws_sdk_s3::types as sdk;

use crate::conversions::Words;
use crate::prelude::*;

/// Events of some objects, and who is told of them.
#[spec]
pub struct Notification {
    /// ARN of the Lambda function, SQS queue or SNS topic that is told. Its own policy must let
    /// `s3.amazonaws.com` in.
    #[field(
        required,
        pattern = r"^arn:[^:]+:(lambda|sqs|sns):[^:]+:\d{12}:.+$",
        called_by = "s3.amazonaws.com"
    )]
    pub target: String,
    /// The events, such as `s3:ObjectCreated:*`.
    #[field(required, length = 1..)]
    #[schemars(inner(regex(pattern = r"^s3:[A-Za-z]+(:([A-Za-z]+|\*))?$")))]
    pub events: BTreeSet<String>,
    /// Only of objects whose key starts with this. Absent: of all.
    #[field(length = ..=1024)]
    pub prefix: String,
    /// Only of objects whose key ends with this. Absent: of all.
    #[field(length = ..=1024)]
    pub suffix: String,
}

pub(super) fn check(notifications: &BTreeMap<String, Notification>, findings: &mut Findings) {
    for (position, (id, notification)) in notifications.iter().enumerate() {
        let at = Path::field("notifications").key(id);
        rules! { findings, at;
            Error if !(1..=255).contains(&id.chars().count()) =>
                "the id is too short or too long",
                "AWS accepts 1 to 255 characters",
                "";
        }
        for (other_id, other) in notifications.iter().take(position) {
            rules! { findings, at;
                Error if notification.overlaps(other) =>
                    format!("it is told of the same events of the same objects as `{other_id}`"),
                    "AWS refuses notifications that overlap",
                    "give them prefixes or suffixes of which none contains the other, or tell an SNS \
                     topic or EventBridge that passes the events on";
            }
        }
    }
}

impl Notification {
    /// Whether some event of some object is told by both.
    fn overlaps(&self, other: &Self) -> bool {
        let texts = [&self.prefix, &self.suffix, &other.prefix, &other.suffix];
        if texts.into_iter().any(|text| unknown::in_text(text)) {
            return false;
        }
        let same_start =
            self.prefix.starts_with(&other.prefix) || other.prefix.starts_with(&self.prefix);
        let same_end = self.suffix.ends_with(&other.suffix) || other.suffix.ends_with(&self.suffix);
        let same_event = self
            .events
            .iter()
            .any(|event| other.events.iter().any(|other| events_overlap(event, other)));
        same_start && same_end && same_event
    }

    fn of(
        target: String,
        events: Vec<sdk::Event>,
        filter: Option<sdk::NotificationConfigurationFilter>,
    ) -> Result<Self> {
        let rules = filter.and_then(|filter| filter.key).and_then(|key| key.filter_rules);
        let rules = rules.unwrap_or_default();
        // Both `prefix` and `Prefix` are seen.
        let value = |name: &str| {
            let named = |own: &sdk::FilterRuleName| own.as_str().eq_ignore_ascii_case(name);
            let rule = rules.iter().find(|rule| rule.name.as_ref().is_some_and(named));
            rule.and_then(|rule| rule.value.clone()).unwrap_or_default()
        };
        let (prefix, suffix) = (value("prefix"), value("suffix"));
        Ok(Self { target, events: Words::of(Some(events))?.unwrap_or_default(), prefix, suffix })
    }

    fn filter(&self) -> Option<sdk::NotificationConfigurationFilter> {
        let rules = [
            (sdk::FilterRuleName::Prefix, &self.prefix),
            (sdk::FilterRuleName::Suffix, &self.suffix),
        ];
        let rules = rules.into_iter().filter(|(_, value)| !value.is_empty());
        let rules = rules.map(|(name, value)| sdk::FilterRule::builder().name(name).value(value));
        let rules: Vec<_> = rules.map(|rule| rule.build()).collect();
        (!rules.is_empty()).then(|| {
            let key = sdk::S3KeyFilter::builder().set_filter_rules(Some(rules)).build();
            sdk::NotificationConfigurationFilter::builder().key(key).build()
        })
    }
}

/// Whether two names of events, of which each may stand for several by a last `*`, share one.
fn events_overlap(one: &str, other: &str) -> bool {
    let covers = |wide: &str, narrow: &str| {
        wide.strip_suffix('*').map_or(wide == narrow, |start| narrow.starts_with(start))
    };
    covers(one, other) || covers(other, one)
}

/// The notifications by id, and whether EventBridge is told of everything.
pub(super) async fn read(
    aws: &Aws,
    bucket: &str,
) -> Result<(BTreeMap<String, Notification>, bool)> {
    let request = aws.s3().get_bucket_notification_configuration().bucket(bucket);
    let answer = request.send().await?;
    let mut all = BTreeMap::new();
    macro_rules! read {
        ($($configurations:ident to $arn:ident),+) => {$(
            for aws in answer.$configurations.unwrap_or_default() {
                let Some(id) = aws.id else {
                    return Err(AwsError::new("S3 gave a notification without an id"));
                };
                all.insert(id, Notification::of(aws.$arn, aws.events, aws.filter)?);
            }
        )+};
    }
    read!(
        lambda_function_configurations to lambda_function_arn,
        queue_configurations to queue_arn,
        topic_configurations to topic_arn
    );
    Ok((all, answer.event_bridge_configuration.is_some()))
}

/// Writes all at once. S3 tries every target, and one whose permission is only being made refuses.
pub(super) async fn write(
    aws: &Aws,
    bucket: &str,
    notifications: &BTreeMap<String, Notification>,
    event_bridge: bool,
) -> Result<()> {
    let configuration = to_aws(notifications, event_bridge)?;
    let request = aws.s3().put_bucket_notification_configuration().bucket(bucket);
    sent(request.notification_configuration(configuration).send().await)
}

fn to_aws(
    notifications: &BTreeMap<String, Notification>,
    event_bridge: bool,
) -> Result<sdk::NotificationConfiguration> {
    let mut all = sdk::NotificationConfiguration::builder();
    if event_bridge {
        all = all.event_bridge_configuration(sdk::EventBridgeConfiguration::builder().build());
    }
    for (id, notification) in notifications {
        let target = &notification.target;
        macro_rules! told {
            ($configuration:ident to $arn:ident) => {
                sdk::$configuration::builder()
                    .id(id)
                    .$arn(target)
                    .set_events(Words::to_aws(&notification.events)?)
                    .set_filter(notification.filter())
                    .build()?
            };
        }
        all = match target.split(':').nth(2) {
            Some("lambda") => all.lambda_function_configurations(
                told!(LambdaFunctionConfiguration to lambda_function_arn),
            ),
            Some("sqs") => all.queue_configurations(told!(QueueConfiguration to queue_arn)),
            Some("sns") => all.topic_configurations(told!(TopicConfiguration to topic_arn)),
            _ => {
                return Err(AwsError::new(format!(
                    "notification `{id}`: `{target}` is not the ARN of a function, a queue or a topic"
                )));
            }
        };
    }
    Ok(all.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification(event: &str, prefix: &str, suffix: &str) -> Notification {
        Notification {
            target: String::new(),
            events: [event.to_owned()].into(),
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
        }
    }

    #[test]
    fn overlap_needs_a_common_event_start_and_end() {
        let images = notification("s3:ObjectCreated:*", "images/", ".png");
        let put = |prefix, suffix| notification("s3:ObjectCreated:Put", prefix, suffix);
        assert!(images.overlaps(&put("images/large/", "")));
        assert!(images.overlaps(&put("", ".png")));
        assert!(!images.overlaps(&put("videos/", ".png")));
        assert!(!images.overlaps(&put("images/", ".jpg")));
        assert!(!images.overlaps(&notification("s3:ObjectRemoved:*", "images/", ".png")));
    }
}
