//! The graph in the languages of Graphviz and Mermaid.

use super::part::{Need, Part};

/// Graphviz DOT. A dashed edge needs a value only; a bold one is set after creation, to break a cycle.
pub fn dot(part: &Part<'_>) -> String {
    let mut text = String::from("digraph diatonic {\n  rankdir = LR;\n  node [shape = box];\n");
    for address in &part.addresses {
        text.push_str(&format!("  {:?};\n", address.to_string()));
    }
    for (edge, need) in &part.edges {
        let style = match need {
            Need::Waits => "solid",
            Need::Value => "dashed",
            Need::Deferred => "bold",
        };
        text.push_str(&format!(
            "  {:?} -> {:?} [style = {style}, label = {:?}];\n",
            edge.from.to_string(),
            edge.to.to_string(),
            edge.label()
        ));
    }
    text.push_str("}\n");
    text
}

/// Mermaid. A dotted edge needs a value only; a thick one is set after creation, to break a cycle.
pub fn mermaid(part: &Part<'_>) -> String {
    let mut text = String::from("graph LR\n");
    let ids: std::collections::BTreeMap<_, _> = part.addresses.iter().copied().zip(1..).collect();
    for (address, id) in &ids {
        text.push_str(&format!("  n{id}[{}]\n", quoted(&address.to_string())));
    }
    for (edge, need) in &part.edges {
        let (Some(from), Some(to)) = (ids.get(&edge.from), ids.get(&edge.to)) else {
            continue;
        };
        let arrow = match need {
            Need::Waits => "-->",
            Need::Value => "-.->",
            Need::Deferred => "==>",
        };
        text.push_str(&format!("  n{from} {arrow}|{}| n{to}\n", quoted(&edge.label())));
    }
    text
}

/// Text as Mermaid takes it, whatever characters are in it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "&quot;"))
}
