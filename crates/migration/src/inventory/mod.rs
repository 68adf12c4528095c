//! What the instances of one or more states are to us: each has one outcome, and those that are one
//! object together make one candidate.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::secrets::known_secrets;
use generate::KnownSecrets;
use kind::AnyKind;
use kind::registry;
use terraform::address::Mode;
use terraform::mapping::{Mapping, Meaning, mapping};
use terraform::place::{Accounts, KnownPlace};
use terraform::selection::{NotSelected, Selection};
use terraform::source::StateFile;
use terraform::state::Instance;

/// An instance by its state and its place in the state's list, both counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstanceId {
    pub state: usize,
    pub instance: usize,
}

/// An object that can be taken over, with all that Terraform has of it.
#[derive(Clone)]
pub struct ImportCandidate {
    pub kind: &'static dyn AnyKind,
    /// The id by which our kind knows the object.
    pub id: String,
    pub place: KnownPlace,
    /// The resource that is the object.
    pub owner: InstanceId,
    /// The resources that are parts of it.
    pub parts: Vec<InstanceId>,
}

impl ImportCandidate {
    /// Everything that Terraform has of the object.
    pub fn instances(&self) -> impl Iterator<Item = InstanceId> {
        std::iter::once(self.owner).chain(self.parts.iter().copied())
    }
}

/// What becomes of one instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is the object of a candidate, or a part of it.
    Candidate { candidate: usize },
    /// The selection does not mean it.
    NotSelected(NotSelected),
    /// It is a part of an object that is not taken over.
    WithoutObject { owner: InstanceId },
    /// It is a part of an object that no state holds, in the account that is known.
    Orphan { kind: &'static str, id: String, account: Option<String> },
    /// No kind is like it.
    Unsupported,
    /// It is in Terraform's state alone; `only_copy` if its value is lost with the state.
    NoObject { only_copy: bool },
    /// The state does not say which object it is.
    Unidentified,
    /// Others are the same object.
    Conflict { others: Vec<InstanceId> },
    /// Terraform means to replace it.
    Tainted,
    /// Terraform means to delete it.
    Deposed,
    /// Terraform looks at it and does not own it.
    DataSource,
}

/// The states with what becomes of each of their instances.
pub struct Inventory {
    pub files: Vec<StateFile>,
    pub candidates: Vec<ImportCandidate>,
    /// Secrets whose values the states hold.
    pub secrets: KnownSecrets,
    outcomes: BTreeMap<InstanceId, Outcome>,
}

impl Inventory {
    /// An instance of one of the states.
    pub fn instance(&self, id: InstanceId) -> &Instance {
        &self.files[id.state].state.instances[id.instance]
    }

    /// What becomes of an instance.
    pub fn outcome(&self, id: InstanceId) -> Option<&Outcome> {
        self.outcomes.get(&id)
    }

    /// Every instance in the order of the states, and what becomes of it.
    pub fn outcomes(&self) -> impl Iterator<Item = (InstanceId, &Outcome)> {
        self.outcomes.iter().map(|(id, outcome)| (*id, outcome))
    }
}

/// Says what becomes of each instance. A part goes with its object, whatever the selection says of it by
/// itself: the two cannot have two masters.
pub fn take_inventory(files: Vec<StateFile>, selection: &Selection) -> Inventory {
    let mut census = Census::of(&files, selection);
    census.settle_owners();
    census.settle_parts();
    let Census { candidates, outcomes, .. } = census;
    Inventory { secrets: known_secrets(&files), files, candidates, outcomes }
}

/// Instances on their way to an outcome.
struct Census<'a> {
    files: &'a [StateFile],
    selection: &'a Selection,
    accounts: Accounts,
    /// Whatever is an object of ours, by kind and id. Two regions may each have one.
    owners: BTreeMap<(&'static str, String), Vec<Owner>>,
    parts: Vec<Part>,
    candidates: Vec<ImportCandidate>,
    outcomes: BTreeMap<InstanceId, Outcome>,
}

struct Owner {
    id: InstanceId,
    place: KnownPlace,
    /// Whether it is an entry of the object, as others are.
    is_entry: bool,
}

struct Part {
    id: InstanceId,
    kind: &'static str,
    parent: String,
    place: KnownPlace,
}

impl<'a> Census<'a> {
    fn of(files: &'a [StateFile], selection: &'a Selection) -> Self {
        let mut census = Self {
            files,
            selection,
            accounts: Accounts::of(files),
            owners: BTreeMap::new(),
            parts: Vec::new(),
            candidates: Vec::new(),
            outcomes: BTreeMap::new(),
        };
        for (state, file) in files.iter().enumerate() {
            for (instance, found) in file.state.instances.iter().enumerate() {
                census.count(InstanceId { state, instance }, found);
            }
        }
        census
    }

