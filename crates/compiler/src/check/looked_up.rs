//! What is looked up belongs to somebody else: no block of this stack manages it.

use crate::address::Address;
use crate::lookups::FoundObject;
use crate::read::document::Lookup;
use crate::stack::Stack;
use language::diagnostic::{Diagnostic, Diagnostics, Span};

/// Refuses what is looked up and is the object of a block, as far as its id follows from its name.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (lookup, object) in stack.looked_up() {
        let mut resources = stack.resources.values();
        let owner = resources.find(|resource| {
            resource.kind.name() == object.kind
                && resource.place.region == object.region
                && resource.prediction.id.as_ref() == Some(&object.id)
        });
        if let Some(owner) = owner {
            let place = Some(owner.span);
            diagnostics.push(managed(lookup.entry.key_span, place, &owner.address, object));
        }
    }
}

impl Stack {
    /// The same for objects that the stack is known to manage: an address, a region and an id each.
    ///
    /// # Errors
    /// Each lookup that has found one of them.
    pub fn check_looked_up<'a>(
        &self,
        managed_objects: impl Iterator<Item = (&'a Address, &'a str, &'a str)> + Clone,
    ) -> Result<(), Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        for (lookup, object) in self.looked_up() {
            let mut objects = managed_objects.clone();
            let owner = objects.find(|(address, region, id)| {
                (address.kind.as_str(), *region, *id)
                    == (object.kind.as_str(), object.region.as_str(), object.id.as_str())
            });
            if let Some((address, _, _)) = owner {
                let place = self.resources.get(address).map(|resource| resource.span);
                diagnostics.push(managed(lookup.entry.key_span, place, address, object));
            }
        }
        match diagnostics.is_empty() {
            true => Ok(()),
            false => Err(diagnostics),
        }
    }

    /// The objects that were looked up, each with its lookup.
    fn looked_up(&self) -> impl Iterator<Item = (&Lookup, &FoundObject)> {
        self.written.documents.existing.iter().flat_map(|lookup| {
            let key = (lookup.sort.name().to_owned(), lookup.entry.key.clone());
            let existing = self.names.existing.get(&key).into_iter();
            existing.flat_map(move |existing| {
                existing.objects().iter().map(move |object| (lookup, object))
            })
        })
    }
}

fn managed(
    lookup: Span,
    owner: Option<Span>,
    address: &Address,
    object: &FoundObject,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(format!("`{}` is looked up, and this stack manages it", object.id))
            .at(lookup, "what is looked up is never changed or deleted");
    let diagnostic = match owner {
        Some(span) => diagnostic.at(span, format!("`{address}` manages it")),
        None => diagnostic,
    };
    diagnostic.help(format!(
        "refer to `{address}` in place of the lookup; if the lookup means many, leave this one out by `tags` or `where`"
    ))
}
