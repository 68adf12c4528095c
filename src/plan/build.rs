//! Makes a plan from a compiled stack, its state, and what is live.

use std::collections::{BTreeMap, BTreeSet};

use super::decide::{Decision, decide, settle};
use super::order::order;
use super::protect::blocked;
use super::{Action, Phase, Plan, Reason, Step};
use crate::aws::Aws;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::Graph;
use crate::kind::LiveObject;
use crate::observe::{Found, Observation, Owner, ReadError, Sighting, observe};
use crate::spec::{Address, Evaluation, OutputSource, Resource, Stack};
use crate::state::State;
use crate::value::{Object, Path, Value};
use crate::workspace::Workspace;

/// What to plan.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Only these, and what they need. Empty: everything.
    pub targets: Vec<Address>,
    /// Objects that hold data and may be destroyed nevertheless.
    pub allow_destroy: Vec<Address>,
    /// Delete everything that is ours.
    pub destroy: bool,
}

/// Why there is no plan.
#[derive(Debug)]
pub enum PlanError {
    /// The specs are wrong, or the world is not as they say.
    Diagnostics(Diagnostics),
    /// Something could not be read, so nothing can be concluded.
    Reads(Vec<ReadError>),
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
    let observation = observe(stack, state, aws).await.map_err(PlanError::Reads)?;
    let mut planner = Planner {
        stack,
        graph,
        state,
        observation: &observation,
        request,
        diagnostics: Diagnostics::default(),
    };
    let resolved = if request.destroy {
        BTreeMap::new()
    } else {
        planner.resolve(workspace).await
    };
    let plan = planner.assemble(resolved);
    if planner.diagnostics.is_empty() {
        Ok(plan)
    } else {
        Err(PlanError::Diagnostics(planner.diagnostics))
    }
}

struct Planner<'a> {
    stack: &'a Stack,
    graph: &'a Graph,
    state: &'a State,
    observation: &'a Observation,
    request: &'a Request,
    diagnostics: Diagnostics,
}

/// A resource with its spec evaluated and its fate decided.
struct Resolved {
    evaluation: Evaluation,
    /// The spec in its comparable form.
    desired: Value,
    decision: Decision,
}

