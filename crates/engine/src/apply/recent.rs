//! Objects that a step need not read, as they were read or written a moment ago.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::plan::Plan;
use compiler::Address;
use kind::LiveObject;
use kind::registry;

/// How old what was read may be for a step that changes it. A saved plan, and one over which a person thinks, is older.
pub(super) const MAX_AGE: Duration = Duration::from_secs(10);

/// What is live at addresses: as the plan has read it, and later as their last steps have left it.
pub(super) struct RecentReads {
    live: Mutex<BTreeMap<Address, LiveObject>>,
    /// Kinds in whose objects other steps write as well.
    shared: BTreeSet<&'static str>,
}

impl RecentReads {
    /// What a plan has read of the objects that it changes.
    pub fn of(plan: &Plan) -> Self {
        let addresses = plan.step_addresses();
        let kinds = addresses.iter().filter_map(|address| registry::find(&address.kind));
        let parents = kinds.filter_map(|kind| kind.facts().parent);
        // A plan that comes from elsewhere has read nothing here.
        let live = plan.read_times.map(|_| &plan.live).into_iter().flatten();
        let live = live.filter(|(address, _)| addresses.contains(*address));
        Self {
            live: Mutex::new(live.map(|(address, live)| (address.clone(), live.clone())).collect()),
            shared: parents.map(|parent| parent.kind).collect(),
        }
    }

    /// What is live at an address, if that was read no longer ago than this and nobody here has written in it since. Who
    /// takes it is going to change it.
    pub fn take(&self, address: &Address, max_age: Duration) -> Option<LiveObject> {
        let live = self.lock().remove(address)?;
        let is_recent = live.age().is_some_and(|age| age < max_age);
        (is_recent && !self.shared.contains(address.kind.as_str())).then_some(live)
    }

    /// Keeps what a step has left.
    pub fn keep(&self, address: &Address, live: LiveObject) {
        self.lock().insert(address.clone(), live);
    }

    /// What is live at all addresses, as it was read or left last.
    pub fn take_all(&self) -> BTreeMap<Address, LiveObject> {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Address, LiveObject>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
