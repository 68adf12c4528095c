//! Takes over an object by its id: what it is held against, why it may be refused, and what a later
//! plan would make of it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::decide::Decision;
use super::model::Plan;
use super::moved::moved;
use super::outputs::Fresh;
use super::planner::Planner;
use super::refuse::whose;
use super::request::Request;
use super::step::{Phase, Reason, Step};
use super::untold::untold;
use crate::graph::Graph;
use crate::observe::{
    Found, Observation, Owner, ReadError, Sighting, bearers, observe_these, sight, unclear,
};
use crate::state::{Accepted, Entry, Move, State};
use aws::{Aws, AwsError};
use compiler::{Address, Resource, Stack};
use language::diagnostic::{Diagnostics, suggestion};
use language::diff;
use workspace::Workspace;

/// What taking an object over would do, and what would be left to do.
#[derive(Debug)]
pub struct Import {
    /// Takes ownership and changes nothing else; empty if the object is ours already.
    pub plan: Plan,
    /// What a plan would change afterwards, to make the object what its spec says.
    pub besides: Vec<Step>,
    /// The ids of other objects that bear the tags of this address, and stay as they are.
    pub staying: Vec<String>,
}

/// Why an object cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the specs have no {address}{}", .hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default())]
    NotInSpecs { address: String, hint: Option<String> },
    #[error("there is no {kind} `{id}` in {region}: one is known by {known_by}")]
    Missing { kind: String, id: String, region: String, known_by: &'static str },
    #[error("AWS does not show a {kind} `{id}`: {error}\na {kind} is known by {known_by}")]
    Unreadable { kind: String, id: String, known_by: &'static str, error: Box<AwsError> },
    #[error(
        "`{id}` is not the object that {address} is specified to be: that is `{predicted}`\n\
         specify it as it is: {}", .fields.join(", ")
    )]
    OtherName {
        address: String,
        id: String,
        predicted: String,
        /// Fields of the spec and what they must say, as in `name: users`.
        fields: Vec<String>,
    },
    #[error("`{id}` cannot be taken over: {whose}\n{help}")]
    OfAnotherStack { id: String, whose: String, help: &'static str },
    #[error(
        "`{id}` is ours already: it is {other}\n\
         to give it the address {address}, use `diatonic state mv` or `moved_from`"
    )]
    AtAnotherAddress { address: String, other: String, id: String },
    #[error(
        "{address} is another object already: `{occupant}`\n\
         give that one up first: `diatonic state forget`, and take our tags off it"
    )]
    Occupied { address: String, occupant: String },
    #[error(
        "`{id}` differs from {address} in what AWS takes at creation alone: {}\n\
         the next plan would replace it; specify these fields as they are, and change them later",
        .fields.join(", ")
    )]
    Unadoptable { address: String, id: String, fields: Vec<String> },
    #[error("{parent}, in which {address} lives, is not ours yet: take it over first")]
    ParentNotOurs { address: String, parent: String },
    #[error("the specs have no value for it")]
    Diagnostics(Diagnostics),
    #[error("live AWS could not be read")]
    Reads(Vec<ReadError>),
}

impl From<Diagnostics> for ImportError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

impl From<Vec<ReadError>> for ImportError {
    fn from(errors: Vec<ReadError>) -> Self {
        Self::Reads(errors)
    }
}

