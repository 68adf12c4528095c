//! What of a new object nobody has to write.

use compiler::Address;
use kind::registry;
use language::value::Value;

/// The places in a spec that hold their default.
pub(super) fn of(address: &Address, spec: Option<&Value>) -> Vec<String> {
    let (Some(kind), Some(spec)) = (registry::find(&address.kind), spec) else {
        return Vec::new();
    };
    let defaults = kind.schema().defaults_in(spec);
    defaults.iter().map(ToString::to_string).collect()
}
