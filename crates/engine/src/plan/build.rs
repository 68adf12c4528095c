//! Makes a plan from a compiled stack, its state, and what is live.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use tokio::time::Instant;

use super::decide::{Decision, decide, settle};
use super::moved::moved;
use super::order::{Grounds, order};
use super::outputs::{Fresh, PlannedOutputs};
use super::protect::blocked;
use super::refuse::whose;
use super::select::Request;
use super::steps::spoken_for;
use super::{Action, FoundAgain, Observed, Plan};
use crate::drift::drift;
use crate::graph::Graph;
use crate::observe::{
    Found, ObjectKey, Observation, Owner, ReadError, Seen, observe_unseen, unclear,
};
use crate::state::{Accepted, Entry, Move, State};
use aws::Aws;
use compiler::{Address, Evaluation, Resource, Stack};
use kind::{AnySpec, LiveObject};
use language::diagnostic::{Diagnostic, Diagnostics};
use language::schema::Finding;
use language::value::{Path, Value};
use workspace::Workspace;

/// Why there is no plan.
#[derive(Debug)]
pub enum PlanError {
    /// The specs are wrong, or the world is not as they say.
    Diagnostics(Diagnostics),
    /// Something could not be read, so nothing can be concluded.
    Reads(Vec<ReadError>),
}

impl From<Diagnostics> for PlanError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

impl From<Vec<ReadError>> for PlanError {
    fn from(errors: Vec<ReadError>) -> Self {
        Self::Reads(errors)
    }
}

/// Reads what is live and says what would be done.
///
/// # Errors
/// Every read that failed; objects that are not ours; expressions without a value.
pub async fn plan(
    stack: &Stack,
    graph: &Graph,
    state: &State,
    aws: &Aws,
    workspace: &Workspace,
    request: &Request,
) -> Result<Plan, PlanError> {
    let sight = Sight::default();
    plan_within(stack, graph, state, aws, workspace, request, &sight).await
}

/// What a plan looks at.
#[derive(Debug, Default)]
pub(super) struct Sight {
    /// Objects that have been read a moment ago.
    pub seen: Seen,
    /// Addresses at which nothing is looked for.
    pub unseen: BTreeSet<Address>,
    /// Whether what targets need and is not ours is taken as it is, and not judged.
    pub judges_ours_alone: bool,
}

/// The same with a narrower look.
///
/// # Errors
/// As in [`plan`].
pub(super) async fn plan_within(
    stack: &Stack,
    graph: &Graph,
    state: &State,
    aws: &Aws,
    workspace: &Workspace,
    request: &Request,
    sight: &Sight,
) -> Result<Plan, PlanError> {
    request.check(stack, state)?;
    let began = Instant::now();
    let (mut state, moved) = moved(stack, state)?;
    let Sight { seen, unseen, .. } = sight;
    let observation = observe_unseen(stack, &state, aws, seen, unseen).await?;
    if sight.judges_ours_alone {
        let unclear = unclear(&observation);
        if !unclear.is_empty() {
            return Err(PlanError::Reads(unclear));
        }
    }
    let found = found_again(&state, &observation);
    let state_was_empty = state.resources.is_empty() && state.intents.is_empty();
    let void = resolve_intents(stack, &mut state, &observation);
    let mut planner = Planner {
        stack,
        graph,
        state: &state,
        moved,
        void,
        observation: &observation,
        request,
        judges_ours_alone: sight.judges_ours_alone,
        spoken_for: if request.destroy { BTreeMap::new() } else { spoken_for(stack, &observation) },
        diagnostics: Diagnostics::default(),
        selected: OnceCell::new(),
        sensitive: BTreeMap::new(),
    };
    let resolved = if request.destroy { BTreeMap::new() } else { planner.resolve(workspace).await };
    let plan = Plan {
        found,
        state_was_empty,
        observed: Some(Observed::since(began)),
        ..planner.assemble(resolved)
    };
    if planner.diagnostics.is_empty() {
        Ok(plan)
    } else {
        Err(PlanError::Diagnostics(planner.diagnostics))
    }
}

