//! What alarms do when their state changes.

use aws_sdk_cloudwatch::types as sdk;
use serde_json::{Value, json};

use crate::prelude::*;

/// Who calls what an action names.
pub(super) fn callers() -> Value {
    json!({
        "lambda": "lambda.alarms.cloudwatch.amazonaws.com",
        "sns": "cloudwatch.amazonaws.com",
    })
}

/// Which of an alarm's tags its notifications carry. Where neither is there: all of them.
#[spec]
pub struct TagsInNotifications {
    /// The keys of the tags that are included.
    #[field(length = 1..=50)]
    pub included: Option<BTreeSet<String>>,
    /// The keys of those that are not. A spec has one of the two.
    #[field(length = 1..=50)]
    pub excluded: Option<BTreeSet<String>>,
}

conversions! {
    tags_in_notifications: Option<TagsInNotifications>, sdk::ActionConfiguration {
        |said| {
            let tags = said.and_then(|settings| settings.alarm_tags_propagation);
            let tags = tags.filter(|tags| tags.enabled == Some(true));
            Some(tags.map(|tags| Ok::<_, AwsError>(TagsInNotifications {
                included: BTreeSet::of(tags.included_tag_keys)?,
                excluded: BTreeSet::of(tags.excluded_tag_keys)?,
            })).transpose()?)
        },
        |tags| tags.as_ref().map(|tags| Ok::<_, AwsError>({
            let settings = sdk::AlarmTagsPropagation::builder().enabled(true);
            let settings = settings.set_included_tag_keys(tags.included.to_aws()?);
            let settings = settings.set_excluded_tag_keys(tags.excluded.to_aws()?).build();
            sdk::ActionConfiguration::builder().alarm_tags_propagation(settings).build()
        })).transpose()?,
    }
}

/// The actions of an alarm, by their fields.
pub(super) struct Actions<'a> {
    pub are_enabled: bool,
    pub lists: [(&'static str, &'a BTreeSet<String>); 3],
    pub tags: Option<&'a TagsInNotifications>,
}

impl Actions<'_> {
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
    pub(super) fn check(&self, findings: &mut Findings) {
        let has_none = self.lists.iter().all(|(_, actions)| actions.is_empty());
        let has_both =
            self.tags.is_some_and(|tags| tags.included.is_some() && tags.excluded.is_some());
        rules! { findings;
            Warning if has_none && self.are_enabled =>
                "nobody is told when this alarm goes off",
                "it has no actions, so its state changes and that is all",
                "name a topic in `alarm_actions`; where a composite alarm watches this one, write `actions_enabled: false`";
            Error "tags_in_notifications" if has_both =>
                "tags are included or excluded",
                "AWS accepts one of the two lists",
                "remove one";
        }
        for (field, actions) in &self.lists {
            for action in *actions {
                let is_arn = action.starts_with("arn:") || unknown::in_text(action);
                rules! { findings, Path::field(field);
                    Error if !is_arn =>
                        format!("`{action}` is not an ARN"),
                        "an action is the ARN of a topic, a function, a scaling policy or another thing that AWS knows to act on",
                        "refer to it, as in `${sns.topic.<name>.arn}`";
                }
            }
        }
    }
}
