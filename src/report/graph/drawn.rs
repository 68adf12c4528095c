//! The graph as a drawing of its own.

use std::collections::BTreeMap;

use super::part::{Need, Part};
use crate::report::drawing::{self, Drawing, Line, Node, Stroke};

/// A picture that needs nothing else.
pub fn svg(part: &Part<'_>) -> String {
    drawing::svg(&drawing(part), &format!("What needs what in {}", part.stack.environment.stack()))
}

/// The resources, with a line for each two of which one needs the other.
pub(super) fn drawing(part: &Part<'_>) -> Drawing {
    let ids: BTreeMap<_, _> = part.addresses.iter().copied().zip(0..).collect();
    let mut needs: BTreeMap<(usize, usize), (Need, Vec<String>)> = BTreeMap::new();
    for (edge, need) in &part.edges {
        // A resource that refers to itself says nothing of the order.
        if let (Some(user), Some(needed)) = (ids.get(&edge.from), ids.get(&edge.to))
            && user != needed
        {
            let told = needs.entry((*needed, *user)).or_insert((*need, Vec::new()));
            told.0 = told.0.min(*need);
            told.1.push(edge.label());
        }
    }
    let nodes = part.addresses.iter();
    let lines = needs.into_iter().map(|((from, to), (need, fields))| Line {
        from,
        to,
        stroke: match need {
            Need::Waits => Stroke::Solid,
            Need::Deferred => Stroke::Bold,
            Need::Value => Stroke::Dashed,
        },
        title: fields.join(", "),
    });
    Drawing {
        nodes: nodes.map(|address| Node { name: address.to_string(), class: "" }).collect(),
        lines: lines.collect(),
    }
}
