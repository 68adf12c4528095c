//! Objects of one kind that are looked at side by side: a list may tell of them what a call for each would.

use std::collections::{BTreeMap, BTreeSet};

use super::observer::Observer;
use compiler::{Address, Resource};
use kind::crowd;

/// The crowd of the objects of a kind of which the state does not speak: most do not exist.
fn new_ones(kind: &str) -> String {
    format!("new {kind}")
}

impl Observer<'_> {
    /// Says which objects are about to be read in each region, and gives these regions.
    pub(super) fn gather_crowds(&self, addresses: &BTreeSet<&Address>) -> BTreeSet<String> {
        let mut crowds: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for address in addresses {
            let entry = self.state.resources.get(*address);
            let entry = entry.map(|entry| (entry.region.as_str(), &entry.id));
            let predicted = self.stack.resources.get(*address).and_then(|resource| {
                Some((resource.place.region.as_str(), resource.prediction.id.as_ref()?))
            });
            let Some((region, id)) = entry.or(predicted) else {
                continue;
            };
            let kinds = crowds.entry(region.to_owned()).or_default();
            kinds.entry(address.kind.clone()).or_default().push(id.clone());
            if self.may_be_new(address) {
                kinds.entry(new_ones(&address.kind)).or_default().push(id.clone());
            }
        }
        crowd::gather_in(self.aws, crowds)
    }

    /// Whether AWS lists all objects of a kind, and not this one. Of what the state speaks of, only a read says that
    /// it is gone, as lists lag behind.
    pub(super) async fn is_not_listed(&self, resource: &Resource, id: &str) -> bool {
        let (aws, kind) = (self.aws.in_region(&resource.place.region), resource.kind);
        if !self.may_be_new(&resource.address) {
            return false;
        }
        let Some(crowd) = crowd::crowd(&aws, &new_ones(kind.name())) else {
            return false;
        };
        let what = format!("existing {}", kind.name());
        let listed = crowd::list(&aws, &what, || kind.existing(&aws, crowd.len())).await;
        listed.is_some_and(|listed| !listed.contains(id))
    }

    /// Whether nothing speaks of an object at an address. Who rebuilds a state takes no list's word for it.
    fn may_be_new(&self, address: &Address) -> bool {
        std::ptr::eq(self.state, self.ownership_state)
            && !self.state.resources.contains_key(address)
            && !self.state.intents.contains_key(address)
            && !self.state.doubts.contains_key(address)
    }
}
