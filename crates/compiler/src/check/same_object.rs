//! Resources that are one object in AWS.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::model::Resource;
use crate::stack::Stack;
use language::diagnostic::{Diagnostic, Diagnostics, Span};
use language::value::{Path, pending, unknown};

/// Two resources that are one object in AWS would undo each other at every apply.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut same: BTreeMap<(&str, &str, String), Vec<&Resource>> = BTreeMap::new();
    for resource in stack.resources.values() {
        if let Some(name) = only_name(resource) {
            let region = resource.place.region.as_str();
            let key = (resource.kind.name(), region, name);
            same.entry(key).or_default().push(resource);
        }
    }
    for ((_, _, name), resources) in same {
        if let [first, .., last] = resources.as_slice() {
            let instances = first.address.block() == last.address.block();
            diagnostics.push(one_object(stack, &name, &resources, instances));
        }
    }
}

/// What no other object can be known by: the id or, in a parent, all of the identity. Where AWS invents
/// the id, tags tell objects of one name apart. What is pending may turn out to differ.
fn only_name(resource: &Resource) -> Option<String> {
    if resource.identity.values().any(pending::in_value) {
        return None;
    }
    let in_parent = || {
        resource.kind.facts().parent?;
        let fields = resource.identity.values();
        let parts: Vec<String> =
            fields.filter_map(|value| value.as_str().map(unknown::display)).collect();
        Some(parts.join(" in "))
    };
    resource.prediction.id.clone().or_else(in_parent)
}

fn one_object(stack: &Stack, id: &str, resources: &[&Resource], instances: bool) -> Diagnostic {
    let mut places: BTreeMap<Span, Vec<&Address>> = BTreeMap::new();
    for resource in resources {
        let span = stack.span_of(resource, &Path::field(resource.kind.name_field()));
        places.entry(span).or_default().push(&resource.address);
    }
    let message = format!("{} resources are one object in AWS: `{id}`", resources.len());
    let mut diagnostic = Diagnostic::new(message);
    for (span, addresses) in places {
        let why = match (instances, addresses.as_slice()) {
            (true, _) | (_, []) => "every instance has this name".to_owned(),
            (false, [address]) => format!("the name of `{address}`"),
            (false, [first, others @ ..]) => {
                format!("the name of `{first}` and {} others", others.len())
            }
        };
        diagnostic = diagnostic.at(span, why);
    }
    let name = resources.first().map_or("name", |resource| resource.kind.name_field());
    diagnostic.help(match instances {
        true => format!("make the names differ: put `${{each.key}}` into `{name}`"),
        false => format!("give one of them another `{name}`"),
    })
}
