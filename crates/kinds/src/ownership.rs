//! Which of several objects are ours, where AWS lets many have one name or none have any.

use aws::tags::{self, Tags};

/// The tags of a spec that say whose its object is.
pub(crate) fn ownership_in(tags: &Tags) -> Tags {
    let own = tags.iter().filter(|(key, _)| tags::is_ownership(key));
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Of several objects with one name, by id and tags, those that carry our tags, or all where none does.
pub(crate) fn ours_or_all(
    named: impl Iterator<Item = (String, Tags)>,
    ownership: &Tags,
) -> Vec<String> {
    let (ours, others): (Vec<_>, Vec<_>) =
        named.partition(|(_, tags)| tags::are_ours(tags, ownership));
    let found = if ours.is_empty() { others } else { ours };
    found.into_iter().map(|(id, _)| id).collect()
}
