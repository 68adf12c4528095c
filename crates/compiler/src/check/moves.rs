//! Resources that have moved to another address.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::model::{NamedAddress, Resource};
use crate::stack::Stack;
use language::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use language::value::Path;

/// What has moved has left its old address, is of the same kind, and was one resource.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut moved: BTreeMap<&Address, &Resource> = BTreeMap::new();
    for resource in stack.resources.values() {
        let Some(NamedAddress { address, span }) = resource.moved_from.as_deref() else {
            continue;
        };
        let (from, to) = (&address.kind, &resource.address.kind);
        let problem = if from != to {
            let message = format!("a {from} cannot become a {to}");
            let help = "name an address of the same kind, or remove `moved_from`";
            Diagnostic::new(message).at(*span, "only the name of a resource can change").help(help)
        } else if stack.resources.contains_key(address) {
            let help = "remove `moved_from`, or the block that has the old address";
            Diagnostic::new(format!("{address} is still in the specs"))
                .at(*span, "what is there has not moved")
                .help(help)
        } else if let Some(other) = moved.insert(address, resource) {
            let message = format!("{address} cannot have moved to two places");
            Diagnostic::new(message)
                .at(other.span, format!("{} was it", other.address))
                .at(*span, format!("and so was {}", resource.address))
                .help("where there is a `for_each`, put `${each.key}` into `moved_from`")
        } else if let Some(warning) = renamed(stack, resource, address, *span) {
            warning
        } else {
            continue;
        };
        diagnostics.push(problem);
    }
}

/// Warns of a block that has another name now, and with it another physical name, which AWS cannot change.
fn renamed(stack: &Stack, resource: &Resource, from: &Address, span: Span) -> Option<Diagnostic> {
    let name = Path::field("name");
    let is_fixed = resource.kind.schema().facts_of(&name).create_only;
    let prefix = stack.environment.prefix();
    let before = from.default_name(prefix);
    let is_single = from.key.is_none() && resource.address.key.is_none();
    if !is_fixed
        || !is_single
        || resource.body.get("name").is_some()
        || before == resource.address.default_name(prefix)
    {
        return None;
    }
    let help = match resource.address.within.is_empty() {
        true => format!("to keep the object, write `name: {before}`"),
        false => format!("to keep the object, let the component give it the name `{before}`"),
    };
    let warning =
        Diagnostic::new("the object would be replaced, as its name follows from the block's")
            .severity(Severity::Warning)
            .at(span, format!("there it was called `{before}`, and AWS renames none"))
            .help(help);
    Some(warning)
}
