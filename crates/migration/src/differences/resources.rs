//! The resources of a candidate, with what their types mean.

use crate::inventory::{ImportCandidate, InstanceId, Inventory};
use terraform::mapping::{Meaning, Pair, Siblings, TAGS, mapping};
use terraform::state::{Attributes, Instance};

/// A resource of a candidate, with what its type means.
pub(super) struct Resource<'a> {
    pub id: InstanceId,
    pub instance: &'a Instance,
    pairs: Vec<&'static Pair>,
    /// Whether it is an entry of the object, as others are.
    is_entry: bool,
}

impl Resource<'_> {
    pub fn attributes(&self) -> &Attributes {
        &self.instance.attributes
    }
}

/// Everything that Terraform has of an object.
pub(super) struct Resources<'a> {
    pub all: Vec<Resource<'a>>,
    pub siblings: Siblings<'a>,
}

impl<'a> Resources<'a> {
    pub fn of(inventory: &'a Inventory, candidate: &ImportCandidate) -> Self {
        let all: Vec<Resource> = candidate
            .instances()
            .filter_map(|id| {
                let instance = inventory.instance(id);
                let mapping = mapping(&instance.address.type_name, &instance.attributes)?;
                let is_own = matches!(mapping.meaning, Meaning::Own { .. });
                let has_tags = is_own && candidate.kind.is_taggable();
                let tags = TAGS.iter().filter(|_| has_tags);
                Some(Resource {
                    id,
                    instance,
                    pairs: tags.chain(mapping.pairs).collect(),
                    is_entry: mapping.is_gathered,
                })
            })
            .collect();
        let attributes = all.iter().map(|resource| &resource.instance.attributes);
        Self { siblings: Siblings::of(attributes), all }
    }

    /// The pairs by which resources are the entries of the object.
    pub fn gathered(&self) -> impl Iterator<Item = &'static Pair> {
        let entries = self.all.iter().filter(|resource| resource.is_entry);
        let pairs = entries.flat_map(|resource| resource.pairs.iter().copied());
        pairs.filter(|pair| pair.is_one_of_several())
    }

    /// Every pair with its resource, without what is outdated because another resource says it.
    pub fn pairs(&self) -> impl Iterator<Item = (&Resource<'a>, &'static Pair)> {
        let pairs = self.all.iter();
        let pairs =
            pairs.flat_map(|resource| resource.pairs.iter().map(move |pair| (resource, *pair)));
        pairs.filter(move |(_, pair)| !pair.is_fallback || !self.is_said_besides(pair))
    }

    /// Whether another pair than this fallback says the same.
    fn is_said_besides(&self, fallback: &Pair) -> bool {
        self.all.iter().any(|resource| {
            let mut pairs = resource.pairs.iter();
            pairs.any(|pair| {
                let says = || pair.says(resource.attributes(), &self.siblings);
                !pair.is_fallback && pair.top() == fallback.top() && !says().is_empty()
            })
        })
    }
}