/// The order makes no circle of what the graph allows, so that this is a fault of ours.
fn waiting_in_a_circle(addresses: &BTreeSet<Address>) -> Diagnostic {
    let addresses: Vec<String> = addresses.iter().map(Address::to_string).collect();
    Diagnostic::new(format!(
        "the steps of these resources wait for each other: {}",
        addresses.join(", ")
    ))
    .help("this is an error in diatonic; `--target` can apply them one after the other")
}

/// What is ours and neither in the state nor about to be, by its creation that has begun.
fn found_again(state: &State, observation: &Observation) -> Vec<FoundAgain> {
    let unknown = observation.iter().filter(|(address, _)| {
        !state.resources.contains_key(*address) && !state.intents.contains_key(*address)
    });
    let ours = unknown.filter_map(|(address, found)| {
        let current = found.current.as_ref()?;
        let is_ours = matches!(current.owner, Owner::Us | Owner::OurFormer(_));
        is_ours.then(|| FoundAgain {
            address: address.clone(),
            id: current.id.clone(),
            region: current.region.clone(),
        })
    });
    ours.collect()
}

/// Lets the state know what a process that died has made, as if that had been recorded, and says which
/// creations have come to nothing and are not wanted any more.
fn resolve_intents(
    stack: &Stack,
    state: &mut State,
    observation: &Observation,
) -> BTreeSet<Address> {
    let mut void = BTreeSet::new();
    for (address, intent) in &state.intents {
        let found = observation.get(address);
        match found.and_then(|found| found.current.as_ref().or(found.successor.as_ref())) {
            Some(made) if matches!(made.owner, Owner::Us | Owner::OurFormer(_)) => {
                state.resources.entry(address.clone()).or_insert_with(|| Entry {
                    depends_on: intent.depends_on.clone(),
                    ..Entry::found(&made.region, &made.id)
                });
            }
            Some(_) => {}
            None if stack.resources.contains_key(address) => {}
            None => {
                void.insert(address.clone());
            }
        }
    }
    void
}

pub(super) struct Planner<'a> {
    pub stack: &'a Stack,
    pub graph: &'a Graph,
    /// The state with every resource at its present address.
    pub state: &'a State,
    pub moved: Vec<Move>,
    /// Creations that came to nothing.
    pub void: BTreeSet<Address>,
    pub observation: &'a Observation,
    pub request: &'a Request,
    /// Whether what targets need and is not ours is taken as it is.
    pub judges_ours_alone: bool,
    /// Objects that nothing here may delete.
    pub spoken_for: BTreeMap<ObjectKey, Address>,
    /// The fields of the resources that have been evaluated which hold something sensitive.
    pub sensitive: BTreeMap<Address, BTreeSet<Path>>,
    /// The resources that the request selects, once they are asked for.
    pub selected: OnceCell<BTreeSet<Address>>,
    pub diagnostics: Diagnostics,
}

/// A resource with its spec evaluated and its fate decided.
pub(super) struct Resolved {
    pub evaluation: Evaluation,
    /// The spec, made ready.
    pub spec: Box<dyn AnySpec>,
    /// The same in its comparable form.
    pub desired: Value,
    /// What of it stays as it is live, as it was taken over on trust.
    pub accepted: Vec<Accepted>,
    pub decision: Decision,
}