    /// Gives an instance its outcome, or puts it where it gets one once all are known.
    fn count(&mut self, id: InstanceId, instance: &Instance) {
        if instance.address.mode == Mode::Data {
            self.outcomes.insert(id, Outcome::DataSource);
            return;
        }
        if instance.deposed.is_some() {
            self.outcomes.insert(id, Outcome::Deposed);
            return;
        }
        let attributes = &instance.attributes;
        let known = mapping(&instance.address.type_name, attributes);
        let by_itself = match known.map(|mapping| (mapping, mapping.id(attributes))) {
            None => Outcome::Unsupported,
            Some((Mapping { meaning, is_elsewhere, is_gathered, .. }, found)) => {
                match (*meaning, found) {
                    (Meaning::NoObject { only_copy }, _) => Outcome::NoObject { only_copy },
                    (Meaning::Own { kind }, Some(found)) => {
                        let account = self.accounts.of_provider(id.state, &instance.provider);
                        let place = KnownPlace::of(attributes, &found).or_account(account);
                        let owner = Owner { id, place, is_entry: *is_gathered };
                        self.owners.entry((kind, found)).or_default().push(owner);
                        return;
                    }
                    (Meaning::Part { kind }, Some(parent)) => {
                        let account = self.accounts.of_provider(id.state, &instance.provider);
                        let mut place = KnownPlace::of(attributes, &parent).or_account(account);
                        if *is_elsewhere {
                            place.region = None;
                        }
                        self.parts.push(Part { id, kind, parent, place });
                        return;
                    }
                    (_, None) => Outcome::Unidentified,
                }
            }
        };
        let outcome = self.selected(id).map_or_else(Outcome::NotSelected, |()| by_itself);
        self.outcomes.insert(id, outcome);
    }

    fn instance(&self, id: InstanceId) -> &'a Instance {
        &self.files[id.state].state.instances[id.instance]
    }

    fn selected(&self, id: InstanceId) -> Result<(), NotSelected> {
        self.selection.choose(self.instance(id))
    }

    /// Makes a candidate of each object that one instance alone is.
    fn settle_owners(&mut self) {
        let mut objects: Vec<_> = std::mem::take(&mut self.owners).into_iter().collect();
        // Ids may be of AWS's invention: objects of a kind stand as in the states.
        objects.sort_by_key(|((kind, _), owners)| (*kind, owners.first().map(|owner| owner.id)));
        for ((kind_name, found), owners) in objects {
            let owners = self.gathered(kind_name, &found, owners);
            for owner in &owners {
                let same = |other: &&Owner| other.id != owner.id && are_one(owner, other);
                let others: Vec<InstanceId> =
                    owners.iter().filter(same).map(|other| other.id).collect();
                let outcome = self.outcome_of(kind_name, &found, owner, others);
                self.outcomes.insert(owner.id, outcome);
            }
            self.owners.insert((kind_name, found), owners);
        }
    }

    /// What is an object, with one of its entries for all of them: the others go with it as its parts. It is one that
    /// can be taken over by itself, if any can.
    fn gathered(&mut self, kind: &'static str, id: &str, owners: Vec<Owner>) -> Vec<Owner> {
        let (mut entries, mut objects): (Vec<_>, Vec<_>) =
            owners.into_iter().partition(|owner| owner.is_entry);
        entries.sort_by_key(|entry| {
            self.selected(entry.id).is_err() || self.instance(entry.id).tainted
        });
        for Owner { id: entry, place, is_entry } in entries {
            match objects.iter().any(|object| object.place.may_be(&place)) {
                true => self.parts.push(Part { id: entry, kind, parent: id.to_owned(), place }),
                false => objects.push(Owner { id: entry, place, is_entry }),
            }
        }
        objects
    }

    fn outcome_of(
        &mut self,
        kind_name: &str,
        found: &str,
        owner: &Owner,
        others: Vec<InstanceId>,
    ) -> Outcome {
        if let Err(left) = self.selected(owner.id) {
            return Outcome::NotSelected(left);
        }
        if !others.is_empty() {
            return Outcome::Conflict { others };
        }
        if self.instance(owner.id).tainted {
            return Outcome::Tainted;
        }
        let Some(kind) = registry::find(kind_name) else {
            return Outcome::Unsupported;
        };
        self.candidates.push(ImportCandidate {
            kind,
            id: found.to_owned(),
            place: owner.place.clone(),
            owner: owner.id,
            parts: Vec::new(),
        });
        Outcome::Candidate { candidate: self.candidates.len() - 1 }
    }

    /// Gives each part to the candidate of its object.
    fn settle_parts(&mut self) {
        for part in std::mem::take(&mut self.parts) {
            let outcome = match self.owner_of(&part) {
                None => {
                    self.selected(part.id).map_or_else(Outcome::NotSelected, |()| Outcome::Orphan {
                        kind: part.kind,
                        id: part.parent.clone(),
                        account: part.place.account.clone(),
                    })
                }
                Some(owner) => match self.outcomes.get(&owner) {
                    Some(Outcome::Candidate { candidate }) => {
                        let candidate = *candidate;
                        self.candidates[candidate].parts.push(part.id);
                        Outcome::Candidate { candidate }
                    }
                    _ => self
                        .selected(part.id)
                        .map_or_else(Outcome::NotSelected, |()| Outcome::WithoutObject { owner }),
                },
            };
            self.outcomes.insert(part.id, outcome);
        }
    }

    /// The object that a part belongs to, of those that may be where the part is. Where several are, it is the
    /// one of the same provider.
    fn owner_of(&self, part: &Part) -> Option<InstanceId> {
        let owners = self.owners.get(&(part.kind, part.parent.clone()))?;
        let mut near = owners.iter().filter(|owner| owner.place.may_be(&part.place));
        let provider = |id: InstanceId| &self.instance(id).provider;
        let owner = match (near.clone().count(), near.next()) {
            (1, only) => only,
            (_, first) => {
                first.into_iter().chain(near).find(|owner| provider(owner.id) == provider(part.id))
            }
        };
        owner.map(|owner| owner.id)
    }
}

/// Whether two instances of one kind and id are one object: unless they are known to be in different
/// places.
fn are_one(one: &Owner, other: &Owner) -> bool {
    one.place.may_be(&other.place)
}
