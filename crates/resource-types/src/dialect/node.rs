//! One schema of a document.

use serde_json::{Map, Value};

pub(super) type Node = Map<String, Value>;

/// Whether a keyword has this text.
pub(super) fn is(raw: &Node, keyword: &str, text: &str) -> bool {
    raw.get(keyword).and_then(Value::as_str) == Some(text)
}

/// Whether what a schema describes may have this type.
pub(super) fn may_be(node: &Node, name: &str) -> bool {
    match node.get("type") {
        None => true,
        Some(Value::Array(names)) => names.contains(&name.into()),
        Some(one) => one == name,
    }
}

/// A limit of a count, which some schemas write as a fraction.
pub(super) fn count(limit: &Value) -> Option<u64> {
    let whole = limit.as_f64().filter(|limit| *limit >= 0.0).map(|limit| limit as u64);
    limit.as_u64().or(whole)
}
