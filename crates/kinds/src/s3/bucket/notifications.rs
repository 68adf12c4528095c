//! Whom a bucket tells of what happens in it.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput as Answer;
use aws_sdk_s3::types::{
    Event, EventBridgeConfiguration, FilterRule, FilterRuleName, LambdaFunctionConfiguration,
    NotificationConfiguration, NotificationConfigurationFilter, QueueConfiguration, S3KeyFilter,
    TopicConfiguration,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use aws::S3;
use aws::{Aws, AwsError};
use kind::{Findings, Result};
use language::value::unknown;

/// Events of some objects, and who is told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// ARN of the Lambda function, SQS queue or SNS topic that is told. Its own policy must let
    /// `s3.amazonaws.com` in.
    #[schemars(regex(pattern = r"^arn:[^:]+:(lambda|sqs|sns):[^:]+:\d{12}:.+$"))]
    #[schemars(extend("x-called-by" = "s3.amazonaws.com"))]
    pub target: String,
    /// The events, such as `s3:ObjectCreated:*`.
    #[schemars(length(min = 1), inner(regex(pattern = r"^s3:[A-Za-z]+(:([A-Za-z]+|\*))?$")))]
    pub events: BTreeSet<String>,
    /// Only of objects whose key starts with this. Absent: of all.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub prefix: String,
    /// Only of objects whose key ends with this. Absent: of all.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub suffix: String,
}

/// All that a bucket tells.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Notifications {
    pub by_id: BTreeMap<String, Notification>,
    pub event_bridge: bool,
}

pub(super) fn check(notifications: &BTreeMap<String, Notification>, findings: &mut Findings) {
    for (position, (id, notification)) in notifications.iter().enumerate() {
        if id.is_empty() || id.chars().count() > 255 {
            findings.add(
                &format!("notifications[\"{id}\"]"),
                "the id is too short or too long",
                "AWS takes 1 to 255 characters",
                "",
            );
        }
        let earlier = notifications.iter().take(position);
        for (other_id, other) in earlier {
            if notification.overlaps(other) {
                findings.add(
                    &format!("notifications[\"{id}\"]"),
                    &format!("it is told of the same events of the same objects as `{other_id}`"),
                    "AWS refuses notifications that overlap",
                    "give them prefixes or suffixes of which none contains the other, or tell an SNS \
                     topic or EventBridge that passes the events on",
                );
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
        id: Option<String>,
        target: String,
        events: Vec<Event>,
        filter: Option<NotificationConfigurationFilter>,
    ) -> Result<(String, Self)> {
        let Some(id) = id else {
            return Err(AwsError::new("S3 gave a notification without an id"));
        };
        let rules = filter.and_then(|filter| filter.key).and_then(|key| key.filter_rules);
        let rules = rules.unwrap_or_default();
        // Both `prefix` and `Prefix` are seen.
        let rule = |name: &str| {
            let rule = rules.iter().find(|rule| {
                rule.name.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(name))
            });
            rule.and_then(|rule| rule.value.clone()).unwrap_or_default()
        };
        let notification = Self {
            target,
            events: events.iter().map(|event| event.as_str().to_owned()).collect(),
            prefix: rule("prefix"),
            suffix: rule("suffix"),
        };
        Ok((id, notification))
    }

    fn aws_events(&self) -> Vec<Event> {
        self.events.iter().map(|event| Event::from(event.as_str())).collect()
    }

    fn filter(&self) -> Option<NotificationConfigurationFilter> {
        let rule = |name: FilterRuleName, value: &str| {
            (!value.is_empty()).then(|| FilterRule::builder().name(name).value(value).build())
        };
        let rules: Vec<FilterRule> = [
            rule(FilterRuleName::Prefix, &self.prefix),
            rule(FilterRuleName::Suffix, &self.suffix),
        ]
        .into_iter()
        .flatten()
        .collect();
        if rules.is_empty() {
            return None;
        }
        let key = S3KeyFilter::builder().set_filter_rules(Some(rules)).build();
        Some(NotificationConfigurationFilter::builder().key(key).build())
    }
}

/// Whether two names of events, of which each may stand for several by a last `*`, share one.
fn events_overlap(one: &str, other: &str) -> bool {
    let covers = |wide: &str, narrow: &str| {
        wide.strip_suffix('*').map_or(wide == narrow, |start| narrow.starts_with(start))
    };
    covers(one, other) || covers(other, one)
}

impl Notifications {
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let request = aws.s3().get_bucket_notification_configuration().bucket(bucket);
        Self::of(request.send().await?)
    }

    fn of(answer: Answer) -> Result<Self> {
        let functions = answer.lambda_function_configurations.unwrap_or_default().into_iter();
        let queues = answer.queue_configurations.unwrap_or_default().into_iter();
        let topics = answer.topic_configurations.unwrap_or_default().into_iter();
        let functions = functions.map(|function| {
            Notification::of(
                function.id,
                function.lambda_function_arn,
                function.events,
                function.filter,
            )
        });
        let queues = queues
            .map(|queue| Notification::of(queue.id, queue.queue_arn, queue.events, queue.filter));
        let topics = topics
            .map(|topic| Notification::of(topic.id, topic.topic_arn, topic.events, topic.filter));
        Ok(Self {
            by_id: functions.chain(queues).chain(topics).collect::<Result<_>>()?,
            event_bridge: answer.event_bridge_configuration.is_some(),
        })
    }

    fn to_aws(&self) -> Result<NotificationConfiguration> {
        let mut all = NotificationConfiguration::builder();
        if self.event_bridge {
            all = all.event_bridge_configuration(EventBridgeConfiguration::builder().build());
        }
        for (id, notification) in &self.by_id {
            let events = Some(notification.aws_events());
            let filter = notification.filter();
            let target = &notification.target;
            all = match target.split(':').nth(2) {
                Some("lambda") => all.lambda_function_configurations(
                    LambdaFunctionConfiguration::builder()
                        .id(id)
                        .lambda_function_arn(target)
                        .set_events(events)
                        .set_filter(filter)
                        .build()?,
                ),
                Some("sqs") => all.queue_configurations(
                    QueueConfiguration::builder()
                        .id(id)
                        .queue_arn(target)
                        .set_events(events)
                        .set_filter(filter)
                        .build()?,
                ),
                Some("sns") => all.topic_configurations(
                    TopicConfiguration::builder()
                        .id(id)
                        .topic_arn(target)
                        .set_events(events)
                        .set_filter(filter)
                        .build()?,
                ),
                _ => {
                    return Err(AwsError::new(format!(
                        "notification `{id}`: `{target}` is not the ARN of a function, a queue or a topic"
                    )));
                }
            };
        }
        Ok(all.build())
    }

    /// Writes all at once. S3 tries every target, and one whose permission is only being made refuses.
    pub(super) async fn write(&self, aws: &Aws, bucket: &str) -> Result<()> {
        let request = aws.s3().put_bucket_notification_configuration().bucket(bucket);
        let request = request.notification_configuration(self.to_aws()?);
        request.send().await?;
        Ok(())
    }
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