impl Planner<'_> {
    /// Evaluates and decides every resource. Whoever refers to an object that turns out to be made
    /// anew is evaluated again, until nothing turns out any more.
    async fn resolve(&mut self, workspace: &Workspace) -> BTreeMap<Address, Resolved> {
        let selected = self.selected();
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
            fresh = self.fresh(&resolved);
            if fresh != before {
                pending = resolved
                    .iter()
                    .filter(|(_, one)| {
                        one.evaluation.references.iter().any(|reference| {
                            fresh.contains(&reference.to, &reference.output)
                                != before.contains(&reference.to, &reference.output)
                        })
                    })
                    .map(|(address, _)| address.clone())
                    .collect();
            }
        }
        resolved
    }

    async fn resolve_one(
        &mut self,
        resource: &Resource,
        fresh: &Fresh,
        workspace: &Workspace,
    ) -> Option<Resolved> {
        let outputs = PlannedOutputs {
            stack: self.stack,
            observation: self.observation,
            fresh,
        };
        let evaluation = match self.stack.evaluate(resource, &outputs) {
            Ok(evaluation) => evaluation,
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                return None;
            }
        };
        let desired = match resource
            .kind
            .prepare(evaluation.spec.clone(), workspace)
            .await
        {
            Ok(desired) => desired,
            Err(finding) => {
                self.diagnostics.push(
                    Diagnostic::new(finding.message)
                        .at(self.stack.span_of(resource, &finding.path), finding.why)
                        .maybe_help(finding.help),
                );
                return None;
            }
        };
        let (current, _) = settle(self.found(&resource.address));
        let in_state = self.state.resources.contains_key(&resource.address);
        Some(Resolved {
            decision: decide(resource, &desired, current, in_state),
            evaluation,
            desired,
        })
    }

    /// What AWS will invent anew: every output of what is created or replaced, and those outputs of
    /// what is updated that depend on a changed field.
    fn fresh(&self, resolved: &BTreeMap<Address, Resolved>) -> Fresh {
        let mut fresh = Fresh::default();
        for (address, one) in resolved {
            let Decision::Do {
                action, changes, ..
            } = &one.decision
            else {
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
                            change
                                .path
                                .first_key()
                                .is_some_and(|key| fields.contains(&key))
                        });
                        if touched {
                            fresh
                                .outputs
                                .insert((address.clone(), (*output).to_owned()));
                        }
                    }
                }
            }
        }
        fresh
    }

    /// The resources to look at: the targets with all that they need, or all.
    fn selected(&mut self) -> BTreeSet<Address> {
        if self.request.targets.is_empty() {
            return self.stack.resources.keys().cloned().collect();
        }
        let mut selected = BTreeSet::new();
        let mut pending: Vec<Address> = self
            .stack
            .resources
            .keys()
            .filter(|address| self.is_target(address))
            .cloned()
            .collect();
        while let Some(address) = pending.pop() {
            if selected.insert(address.clone()) {
                pending.extend(self.graph.edges_from(&address).map(|edge| edge.to.clone()));
            }
        }
        selected
    }

    fn is_target(&self, address: &Address) -> bool {
        self.request.targets.is_empty()
            || self
                .request
                .targets
                .iter()
                .any(|target| address.is_selected_by(target))
    }

    fn found(&self, address: &Address) -> &Found {
        static NOTHING: Found = Found {
            current: None,
            successor: None,
        };
        self.observation.get(address).unwrap_or(&NOTHING)
    }

    fn assemble(&mut self, resolved: BTreeMap<Address, Resolved>) -> Plan {
        let mut steps = Vec::new();
        let mut unchanged = 0;
        let changing: BTreeSet<Address> = resolved
            .iter()
            .filter(|(_, one)| matches!(one.decision, Decision::Do { .. }))
            .map(|(address, _)| address.clone())
            .collect();
        for (address, one) in &resolved {
            match &one.decision {
                Decision::Keep => unchanged += 1,
                Decision::Foreign(owner) => self.report_foreign(address, owner),
                Decision::Unadoptable { fields } => self.report_unadoptable(address, fields),
                Decision::Do { .. } => self.add_steps(address, one, &changing, &mut steps),
            }
            self.add_leftovers(address, &mut steps);
        }
        self.add_deletes(&resolved, &mut steps);
        let steps = order(steps, self.graph, self.state);
        let fresh = self.fresh(&resolved);
        let outputs = PlannedOutputs {
            stack: self.stack,
            observation: self.observation,
            fresh: &fresh,
        };
        let declared = if self.request.destroy {
            Ok(BTreeMap::new())
        } else {
            self.stack.outputs(&outputs)
        };
        Plan {
            blocked: blocked(self.stack, &steps, &self.request.allow_destroy),
            outputs: declared.unwrap_or_default(),
            live: self.staying(&fresh),
            unchanged,
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
                live.outputs
                    .retain(|output, _| !fresh.contains(address, output));
                Some((address.clone(), live))
            })
            .collect()
    }

    fn add_steps(
        &self,
        address: &Address,
        one: &Resolved,
        changing: &BTreeSet<Address>,
        steps: &mut Vec<Step>,
    ) {
        let (
            Decision::Do {
                action,
                reason,
                changes,
            },
            Some(resource),
        ) = (&one.decision, self.stack.resources.get(address))
        else {
            return;
        };
        let (current, _) = settle(self.found(address));
        let whole = Step {
            address: address.clone(),
            action: *action,
            reason: reason.clone(),
            changes: changes.clone(),
            phase: Phase::Whole,
            id: current.map(|current| current.id.clone()),
            region: resource.place.region.clone(),
            before: current.map(|current| current.live.spec.clone()),
            after: Some(one.desired.clone()),
            sensitive: one.evaluation.sensitive.clone(),
            waits_for: BTreeSet::new(),
            depends_on: self.needs(address),
        };
        if *action == Action::ReplaceCreateFirst
            && let Some(current) = current
        {
            steps.push(delete_step(
                address,
                Action::DeleteReplaced,
                Reason::Replaced,
                Some(current),
                &current.id,
                &current.region,
            ));
        }
        let deferred = self.deferred_now(address, changes, changing);
        if deferred.is_empty() {
            steps.push(whole);
        } else {
            split(whole, deferred, steps);
        }
    }

    /// The deferrable fields that really must wait: a cycle runs through them, they change, and what
    /// they refer to is still to be made.
    fn deferred_now(
        &self,
        address: &Address,
        changes: &[crate::diff::Change],
        changing: &BTreeSet<Address>,
    ) -> BTreeSet<String> {
        let Some(fields) = self.graph.deferred.get(address) else {
            return BTreeSet::new();
        };
        let is_waiting = |field: &String| {
            let changed = changes
                .iter()
                .any(|change| change.path.first_key() == Some(field));
            changed
                && self.graph.edges_from(address).any(|edge| {
                    edge.field.first_key() == Some(field)
                        && edge.waits
                        && changing.contains(&edge.to)
                })
        };
        fields
            .iter()
            .filter(|field| is_waiting(field))
            .cloned()
            .collect()
    }

    /// What must outlive a resource.
    fn needs(&self, address: &Address) -> BTreeSet<Address> {
        self.graph
            .waits_for(address)
            .map(|edge| edge.to.clone())
            .collect()
    }

    /// What interrupted replacements have left behind.
    fn add_leftovers(&self, address: &Address, steps: &mut Vec<Step>) {
        let mut ids: BTreeMap<String, (Option<&Sighting>, String)> = BTreeMap::new();
        if let (_, Some(old)) = settle(self.found(address)) {
            ids.insert(old.id.clone(), (Some(old), old.region.clone()));
        }
        if let Some(entry) = self.state.resources.get(address) {
            for id in &entry.replaced {
                ids.entry(id.clone())
                    .or_insert((None, entry.region.clone()));
            }
        }
        for (id, (sighting, region)) in ids {
            steps.push(delete_step(
                address,
                Action::DeleteReplaced,
                Reason::Replaced,
                sighting,
                &id,
                &region,
            ));
        }
    }

    /// What the specs no longer name, or everything for a destroy.
    fn add_deletes(&self, resolved: &BTreeMap<Address, Resolved>, steps: &mut Vec<Step>) {
        let kept = self.kept(resolved);
        for (address, found) in self.observation {
            let is_wanted = self.stack.resources.contains_key(address) && !self.request.destroy;
            if is_wanted || resolved.contains_key(address) || !self.is_target(address) {
                continue;
            }
            self.add_leftovers(address, steps);
            let entry = self.state.resources.get(address);
            let reason = if self.request.destroy {
                Reason::Destroyed
            } else {
                Reason::NotInSpecs
            };
            match settle(found).0 {
                // The object lives on under another address: only the old entry goes.
                Some(current) if kept.contains_key(&object_of(address, current)) => {
                    let to = kept[&object_of(address, current)].to_string();
                    let reason = Reason::Renamed { to };
                    steps.push(delete_step(
                        address,
                        Action::Forget,
                        reason,
                        None,
                        &current.id,
                        &current.region,
                    ));
                }
                Some(current) if current.owner == Owner::Us => {
                    let mut step = delete_step(
                        address,
                        Action::Delete,
                        reason,
                        Some(current),
                        &current.id,
                        &current.region,
                    );
                    step.depends_on = entry
                        .map(|entry| entry.depends_on.clone())
                        .unwrap_or_default();
                    step.sensitive = entry
                        .map(|entry| entry.sensitive.clone())
                        .unwrap_or_default();
                    steps.push(step);
                }
                _ => {
                    if let Some(entry) = entry {
                        steps.push(delete_step(
                            address,
                            Action::Forget,
                            Reason::Gone,
                            None,
                            &entry.id,
                            &entry.region,
                        ));
                    }
                }
            }
        }
    }

    /// The objects that resources of the specs have, by kind, region and id.
    fn kept<'r>(
        &self,
        resolved: &'r BTreeMap<Address, Resolved>,
    ) -> BTreeMap<ObjectKey, &'r Address> {
        let objects = resolved.keys().filter_map(|address| {
            let current = settle(self.found(address)).0?;
            Some((object_of(address, current), address))
        });
        objects.collect()
    }

    fn report_unadoptable(&mut self, address: &Address, fields: &[String]) {
        let Some(resource) = self.stack.resources.get(address) else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(format!("{address} cannot be adopted as it is specified"))
                .at(
                    resource.span,
                    format!(
                        "the object differs in {}, which AWS takes at creation alone",
                        fields.join(", ")
                    ),
                )
                .help(
                    "specify these fields as they are in AWS; change them later, as a replacement",
                ),
        );
    }

    fn report_foreign(&mut self, address: &Address, owner: &Owner) {
        let Some(resource) = self.stack.resources.get(address) else {
            return;
        };
        let (current, _) = settle(self.found(address));
        let id = current.map_or("", |current| current.id.as_str());
        let whose = match owner {
            Owner::Stack(stack) => format!("it belongs to stack `{stack}`"),
            Owner::OurOther(other) => format!("it is {other} of this stack"),
            Owner::Us | Owner::Nobody => "no stack has created it".to_owned(),
        };
        let help = match owner {
            Owner::Nobody | Owner::Us => {
                "take it over with `adopt: true` on this resource, or give the resource another `name`"
            }
            _ => "give the resource another `name`, or remove it from the other stack first",
        };
        self.diagnostics.push(
            Diagnostic::new(format!("`{id}` exists in AWS and is not ours"))
                .at(
                    resource.span,
                    format!("{address} has its name, and {whose}"),
                )
                .help(help),
        );
    }
}

