//! Objects of one kind that are read together: one list call can replace a call per object.

use std::collections::{BTreeMap, BTreeSet};

use super::observer::Observer;
use compiler::{Address, Resource};
use kind::batch_read;

/// The batch of the objects of a kind that the state does not contain: most do not exist.
fn new_ones(kind: &str) -> String {
    format!("new {kind}")
}

impl Observer<'_> {
    /// Says which objects are about to be read in each region, and gives these regions.
    pub(super) fn begin_batch_reads(&self, addresses: &BTreeSet<&Address>) -> BTreeSet<String> {
        let mut batches: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for address in addresses {
            let entry = self.state.resources.get(*address);
            let entry = entry.map(|entry| (entry.region.as_str(), &entry.id));
            let predicted = self.stack.resources.get(*address).and_then(|resource| {
                Some((resource.place.region.as_str(), resource.prediction.id.as_ref()?))
            });
            let Some((region, id)) = entry.or(predicted) else {
                continue;
            };
            let kinds = batches.entry(region.to_owned()).or_default();
            kinds.entry(address.kind.clone()).or_default().push(id.clone());
            if self.may_be_new(address) {
                kinds.entry(new_ones(&address.kind)).or_default().push(id.clone());
            }
        }
        batch_read::begin_in(self.aws, batches)
    }

    /// Whether AWS lists all objects of a kind, and not this one. Of what the state speaks of, only a read says that
    /// it is gone, as lists lag behind.
    pub(super) async fn is_not_listed(&self, resource: &Resource, id: &str) -> bool {
        let (aws, kind) = (self.aws.in_region(&resource.place.region), resource.kind);
        if !self.may_be_new(&resource.address) {
            return false;
        }
        let Some(batch) = batch_read::ids(&aws, &new_ones(kind.name())) else {
            return false;
        };
        let what = format!("existing {}", kind.name());
        let listed = batch_read::list(&aws, &what, || kind.existing(&aws, batch.len())).await;
        listed.is_some_and(|listed| !listed.contains(id))
    }

    /// Whether nothing speaks of an object at an address. Rebuilding a state never relies on lists.
    fn may_be_new(&self, address: &Address) -> bool {
        std::ptr::eq(self.state, self.ownership_state)
            && !self.state.resources.contains_key(address)
            && !self.state.intents.contains_key(address)
            && !self.state.doubts.contains_key(address)
    }
}
