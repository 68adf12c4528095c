//! Takes over many objects at once: those that a plan would leave as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::differences::Differences;
use super::refusal::Refusal;
use super::step::{ImportedObject, takeover_step};
use crate::graph::Graph;
use crate::observe::{CachedReads, ObjectKey, ReadError};
use crate::plan::build::{Scope, plan_within};
use crate::plan::context::Context;
use crate::plan::error::PlanError;
use crate::plan::model::Plan;
use crate::plan::request::Request;
use crate::plan::step::Step;
use compiler::{Address, Resource, Stack};
use kind::LiveObject;
use language::diff;
use state::{Entry, State};

/// An object that is to be taken over, and the address that it is to have.
#[derive(Debug, Clone, PartialEq)]
pub struct AdoptionTarget {
    pub address: Address,
    pub id: String,
    pub region: String,
    /// The object as it was read.
    pub live: LiveObject,
}

impl AdoptionTarget {
    fn cached_read(&self) -> (ObjectKey, LiveObject) {
        let key = (self.address.kind.clone(), self.region.clone(), self.id.clone());
        (key, self.live.clone())
    }
}

/// What taking objects over would do.
#[derive(Debug, Default)]
pub struct Adoption {
    /// Takes ownership, and changes nothing else.
    pub plan: Plan,
    /// What a plan would change in objects besides. They are taken over only if that is accepted.
    pub differing: BTreeMap<Address, Vec<Step>>,
    /// Objects that cannot be taken over.
    pub refused: BTreeMap<Address, Refusal>,
    /// What else the specs have and cannot be read, or may be any of several objects.
    pub unread: Vec<ReadError>,
}

/// What of an account is to be taken over.
#[derive(Debug, Default)]
pub struct AdoptRequest {
    pub adoption_targets: Vec<AdoptionTarget>,
    /// Resources of which it is not certain which object they are. They are not looked at.
    pub uncertain: BTreeSet<Address>,
    /// Whether what a plan would change besides is taken over too.
    pub accepts_changes: bool,
}

/// Says what taking these objects over would do. What else the stack has is read; where that cannot be told,
/// whatever does not need it is taken over all the same.
///
/// # Errors
/// Whatever keeps a plan for these objects from being made.
pub async fn adopt(
    context: &Context<'_>,
    state: &State,
    request: &AdoptRequest,
) -> Result<Adoption, PlanError> {
    let Context { stack, graph, .. } = *context;
    let AdoptRequest { adoption_targets, accepts_changes, .. } = request;
    let mut adoption = Adoption::default();
    // A plan that takes them for ours already tells what it would make of them.
    let mut assumed = state.clone();
    let mut targets = BTreeSet::new();
    for adoption_target in adoption_targets {
        let entry = Entry::found(&adoption_target.region, &adoption_target.id);
        let known = assumed.resources.entry(adoption_target.address.clone());
        let known = known.or_insert(entry);
        if known.is_of(&adoption_target.region, &adoption_target.id) {
            targets.insert(adoption_target.address.clone());
        } else {
            let id = known.id.clone();
            let refusal = Refusal::Occupied { id };
            adoption.refused.insert(adoption_target.address.clone(), refusal);
        }
    }
    let mut uncertain = request.uncertain.clone();
    let planned = loop {
        // A request without targets is about everything.
        if targets.is_empty() {
            return Ok(adoption);
        }
        let targeted = Request { targets: targets.iter().cloned().collect(), ..Request::default() };
        let scope = Scope {
            cached: adoption_targets
                .iter()
                .map(AdoptionTarget::cached_read)
                .collect::<CachedReads>(),
            skipped: uncertain.clone(),
            is_takeover: true,
        };
        match plan_within(context, &assumed, &targeted, &scope).await {
            Ok(planned) => break planned,
            Err(PlanError::Reads(errors)) => {
                let known = uncertain.len();
                uncertain.extend(errors.iter().map(|error| error.address.clone()));
                targets.retain(|address| !uncertain.contains(address));
                let is_ours = |address: &Address| state.resources.contains_key(address);
                let entries = &mut assumed.resources;
                entries.retain(|address, _| is_ours(address) || !uncertain.contains(address));
                if uncertain.len() == known {
                    return Err(PlanError::Reads(errors));
                }
                adoption.unread.extend(errors);
            }
            Err(error) => return Err(error),
        }
    };
    let ages = adoption_targets.iter().filter_map(|adoption_target| adoption_target.live.age());
    let oldest = ages.max().unwrap_or_default();
    adoption.plan.read_times = planned.read_times.map(|times| times.with_read(oldest));
    let mut steps: BTreeMap<&Address, Vec<&Step>> = BTreeMap::new();
    for step in &planned.steps {
        steps.entry(&step.address).or_default().push(step);
    }
    adoption.refused.extend(planned.refused.clone());
    for address in &targets {
        let (Some(resource), steps) = (stack.resources.get(address), steps.remove(address)) else {
            continue;
        };
        let steps = steps.unwrap_or_default();
        adoption.decide(stack, resource, &steps, *accepts_changes);
        let live = planned.live.get(address);
        adoption.plan.live.extend(live.map(|live| (address.clone(), live.clone())));
        let is_new = !state.resources.contains_key(address);
        if let (true, Some(entry)) = (is_new, planned.kept.get(address)) {
            adoption.plan.kept.insert(address.clone(), entry.clone());
        }
    }
    adoption.refuse_uncertain_references(graph, &uncertain, *accepts_changes);
    adoption.refuse_orphans(stack, graph, state, *accepts_changes);
    Ok(adoption)
}

