//! The settings of targets, made for EventBridge Scheduler.

use std::collections::HashMap;

use crate::event_targets::settings::target_settings;

target_settings!(aws_sdk_scheduler, tags task_tags);

conversions! {
    /// Each tag is a map of its own, as RunTask of ECS has them.
    task_tags: Tags, Vec<HashMap<String, String>> {
        |said| said.map(|tags| {
            let pairs = tags.into_iter().filter_map(|mut tag| {
                Some((tag.remove("key")?, tag.remove("value").unwrap_or_default()))
            });
            pairs.collect()
        }),
        |tags| {
            let pair = |(key, value): (&String, &String)| {
                HashMap::from([("key".to_owned(), key.clone()), ("value".to_owned(), value.clone())])
            };
            (!tags.is_empty()).then(|| tags.iter().map(pair).collect())
        },
    }
}
