//! The graph as a drawing, in the languages of Graphviz and Mermaid.

use compiler::Stack;
use engine::graph::{Edge, Graph};

/// Graphviz DOT. A dashed edge needs a value only; a bold one is set after creation, to break a cycle.
pub fn dot(stack: &Stack, graph: &Graph) -> String {
    let mut text = String::from("digraph diatonic {\n  rankdir = LR;\n  node [shape = box];\n");
    for address in stack.resources.keys() {
        text.push_str(&format!("  {:?};\n", address.to_string()));
    }
    for edge in drawn(graph) {
        let style = match kind_of(graph, edge) {
            EdgeStyle::Waits => "solid",
            EdgeStyle::Value => "dashed",
            EdgeStyle::Deferred => "bold",
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
pub fn mermaid(stack: &Stack, graph: &Graph) -> String {
    let mut text = String::from("graph LR\n");
    let ids: std::collections::BTreeMap<_, _> = stack.resources.keys().zip(1..).collect();
    for (address, id) in &ids {
        text.push_str(&format!("  n{id}[{}]\n", quoted(&address.to_string())));
    }
    for edge in drawn(graph) {
        let (Some(from), Some(to)) = (ids.get(&edge.from), ids.get(&edge.to)) else {
            continue;
        };
        let arrow = match kind_of(graph, edge) {
            EdgeStyle::Waits => "-->",
            EdgeStyle::Value => "-.->",
            EdgeStyle::Deferred => "==>",
        };
        text.push_str(&format!("  n{from} {arrow}|{}| n{to}\n", quoted(&edge.label())));
    }
    text
}

/// Text as Mermaid takes it, whatever characters are in it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "&quot;"))
}

enum EdgeStyle {
    Waits,
    Value,
    Deferred,
}

fn kind_of(graph: &Graph, edge: &Edge) -> EdgeStyle {
    if graph.is_deferred(edge) {
        EdgeStyle::Deferred
    } else if edge.waits {
        EdgeStyle::Waits
    } else {
        EdgeStyle::Value
    }
}

/// One edge for each field that refers to each resource, however often.
fn drawn(graph: &Graph) -> Vec<&Edge> {
    let mut edges: Vec<&Edge> = graph.edges.values().flatten().collect();
    edges.dedup_by(|a, b| a.from == b.from && a.to == b.to && a.field == b.field);
    edges
}
