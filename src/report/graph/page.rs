//! The graph as a page.

use std::collections::BTreeMap;

use super::drawn::drawing;
use super::part::{Need, Part};
use crate::report::html::{self, Words};
use crate::report::markup::text;
use compiler::Address;
use engine::graph::Edge;

const WORDS: Words = Words {
    users: "These need it, or what needs it:",
    no_users: "Nothing needs it.",
    needs: "It needs:",
    no_needs: "It needs nothing.",
    lines: "What is needed stands left of what needs it. Solid: waits for it. Dashed: needs a value that is \
            known before. Bold: is given it after its creation.",
};

/// A page that needs nothing else: the drawing to pan and zoom, and each resource with what it needs.
pub fn html(part: &Part<'_>) -> String {
    let environment = &part.stack.environment;
    let facts = [
        ("Account", environment.account.clone()),
        ("Region", environment.region.clone()),
        ("Resources", part.addresses.len().to_string()),
    ];
    let list = html::section("list", "Resources", &resources(part));
    let drawing = html::drawing(&drawing(part), &WORDS);
    let content = html::section("graph", "What needs what", &drawing) + &list;
    html::page(&format!("Graph of {}", environment.stack()), "", &facts, &content)
}

/// What each needs, and for which field.
fn resources(part: &Part<'_>) -> String {
    let mut needs_of: BTreeMap<&Address, Vec<(&Edge, Need)>> = BTreeMap::new();
    for (edge, need) in &part.edges {
        needs_of.entry(&edge.from).or_default().push((edge, *need));
    }
    let items = part.addresses.iter().enumerate().map(|(position, address)| {
        let needs = needs_of.get(address).into_iter().flatten();
        let needs = needs.map(|(edge, need)| {
            let how = match need {
                Need::Waits => "waits for",
                Need::Value => "takes a value of",
                Need::Deferred => "is given later, of",
            };
            let (field, to) = (text(&edge.label()), text(&edge.to.to_string()));
            let link = part.addresses.binary_search(&&edge.to);
            let to = match link {
                Ok(other) => format!("<a href=\"#step-{other}\"><code>{to}</code></a>"),
                Err(_) => format!("<code>{to}</code>"),
            };
            format!("<li><code>{field}</code> {how} {to}</li>\n")
        });
        let needs: String = needs.collect();
        let needs = match needs.is_empty() {
            true => "<p>It needs nothing.</p>".to_owned(),
            false => format!("<ul>\n{needs}</ul>"),
        };
        format!(
            "<li id=\"step-{position}\"><details><summary><code>{}</code></summary>{needs}</details></li>\n",
            text(&address.to_string())
        )
    });
    format!("<ol class=\"cards steps\" role=\"list\">\n{}</ol>\n", items.collect::<String>())
}
