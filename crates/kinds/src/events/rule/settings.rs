//! The settings of targets, made for EventBridge.

use crate::event_targets::settings::target_settings;

target_settings!(aws_sdk_eventbridge, tags task_tags);

conversions! {
    task_tags: Tags, Vec<sdk::Tag> {
        |said| said.map(|tags| tags.into_iter().map(|tag| (tag.key, tag.value)).collect()),
        |tags| Some(crate::events::sdk_tags(tags)?).filter(|tags| !tags.is_empty()),
    }
}
