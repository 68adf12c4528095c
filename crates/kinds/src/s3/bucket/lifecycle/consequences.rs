//! What changed lifecycle rules do to what is in a bucket.

use super::rule::LifecycleRule;
use crate::prelude::*;

/// Tells of rules that delete something and did not do so before.
pub(in super::super) fn tell(
    wanted: &BTreeMap<String, LifecycleRule>,
    live: &BTreeMap<String, LifecycleRule>,
    told: &mut Consequences,
) {
    for (id, rule) in wanted.iter().filter(|(_, rule)| rule.enabled) {
        let live = live.get(id).filter(|live| live.enabled);
        let (expiration, noncurrent) = (&rule.expiration, &rule.noncurrent_version_expiration);
        let was = live.is_some_and(|live| live.expiration == *expiration);
        let noncurrent_was =
            live.is_some_and(|live| live.noncurrent_version_expiration == *noncurrent);
        consequences! { told, Path::field("lifecycle_rules").key(id);
            lose "expiration" if expiration.is_some() && !was =>
                "S3 deletes every object that is old enough, also those that are there already";
            lose "noncurrent_version_expiration" if noncurrent.is_some() && !noncurrent_was =>
                "S3 deletes every older version that is old enough, also those that are there already";
        }
    }
}
