//! Live objects in the form that compares with their specs.

use std::borrow::Cow;

use kind::{AnyKind, Compared, LiveObject};
use language::value::{Shared, Value};
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

/// The same of what others hold as well: nothing is copied where all of it compares.
pub(crate) fn shared_compared(
    kind: &dyn AnyKind,
    live: &Shared<Value>,
    desired: &Value,
    applied: Option<&Value>,
) -> Shared<Value> {
    match compared(kind, live, desired, applied) {
        // Most kinds have all of it there.
        Cow::Borrowed(_) => live.clone(),
        Cow::Owned(spec) => spec.into(),
    }
}

/// Leaves of a live object what [compares](compared) with its spec.
pub(crate) fn narrow(
    kind: &dyn AnyKind,
    live: &mut LiveObject,
    desired: &Value,
    applied: Option<&Value>,
) {
    live.spec = shared_compared(kind, &live.spec, desired, applied);
}
