//! Takes over an object by its id: what it is held against, why it may be refused, and what a later
//! plan would make of it.

use std::collections::BTreeSet;

use super::availability::Availability;
use super::differences::Differences;
use super::error::ImportError;
use super::refusal::Refusal;
use super::step::{ImportedObject, takeover_step};
use crate::graph::Graph;
use crate::observe::{
    Found, Observation, ObservedObject, Owner, ReadError, ambiguities, find_by_tags,
    observe_addresses, read_by_id,
};
use crate::plan::context::Context;
use crate::plan::model::Plan;
use crate::plan::moved::moved;
use crate::plan::outputs::Recreated;
use crate::plan::planner::Planner;
use crate::plan::request::Request;
use crate::plan::step::Step;
use aws::Aws;
use compiler::{Address, Resource, Stack};
use language::diagnostic::{Diagnostics, suggestion};
use state::{Entry, Move, State, TrustedField};

/// What taking an object over would do, and what would be left to do.
#[derive(Debug)]
pub struct Import {
    /// Takes ownership and changes nothing else; empty if the object is ours already.
    pub plan: Plan,
    /// What a plan would change afterwards, to make the object what its spec says.
    pub remaining_steps: Vec<Step>,
    /// The ids of other objects that have the tags of this address, and stay as they are.
    pub other_tagged: Vec<String>,
}

/// Says what taking over the object of this id at `address` would do. Reads that object, and those that
/// its spec refers to.
///
/// # Errors
/// The object may not be taken over, or it cannot be told.
pub async fn import(
    context: &Context<'_>,
    state: &State,
    (address, id): (&Address, &str),
) -> Result<Import, ImportError> {
    let Context { stack, graph, aws, .. } = *context;
    let resource = specified(stack, address)?;
    let (state, mut moved) = moved(stack, state)?;
    let candidate = Candidate { stack, state: &state, aws, resource, id };
    let observed = candidate.read().await?;
    candidate.check_name(&observed)?;
    candidate.check_owner(&observed)?;
    let other_tagged = candidate.check_address(&observed).await?;
    let needed = needed(graph, address);
    let mut observation = observe_addresses(stack, &state, aws, needed.iter().collect()).await?;
    let ambiguities = ambiguities(&observation);
    if !ambiguities.is_empty() {
        return Err(ImportError::Reads(ambiguities));
    }
    candidate.check_parent(&observation)?;
    let former = candidate.former_entry()?;
    moved.extend(former.map(|from| Move { from: from.clone(), to: address.clone() }));
    let found = Found { current: Some(candidate.imported(&observed)), ..Found::default() };
    observation.insert(address.clone(), found);
    let request = Request::default();
    let mut planner = Planner::new(context, &state, &observation, &request);
    let Differences { steps: remaining_steps, trusted } =
        candidate.differences(&mut planner).await?;
    let steps = candidate.steps(&planner, observed, trusted);
    Ok(Import { plan: Plan { steps, moved, ..Plan::default() }, remaining_steps, other_tagged })
}

fn specified<'a>(stack: &'a Stack, address: &Address) -> Result<&'a Resource, ImportError> {
    stack.resources.get(address).ok_or_else(|| {
        let known: Vec<String> = stack.resources.keys().map(Address::to_string).collect();
        let name = address.to_string();
        ImportError::NotInSpecs {
            hint: suggestion(&name, known.iter().map(String::as_str)),
            address: name,
        }
    })
}

/// Everything that a resource refers to, whatever lies between.
fn needed(graph: &Graph, address: &Address) -> BTreeSet<Address> {
    let mut needed = BTreeSet::new();
    let mut pending = vec![address.clone()];
    while let Some(next) = pending.pop() {
        for edge in graph.edges_from(&next) {
            if edge.to != *address && needed.insert(edge.to.clone()) {
                pending.push(edge.to.clone());
            }
        }
    }
    needed
}

/// An object that may be taken over, and the resource that it is to be.
struct Candidate<'a> {
    stack: &'a Stack,
    state: &'a State,
    aws: &'a Aws,
    resource: &'a Resource,
    id: &'a str,
}

