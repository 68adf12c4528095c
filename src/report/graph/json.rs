//! The graph for programs. The shape is documented in `docs/graph-json.md`.

use serde_json::json;

use super::part::{Need, Part};
use language::value::Value;

/// The version of the shape.
const VERSION: u32 = 1;

/// The graph as JSON.
pub fn json(part: &Part<'_>) -> Value {
    let resources = part.addresses.iter();
    let resources = resources.map(|address| json!({ "address": address, "kind": address.kind }));
    let edges = part.edges.iter().map(|(edge, need)| {
        let need = match need {
            Need::Waits => "waits",
            Need::Value => "value",
            Need::Deferred => "deferred",
        };
        json!({ "from": edge.from, "to": edge.to, "field": edge.label(), "need": need })
    });
    json!({
        "version": VERSION,
        "stack": part.stack.environment.stack(),
        "resources": resources.collect::<Value>(),
        "edges": edges.collect::<Value>(),
    })
}
