//! What changed lifecycle rules do to what is in a bucket.

use std::collections::BTreeMap;

use super::rule::LifecycleRule;
use kind::Consequences;
use language::value::Path;

/// Tells of rules that delete something and did not do so before.
pub(in super::super) fn tell(
    wanted: &BTreeMap<String, LifecycleRule>,
    live: &BTreeMap<String, LifecycleRule>,
    told: &mut Consequences,
) {
    for (id, rule) in wanted.iter().filter(|(_, rule)| rule.enabled) {
        let live = live.get(id).filter(|live| live.enabled);
        let field = Path::field("lifecycle_rules").key(id);
        let expiration = live.and_then(|live| live.expiration.as_ref());
        if rule.expiration.is_some() && rule.expiration.as_ref() != expiration {
            told.lose(
                field.key("expiration"),
                "S3 deletes every object that is old enough, also those that are there already",
                "",
            );
        }
        let noncurrent = live.and_then(|live| live.noncurrent_version_expiration.as_ref());
        if rule.noncurrent_version_expiration.is_some()
            && rule.noncurrent_version_expiration.as_ref() != noncurrent
        {
            told.lose(
                field.key("noncurrent_version_expiration"),
                "S3 deletes every older version that is old enough, also those that are there already",
                "",
            );
        }
    }
}