impl Planner<'_> {
    /// Evaluates and decides every resource. Whoever refers to an object that turns out to be made
    /// anew is evaluated again, until nothing turns out any more.
    async fn resolve(&mut self, workspace: &Workspace) -> BTreeMap<Address, Resolved> {
        let selected = self.selected().clone();
        let mut resolved: BTreeMap<Address, Resolved> = BTreeMap::new();
        let mut fresh = Fresh::default();
        let mut pending: BTreeSet<Address> = selected;
        while !pending.is_empty() {
            for address in std::mem::take(&mut pending) {
                let Some(resource) = self.stack.resources.get(&address) else {
                    continue;
                };
                if let Some(one) = self.resolve_one(resource, &fresh, workspace).await {
                    resolved.insert(address, one);
                }
            }
            let before = fresh.clone();
            // It only grows: what has turned out to be made anew stays so, and this comes to an end.
            fresh.absorb(self.fresh(&resolved));
            if fresh != before {
                pending = resolved
                    .iter()
                    .filter(|(_, one)| {
                        one.evaluation.references.iter().any(|reference| {
                            fresh.contains(&reference.to, &reference.output)
                                && !before.contains(&reference.to, &reference.output)
                        })
                    })
                    .map(|(address, _)| address.clone())
                    .collect();
            }
        }
        resolved
    }

    pub(super) async fn resolve_one(
        &mut self,
        resource: &Resource,
        fresh: &Fresh,
        workspace: &Workspace,
    ) -> Option<Resolved> {
        let outputs = PlannedOutputs { stack: self.stack, observation: self.observation, fresh };
        let evaluation = match self.stack.evaluate(resource, &outputs) {
            Ok(evaluation) => evaluation,
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                return None;
            }
        };
        self.sensitive.insert(resource.address.clone(), evaluation.sensitive.clone());
        let filled = self.fill(resource, &evaluation, workspace).await;
        let (spec, desired, accepted) = match filled {
            Ok(filled) => filled,
            Err(finding) => {
                self.diagnostics.push(
                    Diagnostic::new(finding.message)
                        .at(self.stack.span_of(resource, &finding.path), finding.why)
                        .maybe_help(finding.help),
                );
                return None;
            }
        };
        let found = self.found(&resource.address);
        let in_state = self.state.resources.contains_key(&resource.address);
        let current = settle(found).0;
        let doubtful = current
            .and_then(|current| Owner::doubtful(self.stack, &resource.address, &current.live));
        Some(Resolved {
            decision: decide(
                resource,
                &desired,
                found,
                in_state,
                self.is_to_be_replaced(&resource.address),
                doubtful,
            ),
            evaluation,
            spec,
            desired,
            accepted,
        })
    }

    /// The spec of a resource, made ready, its comparable form, and what of it stays as it is live.
    async fn fill(
        &self,
        resource: &Resource,
        evaluation: &Evaluation,
        workspace: &Workspace,
    ) -> Result<(Box<dyn AnySpec>, Value, Vec<Accepted>), Finding> {
        let spec = self.with_ignored(resource, evaluation.spec.clone());
        let mut spec = resource.kind.ready(&spec, workspace).await?;
        let mut desired = spec.comparable();
        let accepted = self.accepted(&resource.address, &desired);
        if !accepted.is_empty() {
            accepted.iter().for_each(|accepted| accepted.keep(&mut desired));
            spec = resource.kind.fill(&desired)?;
        }
        Ok((spec, desired, accepted))
    }

    /// The spec with what is ignored as it is live, as it will be applied. A kind may make something of
    /// it in other fields, such as a hash.
    fn with_ignored(&self, resource: &Resource, mut spec: Value) -> Value {
        if let Some(current) = settle(self.found(&resource.address)).0 {
            for path in &resource.lifecycle.ignore_changes {
                path.set(&mut spec, path.of(&current.live.spec).cloned());
            }
        }
        spec
    }

    /// What was taken over on trust, and is still as it was.
    fn accepted(&self, address: &Address, desired: &Value) -> Vec<Accepted> {
        let entry = self.state.resources.get(address);
        let (Some(entry), Some(current)) = (entry, settle(self.found(address)).0) else {
            return Vec::new();
        };
        let accepted = entry.accepted.iter();
        let holding = accepted.filter(|one| one.holds(desired, &current.live.spec));
        holding.cloned().collect()
    }

    /// What AWS will invent anew: every output of what is created or replaced, and those outputs of
    /// what is updated that depend on a changed field.
    fn fresh(&self, resolved: &BTreeMap<Address, Resolved>) -> Fresh {
        let mut fresh = Fresh::default();
        for (address, one) in resolved {
            let Decision::Do { action, changes, .. } = &one.decision else {
                continue;
            };
            match action {
                Action::Create | Action::Replace | Action::ReplaceCreateFirst => {
                    fresh.objects.insert(address.clone());
                }
                _ => {
                    let Some(resource) = self.stack.resources.get(address) else {
                        continue;
                    };
                    for (output, fields) in resource.kind.facts().volatile {
                        let touched = changes.iter().any(|change| {
                            change.path.first_key().is_some_and(|key| fields.contains(&key))
                        });
                        if touched {
                            fresh.outputs.insert((address.clone(), (*output).to_owned()));
                        }
                    }
                }
            }
        }
        fresh
    }

    pub(super) fn found(&self, address: &Address) -> &Found {
        static NOTHING: Found = Found {
            current: None,
            successor: None,
            replaced: Vec::new(),
            strays: Vec::new(),
            doubles: Vec::new(),
            host: None,
        };
        self.observation.get(address).unwrap_or(&NOTHING)
    }

    fn assemble(&mut self, resolved: BTreeMap<Address, Resolved>) -> Plan {
        let mut steps = Vec::new();
        let mut kept = BTreeMap::new();
        let mut refused = BTreeMap::new();
        let changing: BTreeSet<Address> = resolved
            .iter()
            .filter(|(_, one)| matches!(one.decision, Decision::Do { .. }))
            .map(|(address, _)| address.clone())
            .collect();
        for (address, one) in &resolved {
            let Some(resource) = self.stack.resources.get(address) else {
                continue;
            };
            match &one.decision {
                Decision::Keep => {
                    let entry = self.keep(resource, one, &mut steps);
                    kept.extend(entry.map(|entry| (address.clone(), entry)));
                }
                Decision::Foreign { owner, .. } if self.judges_ours_alone => {
                    let whose = whose(owner, &self.stack.environment.identity());
                    refused.insert(address.clone(), whose);
                }
                Decision::Foreign { id, owner } => self.report_foreign(resource, id, owner),
                Decision::Doubled { ids } => self.report_doubled(address, ids),
                Decision::Within { host, stack } => self.report_within(resource, host, stack),
                Decision::Unadoptable { fields } => self.report_unadoptable(resource, fields),
                Decision::Elsewhere { region } => self.report_elsewhere(resource, region),
                Decision::Do { .. } => self.add_steps(resource, one, &changing, &mut steps),
            }
        }
        self.add_detaches(&resolved, &mut steps);
        self.add_deletes(&mut steps);
        self.report_ending_doubles();
        let updated: BTreeSet<&Address> = steps
            .iter()
            .filter(|step| step.action == Action::Update)
            .map(|step| &step.address)
            .collect();
        let unchanged = kept.keys().filter(|address| !updated.contains(address));
        let unchanged = unchanged.count();
        let concerned = kept.keys().chain(&changing);
        let forgotten = self.forgotten(concerned.chain(self.ending()));
        let fresh = self.fresh(&resolved);
        let grounds = Grounds {
            graph: self.graph,
            state: self.state,
            observation: self.observation,
            fresh: &fresh,
        };
        let steps = order(steps, grounds).unwrap_or_else(|circle| {
            self.diagnostics.push(waiting_in_a_circle(&circle));
            Vec::new()
        });
        let outputs =
            PlannedOutputs { stack: self.stack, observation: self.observation, fresh: &fresh };
        let declared =
            if self.request.destroy { Ok(BTreeMap::new()) } else { self.stack.outputs(&outputs) };
        Plan {
            blocked: blocked(self.stack, &steps, &self.request.allow_destroy),
            // What has no value now keeps the one that it had.
            outputs: declared.unwrap_or_else(|_| self.state.outputs.clone()),
            recorded_outputs: self.state.outputs.clone(),
            drift: drift(self.stack, self.state, self.observation),
            live: self.staying(&fresh),
            unchanged,
            moved: std::mem::take(&mut self.moved),
            void: std::mem::take(&mut self.void),
            forgotten,
            observed: None,
            found: Vec::new(),
            state_was_empty: false,
            refused,
            kept,
            steps,
        }
    }

    /// The live objects that references may count on from the start.
    fn staying(&self, fresh: &Fresh) -> BTreeMap<Address, LiveObject> {
        self.observation
            .iter()
            .filter(|(address, _)| !fresh.objects.contains(*address))
            .filter_map(|(address, found)| {
                let mut live = settle(found).0?.live.clone();
                live.outputs.retain(|output, _| !fresh.contains(address, output));
                Some((address.clone(), live))
            })
            .collect()
    }
}