/// Kind, region and id: what makes an object one and the same.
type ObjectKey = (String, String, String);

fn object_of(address: &Address, sighting: &Sighting) -> ObjectKey {
    (
        address.kind.clone(),
        sighting.region.clone(),
        sighting.id.clone(),
    )
}

fn delete_step(
    address: &Address,
    action: Action,
    reason: Reason,
    sighting: Option<&Sighting>,
    id: &str,
    region: &str,
) -> Step {
    let before = sighting.map(|sighting| sighting.live.spec.clone());
    Step {
        address: address.clone(),
        action,
        reason,
        changes: Vec::new(),
        phase: Phase::Whole,
        id: Some(id.to_owned()),
        region: region.to_owned(),
        before,
        after: None,
        sensitive: BTreeSet::new(),
        waits_for: BTreeSet::new(),
        depends_on: BTreeSet::new(),
    }
}

/// Splits a step into one without the deferred fields and one that finishes with them.
fn split(whole: Step, deferred: BTreeSet<String>, steps: &mut Vec<Step>) {
    let is_deferred = |path: &Path| path.first_key().is_some_and(|key| deferred.contains(key));
    let (late, early): (Vec<_>, Vec<_>) = whole
        .changes
        .iter()
        .cloned()
        .partition(|change| is_deferred(&change.path));
    let finish = Step {
        action: Action::Update,
        changes: late,
        phase: Phase::Finish(deferred.clone()),
        ..whole.clone()
    };
    if !(early.is_empty() && whole.action == Action::Update) {
        steps.push(Step {
            changes: early,
            phase: Phase::Without(deferred.clone()),
            after: whole.after.as_ref().map(|after| without(after, &deferred)),
            ..whole
        });
    }
    steps.push(finish);
}