impl Adoption {
    /// Decides over one object by the steps that a plan would take with it.
    fn decide(
        &mut self,
        stack: &Stack,
        resource: &Resource,
        steps: &[&Step],
        accepts_changes: bool,
    ) {
        let address = &resource.address;
        let Some(first) = steps.first() else {
            return;
        };
        let remaining = steps.iter().filter_map(|step| remaining(stack, resource, step)).collect();
        let Differences { steps: remaining, trusted } =
            match Differences::of(resource.kind, remaining) {
                Ok(differences) => differences,
                Err(refusal) => {
                    self.refused.insert(address.clone(), refusal);
                    return;
                }
            };
        let is_as_specified = remaining.is_empty();
        if !is_as_specified {
            self.differing.insert(address.clone(), remaining);
        }
        if (is_as_specified || accepts_changes)
            && let (Some(id), Some(spec)) = (&first.id, &first.before)
        {
            let object = ImportedObject {
                id: id.clone(),
                region: first.region.clone(),
                spec: spec.clone(),
                sensitive: first.sensitive.clone(),
                depends_on: first.depends_on.clone(),
            };
            self.plan.steps.push(takeover_step(stack, resource, object, trusted));
        }
    }

    /// Refuses what differs only because it refers to a resource whose object is not certain.
    fn refuse_uncertain_references(
        &mut self,
        graph: &Graph,
        uncertain: &BTreeSet<Address>,
        accepts_changes: bool,
    ) {
        let replaced = self.refused.iter().filter_map(|(address, refusal)| {
            matches!(refusal, Refusal::CreateOnly { .. }).then_some(address)
        });
        let differing = self.differing.keys().filter(|_| !accepts_changes);
        let referring: Vec<(Address, Refusal)> = replaced
            .chain(differing)
            .filter_map(|address| {
                let needed = graph.edges_from(address).map(|edge| &edge.to);
                let to: BTreeSet<&Address> = needed.filter(|to| uncertain.contains(*to)).collect();
                let to: Vec<Address> = to.into_iter().cloned().collect();
                (!to.is_empty()).then(|| (address.clone(), Refusal::UncertainReferences { to }))
            })
            .collect();
        for (address, refusal) in referring {
            self.differing.remove(&address);
            self.refused.insert(address, refusal);
        }
    }

    /// Refuses objects whose parent is not taken over.
    fn refuse_orphans(
        &mut self,
        stack: &Stack,
        graph: &Graph,
        state: &State,
        accepts_changes: bool,
    ) {
        let is_left = |address: &Address| {
            let differs = self.differing.contains_key(address) && !accepts_changes;
            (differs || self.refused.contains_key(address))
                && !state.resources.contains_key(address)
        };
        let steps = self.plan.steps.iter().map(|step| &step.address);
        let taken = steps.chain(self.plan.kept.keys());
        let orphans: Vec<(Address, Address)> = taken
            .filter_map(|address| {
                let facts = stack.resources.get(address)?.kind.facts();
                let field = facts.parent.filter(|parent| !parent.is_shared)?.field;
                let mut edges = graph.edges_from(address);
                let edge = edges.find(|edge| edge.field.first_key() == Some(field))?;
                is_left(&edge.to).then(|| (address.clone(), edge.to.clone()))
            })
            .collect();
        for (address, parent) in orphans {
            self.plan.steps.retain(|step| step.address != address);
            self.plan.kept.remove(&address);
            self.refused.insert(address, Refusal::ParentNotOurs { parent });
        }
    }
}

/// What a step of a plan changes besides our tags, if anything.
fn remaining(stack: &Stack, resource: &Resource, step: &Step) -> Option<Step> {
    let before = stack.owned(resource, step.before.clone()?.into());
    let changes = diff::changes(step.after.as_ref()?, &before);
    (!changes.is_empty()).then(|| Step { before: Some(before.into()), changes, ..step.clone() })
}
