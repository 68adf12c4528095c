//! What fields of specs are made with: defaults, and texts that may be absent.

use std::collections::BTreeSet;

/// Whether a field holds what it holds when nobody writes it, and so need not be shown.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Whether a list that may be absent names nothing, where AWS takes an empty one for none.
pub(super) fn says_nothing<T>(list: &Option<BTreeSet<T>>) -> bool {
    list.as_ref().is_none_or(BTreeSet::is_empty)
}

/// A list that AWS wants left out where it is empty.
pub(super) fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// A text that is there. AWS says "none" by leaving it out or by leaving it empty.
pub(super) fn non_empty<T: AsRef<str> + Into<String>>(text: Option<T>) -> Option<String> {
    text.filter(|text| !text.as_ref().is_empty()).map(Into::into)
}
