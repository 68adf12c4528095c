//! What a difference means, and what may be shown of it.

use super::difference::{Values, Weight};
use generate::KnownSecrets;
use kind::AnyKind;
use language::diff::Change;
use language::value::{Path, Value};
use terraform::mapping::{Pair, Sides};
use terraform::state::Instance;

/// Says what a difference means, and what may be shown of it.
pub(super) struct Classifier<'a> {
    pub kind: &'static dyn AnyKind,
    pub secrets: &'a KnownSecrets,
}

impl Classifier<'_> {
    /// What a change of a field means. That Terraform's own grant is gone grants nobody anything.
    pub fn weight(&self, pair: &Pair, sides: &Sides, change: &Change) -> Weight {
        let live = change.before.as_ref().unwrap_or(&Value::Null);
        let said = change.after.as_ref().unwrap_or(&Value::Null);
        let is_gone = pair.has_entries() && live.is_null();
        let field = whole_path(&sides.field, &change.path);
        if !is_gone && self.kind.schema().grants_access(&field, live) {
            return Weight::Access;
        }
        let is_new = said.is_null() && !live.is_null();
        match is_new || has_new_elements(said, live) {
            true => Weight::Addition,
            false => Weight::Change,
        }
    }

    /// What something means that no resource says.
    pub fn weight_of_addition(&self, field: &Path, live: &Value) -> Weight {
        match self.kind.schema().grants_access(field, live) {
            true => Weight::Access,
            false => Weight::Addition,
        }
    }

    /// Both values, unless one may be secret.
    pub fn values(&self, instance: &Instance, pair: &Pair, field: &Path, change: Change) -> Values {
        let names = pair.attribute.split('.').chain(change.path.first_key());
        let names: Vec<&str> = names.collect();
        if pair.is_hidden || instance.is_sensitive(&names) {
            return Values::Hidden;
        }
        let said = change.after.unwrap_or_default();
        let live = change.before.unwrap_or_default();
        self.shown(&whole_path(field, &change.path), &said, &live)
    }

    /// Both values of a field without what may be secret in them.
    pub fn shown(&self, field: &Path, said: &Value, live: &Value) -> Values {
        let schema = self.kind.schema();
        if schema.may_hold_sensitive(field) {
            return Values::Hidden;
        }
        let redacted = |value: &Value| {
            let redacted = self.secrets.redacted(schema, field, value);
            // A text that is hidden as a whole says nothing.
            let is_whole = value.is_string() && redacted != *value;
            (!is_whole).then_some(redacted)
        };
        match (redacted(said), redacted(live)) {
            (Some(said), Some(live)) => Values::Shown { said, live },
            _ => Values::Hidden,
        }
    }
}

/// Whether a list has elements that the state's does not have.
fn has_new_elements(said: &Value, live: &Value) -> bool {
    let said = said.as_array();
    let is_new = |element| said.is_none_or(|said| !said.contains(element));
    let live = live.as_array();
    live.is_some_and(|live| live.iter().any(is_new))
}

/// Where a path inside a field leads to in the object.
pub(super) fn whole_path(field: &Path, inner: &Path) -> Path {
    let segments = field.segments().iter().chain(inner.segments());
    segments.cloned().collect()
}
