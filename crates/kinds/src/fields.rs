//! What fields of specs are made with: defaults, and texts that may be absent.

use std::collections::BTreeSet;
use std::ops::RangeBounds;

/// Whether a field holds what it holds when nobody writes it, and so need not be shown.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Whether a list that may be absent names nothing, where AWS treats an empty one as none.
pub(super) fn says_nothing<T>(list: &Option<BTreeSet<T>>) -> bool {
    list.as_ref().is_none_or(BTreeSet::is_empty)
}

/// A list that must be left out where it is empty.
pub(super) fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// A text that is there. AWS says "none" by leaving it out or by leaving it empty.
pub(super) fn non_empty<T: AsRef<str> + Into<String>>(text: Option<T>) -> Option<String> {
    text.filter(|text| !text.as_ref().is_empty()).map(Into::into)
}

/// Whether a text has so many characters, of which each is a letter of ASCII, a digit or one of `others`.
pub(super) fn is_made_of(text: &str, count: impl RangeBounds<usize>, others: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
    count.contains(&text.chars().count()) && text.chars().all(is_allowed)
}
