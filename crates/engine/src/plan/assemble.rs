//! Makes a plan of what was decided about each resource.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::decide::{Decision, current_and_leftover};
use super::late::Depths;
use super::model::{Plan, Waiting};
use super::order::{OrderContext, order};
use super::outputs::{PlannedOutputs, Recreated};
use super::planner::{Planner, Resolved};
use super::protect::blocked;
use super::takeover::Refusal;
use crate::drift::drift;
use compiler::Address;
use kind::LiveObject;
use language::diagnostic::Diagnostic;

impl Planner<'_> {
    pub(super) fn assemble(&mut self, resolved: BTreeMap<Address, Resolved>) -> Plan {
        let mut steps = Vec::new();
        let mut kept = BTreeMap::new();
        let mut refused = BTreeMap::new();
        let changing: BTreeSet<Address> = resolved
            .iter()
            .filter(|(_, one)| matches!(one.decision, Decision::Do { .. }))
            .map(|(address, _)| address.clone())
            .collect();
        let action = |one: &Resolved| match one.decision {
            Decision::Do { action, .. } => Some(action),
            _ => None,
        };
        let made =
            resolved.iter().filter(|(_, one)| action(one).is_some_and(Action::creates_object));
        let made = made.map(|(address, _)| address).collect();
        let depths = Depths::of(self.stack, self.graph, &made);
        for (address, one) in &resolved {
            let Some(resource) = self.stack.resources.get(address) else {
                continue;
            };
            match &one.decision {
                Decision::Keep => {
                    let entry = self.keep(resource, one, &mut steps);
                    kept.extend(entry.map(|entry| (address.clone(), entry)));
                }
                Decision::Refused { refusal: refusal @ Refusal::Owned { .. }, .. }
                    if self.is_takeover =>
                {
                    refused.insert(address.clone(), refusal.clone());
                }
                Decision::Refused { id, refusal } => self.report_refused(resource, id, refusal),
                Decision::Ambiguous { ids } => self.report_ambiguous(address, ids),
                Decision::ForeignHost { host, stack } => {
                    self.report_foreign_host(resource, host, stack)
                }
                Decision::OtherRegion { region } => self.report_other_region(resource, region),
                Decision::Do { .. } => {
                    let late = match action(one) {
                        Some(Action::Create) => depths.late_fields(address),
                        // What replaces another is waited for by whoever uses that.
                        _ => BTreeSet::new(),
                    };
                    self.add_steps(resource, one, &changing, late, &mut steps);
                }
            }
        }
        self.add_detaches(&resolved, &mut steps);
        self.add_deletes(&mut steps);
        self.report_ambiguous_deletes();
        let updated: BTreeSet<&Address> = steps
            .iter()
            .filter(|step| step.action == Action::Update)
            .map(|step| &step.address)
            .collect();
        let unchanged = kept.keys().filter(|address| !updated.contains(address));
        let unchanged = unchanged.count();
        let concerned = kept.keys().chain(&changing);
        let forgotten = self.forgotten(concerned.chain(self.ending()));
        let recreated = self.recreated(&resolved);
        let context = OrderContext {
            graph: self.graph,
            state: self.state,
            observation: self.observation,
            recreated: &recreated,
        };
        let steps = order(steps, context).unwrap_or_else(|cycle| {
            self.diagnostics.push(circular_wait(&cycle));
            Vec::new()
        });
        let outputs = PlannedOutputs {
            stack: self.stack,
            observation: self.observation,
            recreated: &recreated,
        };
        let declared =
            if self.request.destroy { Ok(BTreeMap::new()) } else { self.stack.outputs(&outputs) };
        Plan {
            blocked: blocked(self.stack, &steps, &self.request.allow_destroy),
            // What has no value now keeps the one that it had.
            outputs: declared.unwrap_or_else(|_| self.state.outputs.clone()),
            recorded_outputs: self.state.outputs.clone(),
            drift: drift(self.stack, self.state, self.observation),
            waiting: if self.request.destroy { Vec::new() } else { self.waiting() },
            live: self.surviving_objects(&recreated),
            unchanged,
            moved: std::mem::take(&mut self.moved),
            abandoned_intents: std::mem::take(&mut self.abandoned_intents),
            forgotten,
            read_times: None,
            unrecorded: Vec::new(),
            state_was_empty: false,
            refused,
            kept,
            steps,
        }
    }

    /// What of our objects waits for somebody outside.
    fn waiting(&self) -> Vec<Waiting> {
        let found = self.observation.iter().filter_map(|(address, found)| {
            let resource = self.stack.resources.get(address)?;
            let current = found.current.as_ref().filter(|current| current.owner.is_ours())?;
            Some((address, resource.kind.waits(&current.live.spec)))
        });
        let waiting = found.flat_map(|(address, all)| {
            all.into_iter().map(|says| Waiting { address: address.clone(), says })
        });
        waiting.collect()
    }

    /// The live objects that references may count on from the start.
    fn surviving_objects(&self, recreated: &Recreated) -> BTreeMap<Address, LiveObject> {
        self.observation
            .iter()
            .filter(|(address, _)| !recreated.objects.contains(*address))
            .filter_map(|(address, found)| {
                let mut live = current_and_leftover(found).0?.live.clone();
                let is_new = |output: &String| recreated.contains(address, output);
                if live.outputs.keys().any(is_new) {
                    live.outputs.retain(|output, _| !recreated.contains(address, output));
                }
                Some((address.clone(), live))
            })
            .collect()
    }
}

/// The order makes no cycle of what the graph allows, so that this is a fault of ours.
fn circular_wait(addresses: &BTreeSet<Address>) -> Diagnostic {
    let addresses: Vec<String> = addresses.iter().map(Address::to_string).collect();
    Diagnostic::new(format!(
        "the steps of these resources wait for each other: {}",
        addresses.join(", ")
    ))
    .help("this is an error in diatonic; `--target` can apply them one after the other")
}
