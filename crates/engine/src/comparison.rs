//! Live objects in the form that compares with their specs.

use std::borrow::Cow;

use kind::{AnyKind, Compared, LiveObject};
use language::value::Value;
use state::is_kept_as;

/// What is live, as far as it compares with the spec `desired`, where `applied` is the one that the state keeps.
pub(crate) fn compared<'a>(
    kind: &dyn AnyKind,
    live: &'a Value,
    desired: &Value,
    applied: Option<&Value>,
) -> Cow<'a, Value> {
    kind.compared(live, Compared { desired, applied, is_applied: &is_kept_as })
}

/// Leaves of a live object what [compares](compared) with its spec.
pub(crate) fn narrow(
    kind: &dyn AnyKind,
    live: &mut LiveObject,
    desired: &Value,
    applied: Option<&Value>,
) {
    // Most kinds have all of it there, and nothing is copied.
    if let Cow::Owned(spec) = compared(kind, &live.spec, desired, applied) {
        live.spec = spec;
    }
}
