//! What a stack reads of others.

use std::collections::BTreeSet;

use super::Stack;
use crate::lookups::Reading;
use crate::scope::{Outcome, sort_and_name};
use language::expression::EXISTING;

impl Stack {
    /// What the specs refer to in other stacks, by each lookup of one. Who refers to all of its outputs reads each.
    pub fn readings(&self) -> Vec<Reading> {
        let existing = self.names.existing.iter();
        let found = existing.filter_map(|((sort, name), existing)| match &existing.outcome {
            Outcome::Found(found) => Some((sort, name, found, found.source.as_ref()?)),
            _ => None,
        });
        let readings = found.map(|(sort, name, found, source)| {
            let mut outputs = self.mentioned(sort, name);
            if outputs.remove("") {
                outputs.extend(found.outputs.keys().cloned());
            }
            Reading { place: source.place.clone(), region: source.region.clone(), outputs }
        });
        readings.collect()
    }

    /// The outputs of a lookup that any expression names; an empty name where one names none.
    fn mentioned(&self, sort: &str, name: &str) -> BTreeSet<String> {
        let mut outputs = BTreeSet::new();
        let documents = &self.written.documents;
        // A component knows nothing of lookups.
        let declarations = &documents.root;
        let blocks = declarations.blocks.iter().flat_map(|block| [&*block.body, &*block.meta]);
        let uses = declarations.uses.iter().flat_map(|one| [&*one.body, &*one.meta]);
        let sections = [&declarations.locals, &declarations.outputs];
        let values = sections.into_iter().flat_map(|section| section.values());
        let lookups = documents.existing.iter().map(|lookup| &lookup.entry.value);
        for node in blocks.chain(uses).chain(values.map(|entry| &entry.value)).chain(lookups) {
            node.for_each_template(&mut |template| {
                for mention in template.mentions() {
                    let [root, rest @ ..] = mention.names.as_slice() else {
                        continue;
                    };
                    let is_it = sort_and_name(rest).filter(|(of, called, _)| {
                        root == EXISTING && of == sort && *called == name
                    });
                    let output = is_it.map(|(_, _, rest)| rest.first().cloned());
                    outputs.extend(output.map(Option::unwrap_or_default));
                }
            });
        }
        outputs
    }
}
