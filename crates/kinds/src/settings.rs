//! Settings of an object that calls of their own set and take back, and those that one call changes.

/// Sets a setting that differs, or takes it back where the spec does not have it: `set_or_unset!(self, live,
/// kms_key: |key| request.kms_key_id(key), other_request)`. Both are requests of the SDK, and are sent. After `deleted`
/// stands a request for which it is fine that there is nothing to take back.
macro_rules! set_or_unset {
    ($wanted:expr, $live:expr, $field:ident: |$value:ident| $set:expr, deleted $unset:expr $(,)?) => {
        match &$wanted.$field {
            same if *same == $live.$field => {}
            Some($value) => drop($set.send().await?),
            None => aws::deleted($unset.send().await)?,
        }
    };
    ($wanted:expr, $live:expr, $field:ident: |$value:ident| $set:expr, $unset:expr $(,)?) => {
        match &$wanted.$field {
            same if *same == $live.$field => {}
            Some($value) => drop($set.send().await?),
            None => drop($unset.send().await?),
        }
    };
}
pub(crate) use set_or_unset;

/// Removes and sets the tags that differ: `write_tags!(self.tags, live.tags, untag_request, tag_request)`, with a
/// function at the end for services that have a type of their own for a tag.
macro_rules! write_tags {
    ($wanted:expr, $live:expr, $untag:expr, $tag:expr $(, $to_aws:path)?) => {
        if let Some(changes) = aws::tags::changes(&$wanted, &$live) {
            if !changes.remove.is_empty() {
                $untag.set_tag_keys(Some(changes.remove)).send().await?;
            }
            if !changes.set.is_empty() {
                let tags = $crate::settings::write_tags!(@to_aws changes.set $(, $to_aws)?);
                $tag.set_tags(Some(tags)).send().await?;
            }
        }
    };
    (@to_aws $tags:expr) => {
        $tags.into_iter().collect()
    };
    (@to_aws $tags:expr, $to_aws:path) => {
        $to_aws(&$tags)?
    };
}
pub(crate) use write_tags;

/// Sets in a request what differs from what is live: for each field its setter, and what that is given. Requests
/// that create take it as well, if what is live is an object as AWS makes it by default.
macro_rules! set_changed {
    ($request:expr, $wanted:expr, $live:expr, {
        $($field:ident: $setter:ident($value:expr),)+
    }) => {
        $request$(.$setter(match $wanted.$field == $live.$field {
            true => None,
            false => Option::from($value),
        }))+
    };
}
pub(crate) use set_changed;
