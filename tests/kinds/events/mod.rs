//! `events.bus` and `events.rule`.

mod bus;
mod bus_scripted;
mod rule;
mod rule_checks;
mod rule_scripted;

use kind::registry;
use serde_json::Value;

/// What the check of a kind tells of a spec, each with where it is and how bad.
pub fn told(kind: &str, spec: &Value) -> Vec<String> {
    let kind = registry::find(kind).unwrap();
    let findings = kind.check(spec).into_iter();
    let told = findings.map(|it| format!("{:?} {}: {}", it.severity, it.path, it.message));
    told.collect()
}