impl Candidate<'_> {
    fn address(&self) -> &Address {
        &self.resource.address
    }

    /// Whether an entry of the state is about the object.
    fn is_it(&self, address: &Address, entry: &Entry) -> bool {
        let same_kind = address.kind == self.address().kind;
        same_kind && entry.is_of(&self.resource.place.region, self.id)
    }

    fn refused(&self, refusal: Refusal) -> ImportError {
        ImportError::Refused {
            address: self.address().to_string(),
            id: self.id.to_owned(),
            refusal: Box::new(refusal),
        }
    }

    fn owned_by(&self, owner: Owner) -> ImportError {
        self.refused(Refusal::owned(owner, &self.stack.environment.identity()))
    }

    /// The object itself.
    async fn read(&self) -> Result<ObservedObject, ImportError> {
        let resource = self.resource;
        let (kind, known_by) = (resource.kind.name(), resource.kind.known_by());
        let observed = read_by_id(self.stack, self.aws, resource, self.id).await;
        let observed = observed.map_err(|error| ImportError::Unreadable {
            kind: kind.to_owned(),
            id: self.id.to_owned(),
            known_by,
            error: Box::new(error),
        })?;
        observed.ok_or_else(|| ImportError::Missing {
            kind: kind.to_owned(),
            id: self.id.to_owned(),
            region: resource.place.region.clone(),
            known_by,
        })
    }

    /// Where the id follows from the spec, it must be this one.
    fn check_name(&self, observed: &ObservedObject) -> Result<(), ImportError> {
        let predicted = self.resource.prediction.id.as_ref();
        let Some(predicted) = predicted.filter(|predicted| **predicted != observed.id) else {
            return Ok(());
        };
        let fields = self.resource.kind.identity_fields().iter();
        let live = &observed.live.spec;
        let differing = fields.filter(|field| live.get(field) != self.resource.identity.get(field));
        Err(ImportError::OtherName {
            address: self.address().to_string(),
            id: observed.id.clone(),
            predicted: predicted.clone(),
            fields: differing
                .map(|field| match live.get(field).and_then(|value| value.as_str()) {
                    Some(text) => format!("`{field}: {text}`"),
                    None => format!("no `{field}`"),
                })
                .collect(),
        })
    }

    /// It must be nobody's, or ours at an address that the specs do not have.
    fn check_owner(&self, observed: &ObservedObject) -> Result<(), ImportError> {
        match Availability::of(&observed.owner) {
            Availability::Ours | Availability::Unowned => Ok(()),
            Availability::Owned => Err(self.owned_by(observed.owner.clone())),
        }
    }

    /// No other object may be at the address, by the state or by its tags. Where the state has none and several have
    /// the tags, this one is chosen among them: gives the others.
    async fn check_address(&self, observed: &ObservedObject) -> Result<Vec<String>, ImportError> {
        let address = self.address();
        let failed =
            |error| ImportError::Reads(vec![ReadError { address: address.clone(), error }]);
        let mut occupant = None;
        match self.state.resources.get(address) {
            Some(entry) if self.is_it(address, entry) => return Ok(Vec::new()),
            Some(entry) => {
                let aws = self.aws.in_region(&entry.region);
                let live = self.resource.kind.read(&aws, &entry.id).await;
                occupant = live.map_err(failed)?.map(|_| entry.id.clone());
            }
            None => {}
        }
        let mut others = Vec::new();
        // What lives in another object has no tags, and what AWS names after others has not been found.
        if occupant.is_none() && self.resource.kind.is_taggable() {
            let tagged = find_by_tags(self.stack, self.aws, self.resource).await;
            let ids = tagged.map_err(failed)?.into_iter().map(|other| other.id);
            others = ids.filter(|other| other != self.id).collect();
            if observed.owner != Owner::ThisStack {
                occupant = others.first().cloned();
            }
        }
        match occupant {
            None => Ok(others),
            Some(id) => Err(self.refused(Refusal::Occupied { id })),
        }
    }

    /// What it lives in must be ours, or it would become another's.
    fn check_parent(&self, observation: &Observation) -> Result<(), ImportError> {
        let identity = self.stack.identity(self.resource, &self.stack.resources);
        let (_, references) = identity?;
        let Some(parent) = references.into_iter().next().map(|reference| reference.to) else {
            return Ok(());
        };
        let found = observation.get(&parent);
        let current = found.and_then(|found| found.current.as_ref());
        match current.map(|current| &current.owner) {
            Some(Owner::ThisStack) => Ok(()),
            _ => Err(self.refused(Refusal::ParentNotOurs { parent })),
        }
    }

    /// The address under which the state knows the object, if it is one that the specs have left.
    fn former_entry(&self) -> Result<Option<&Address>, ImportError> {
        let entries = self.state.resources.iter();
        let mut others = entries.filter(|(address, _)| *address != self.address());
        let other = others.find(|(address, entry)| self.is_it(address, entry));
        match other {
            Some((other, _)) if self.stack.resources.contains_key(other) => {
                Err(self.owned_by(Owner::OtherAddress(other.clone())))
            }
            other => Ok(other.map(|(address, _)| address)),
        }
    }

    /// The object as it will be: as it is, and ours.
    fn imported(&self, observed: &ObservedObject) -> ObservedObject {
        let mut imported = observed.clone();
        imported.owner = Owner::ThisStack;
        imported.live.spec = self.stack.owned(self.resource, imported.live.spec.into()).into();
        imported
    }

    /// What a plan would change once the object is ours.
    async fn differences(&self, planner: &mut Planner<'_>) -> Result<Differences, ImportError> {
        let only = std::iter::once(self.resource);
        let outcomes = planner.resolve_these(only, &Recreated::default()).await;
        let outcome = outcomes.into_iter().map(|(_, outcome)| outcome).next();
        let resolved = outcome.unwrap_or_else(|| Err(Diagnostics::default()))?;
        let mut steps = Vec::new();
        let (changing, late) = (BTreeSet::new(), BTreeSet::new());
        planner.add_steps(self.resource, &resolved, &changing, late, &mut steps);
        Differences::of(self.resource.kind, steps).map_err(|refusal| self.refused(refusal))
    }

    /// The step that takes it over; none where that is done.
    fn steps(
        &self,
        planner: &Planner<'_>,
        observed: ObservedObject,
        trusted: Vec<TrustedField>,
    ) -> Vec<Step> {
        let address = self.address();
        let object = ImportedObject {
            id: observed.id,
            region: observed.region,
            spec: observed.live.spec,
            sensitive: planner.sensitive(address),
            depends_on: planner.needs(address),
        };
        let step = takeover_step(self.stack, self.resource, object, trusted);
        let entry = self.state.resources.get(address);
        let is_known = entry.is_some_and(|entry| self.is_it(address, entry));
        match is_known && step.changes.is_empty() && step.trusted.is_empty() {
            true => Vec::new(),
            false => vec![step],
        }
    }
}