/// A spec without some of its fields.
pub(crate) fn without(spec: &Value, fields: &BTreeSet<String>) -> Value {
    match spec {
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| !fields.contains(*key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect::<Object>()
            .into(),
        other => other.clone(),
    }
}

/// Outputs that AWS will invent anew.
#[derive(Debug, Clone, Default, PartialEq)]
struct Fresh {
    objects: BTreeSet<Address>,
    outputs: BTreeSet<(Address, String)>,
}

impl Fresh {
    fn contains(&self, address: &Address, output: &str) -> bool {
        self.objects.contains(address)
            || self.outputs.contains(&(address.clone(), output.to_owned()))
    }
}

/// What is live where it stays, what is predicted elsewhere.
struct PlannedOutputs<'a> {
    stack: &'a Stack,
    observation: &'a Observation,
    fresh: &'a Fresh,
}

impl OutputSource for PlannedOutputs<'_> {
    fn output(
        &self,
        address: &Address,
        output: &str,
    ) -> Result<Option<Value>, crate::expression::Problem> {
        let found = self
            .observation
            .get(address)
            .and_then(|found| settle(found).0);
        match found {
            Some(current) if !self.fresh.contains(address, output) => {
                let value = current.live.outputs.get(output).cloned().flatten();
                Ok(Some(value.map_or(Value::Null, Value::String)))
            }
            _ => self.stack.resources.output(address, output),
        }
    }
}