/// Says what taking over the object of this id at `address` would do. Reads that object, and those that
/// its spec refers to.
///
/// # Errors
/// The object may not be taken over, or it cannot be told.
pub async fn import(
    stack: &Stack,
    graph: &Graph,
    state: &State,
    aws: &Aws,
    workspace: &Workspace,
    (address, id): (&Address, &str),
) -> Result<Import, ImportError> {
    let resource = specified(stack, address)?;
    let (state, mut moved) = moved(stack, state)?;
    let candidate = Candidate { stack, state: &state, aws, resource, id };
    let sighting = candidate.sight().await?;
    candidate.check_name(&sighting)?;
    candidate.check_owner(&sighting)?;
    let staying = candidate.check_address(&sighting).await?;
    let needed = needed(graph, address);
    let mut observation = observe_these(stack, &state, aws, needed.iter().collect()).await?;
    let unclear = unclear(&observation);
    if !unclear.is_empty() {
        return Err(ImportError::Reads(unclear));
    }
    candidate.check_parent(&observation)?;
    let former = candidate.former_entry()?;
    moved.extend(former.map(|from| Move { from: from.clone(), to: address.clone() }));
    let found = Found { current: Some(candidate.claimed(&sighting)), ..Found::default() };
    observation.insert(address.clone(), found);
    let mut planner = Planner {
        stack,
        graph,
        state: &state,
        moved: Vec::new(),
        void: BTreeSet::new(),
        observation: &observation,
        request: &Request::default(),
        judges_ours_alone: false,
        spoken_for: BTreeMap::new(),
        selected: OnceCell::new(),
        sensitive: BTreeMap::new(),
        diagnostics: Diagnostics::default(),
    };
    let mut besides = candidate.besides(&mut planner, workspace).await?;
    let accepted = untold(resource.kind, &besides);
    if !accepted.is_empty() {
        besides.clear();
    }
    let steps = candidate.steps(&planner, sighting, accepted);
    Ok(Import { plan: Plan { steps, moved, ..Plan::default() }, besides, staying })
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

    fn is_it(&self, address: &Address, entry: &Entry) -> bool {
        let same_kind = address.kind == self.address().kind;
        same_kind && entry.id == self.id && entry.region == self.resource.place.region
    }

    /// The object itself.
    async fn sight(&self) -> Result<Sighting, ImportError> {
        let resource = self.resource;
        let (kind, known_by) = (resource.kind.name(), resource.kind.known_by());
        let seen = sight(self.stack, self.aws, resource, self.id).await;
        let seen = seen.map_err(|error| ImportError::Unreadable {
            kind: kind.to_owned(),
            id: self.id.to_owned(),
            known_by,
            error: Box::new(error),
        })?;
        seen.ok_or_else(|| ImportError::Missing {
            kind: kind.to_owned(),
            id: self.id.to_owned(),
            region: resource.place.region.clone(),
            known_by,
        })
    }

    /// Where the id follows from the spec, it must be this one.
    fn check_name(&self, sighting: &Sighting) -> Result<(), ImportError> {
        let predicted = self.resource.prediction.id.as_ref();
        let Some(predicted) = predicted.filter(|predicted| **predicted != sighting.id) else {
            return Ok(());
        };
        let fields = self.resource.kind.identity_fields().iter();
        let live = &sighting.live.spec;
        let differing = fields.filter(|field| live.get(field) != self.resource.identity.get(field));
        Err(ImportError::OtherName {
            address: self.address().to_string(),
            id: sighting.id.clone(),
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
    fn check_owner(&self, sighting: &Sighting) -> Result<(), ImportError> {
        match &sighting.owner {
            Owner::Nobody | Owner::Us | Owner::OurFormer(_) => Ok(()),
            Owner::OurOther(other) => Err(self.at_another_address(other)),
            owner @ Owner::Stack { host, .. } => Err(ImportError::OfAnotherStack {
                id: sighting.id.clone(),
                whose: whose(owner, &self.stack.environment.identity()),
                help: match host {
                    Some(_) => {
                        "it has no tags of its own, so let that stack give up what it lives in, or specify it there"
                    }
                    None => {
                        "let that stack give it up (`diatonic state forget`), and take these tags off it"
                    }
                },
            }),
        }
    }

    fn at_another_address(&self, other: &Address) -> ImportError {
        ImportError::AtAnotherAddress {
            address: self.address().to_string(),
            other: other.to_string(),
            id: self.id.to_owned(),
        }
    }

    /// No other object may be at the address, by the state or by its tags. Where the state has none and several bear
    /// the tags, this one is chosen among them: gives the others.
    async fn check_address(&self, sighting: &Sighting) -> Result<Vec<String>, ImportError> {
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
            let bearers = bearers(self.stack, self.aws, self.resource).await;
            let ids = bearers.map_err(failed)?.into_iter().map(|other| other.id);
            others = ids.filter(|other| other != self.id).collect();
            if sighting.owner != Owner::Us {
                occupant = others.first().cloned();
            }
        }
        match occupant {
            None => Ok(others),
            Some(occupant) => Err(ImportError::Occupied { address: address.to_string(), occupant }),
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
            Some(Owner::Us) => Ok(()),
            _ => Err(ImportError::ParentNotOurs {
                address: self.address().to_string(),
                parent: parent.to_string(),
            }),
        }
    }

    /// The address under which the state knows the object, if it is one that the specs have left.
    fn former_entry(&self) -> Result<Option<&Address>, ImportError> {
        let entries = self.state.resources.iter();
        let mut others = entries.filter(|(address, _)| *address != self.address());
        let other = others.find(|(address, entry)| self.is_it(address, entry));
        match other {
            Some((other, _)) if self.stack.resources.contains_key(other) => {
                Err(self.at_another_address(other))
            }
            other => Ok(other.map(|(address, _)| address)),
        }
    }

    /// The object as it will be: as it is, and ours.
    fn claimed(&self, sighting: &Sighting) -> Sighting {
        let mut claimed = sighting.clone();
        claimed.owner = Owner::Us;
        claimed.live.spec = self.stack.owned(self.resource, claimed.live.spec);
        claimed
    }

    /// What a plan would change once the object is ours.
    async fn besides(
        &self,
        planner: &mut Planner<'_>,
        workspace: &Workspace,
    ) -> Result<Vec<Step>, ImportError> {
        let resolved = planner.resolve_one(self.resource, &Fresh::default(), workspace).await;
        let Some(resolved) = resolved else {
            return Err(std::mem::take(&mut planner.diagnostics).into());
        };
        let mut steps = Vec::new();
        match &resolved.decision {
            Decision::Do { reason: Reason::CreateOnly { fields }, .. } => {
                Err(ImportError::Unadoptable {
                    address: self.address().to_string(),
                    id: self.id.to_owned(),
                    fields: fields.clone(),
                })
            }
            _ => {
                planner.add_steps(self.resource, &resolved, &BTreeSet::new(), &mut steps);
                Ok(steps)
            }
        }
    }

    /// The step that takes it over; none where that is done.
    fn steps(
        &self,
        planner: &Planner<'_>,
        sighting: Sighting,
        accepted: Vec<Accepted>,
    ) -> Vec<Step> {
        let address = self.address();
        let claimed = self.claimed(&sighting);
        let changes = diff::changes(&claimed.live.spec, &sighting.live.spec);
        let entry = self.state.resources.get(address);
        let is_known = entry.is_some_and(|entry| self.is_it(address, entry));
        if is_known && changes.is_empty() && accepted.is_empty() {
            return Vec::new();
        }
        vec![Step {
            address: address.clone(),
            action: Action::Claim,
            reason: Reason::Claimed,
            changes,
            phase: Phase::Whole,
            id: Some(sighting.id),
            region: sighting.region,
            before: Some(sighting.live.spec),
            after: Some(claimed.live.spec),
            sensitive: planner.sensitive(address),
            waits_for: BTreeSet::new(),
            depends_on: planner.needs(address),
            replaces: Vec::new(),
            accepted,
            consequences: Vec::new(),
        }]
    }
}
