//! Evaluates the specs of resources, and decides what is to be done with each.

use std::collections::BTreeMap;

use super::decide::{Decision, current_and_leftover, decide};
use super::outputs::{PlannedOutputs, Recreated};
use super::planner::{Planner, Resolved};
use crate::comparison::shared_compared;
use compiler::{Address, Evaluation, Resource};
use kind::AnySpec;
use language::diagnostic::{Diagnostic, Diagnostics};
use language::schema::Finding;
use language::value::Value;
use state::TrustedField;

impl Planner<'_> {
    /// Evaluates and decides every resource. Resources that refer to an object that has to be recreated are
    /// evaluated again, until no further object has to be.
    pub(super) async fn resolve(&mut self) -> BTreeMap<Address, Resolved> {
        let stack = self.stack;
        let mut pending = self.selected().clone();
        let mut resolved: BTreeMap<Address, Resolved> = BTreeMap::new();
        // What is wrong with a resource as long as no more objects have to be recreated.
        let mut failed: BTreeMap<Address, Diagnostics> = BTreeMap::new();
        let mut recreated = Recreated::default();
        while !pending.is_empty() {
            let resources = pending.iter().filter_map(|address| stack.resources.get(address));
            for (address, outcome) in self.resolve_these(resources, &recreated).await {
                match outcome {
                    Ok(one) => drop(resolved.insert(address, one)),
                    Err(diagnostics) => drop(failed.insert(address, diagnostics)),
                }
            }
            let before = recreated.clone();
            // The set only grows, so this comes to an end.
            recreated.extend(self.recreated(&resolved));
            let new = recreated.beyond(&before);
            let again = resolved.iter().filter(|(_, one)| new.concerns(&one.evaluation));
            pending = again.map(|(address, _)| address.clone()).collect();
            if !new.is_empty() {
                // An output that an object lacks now may be there once the run has changed it.
                pending.extend(std::mem::take(&mut failed).into_keys());
            }
        }
        failed.into_values().for_each(|diagnostics| self.diagnostics.extend(diagnostics));
        resolved
    }

    /// Evaluates and decides these resources.
    pub(super) async fn resolve_these<'r>(
        &mut self,
        resources: impl Iterator<Item = &'r Resource>,
        recreated: &Recreated,
    ) -> Vec<(Address, Result<Resolved, Diagnostics>)> {
        let mut outcomes = Vec::new();
        let mut evaluated = Vec::new();
        for resource in resources {
            let outputs =
                PlannedOutputs { stack: self.stack, observation: self.observation, recreated };
            match self.stack.evaluate(resource, &outputs) {
                Ok(evaluation) => evaluated.push((resource, evaluation)),
                Err(diagnostics) => outcomes.push((resource.address.clone(), Err(diagnostics))),
            }
        }
        let wrong = self.find_versions(&mut evaluated, recreated).await;
        for ((resource, mut evaluation), wrong) in evaluated.into_iter().zip(wrong) {
            self.put_secrets(&resource.address, &mut evaluation);
            let outcome = match self.resolve_one(resource, evaluation).await {
                Ok(_) if !wrong.is_empty() => Err(wrong),
                Err(mut diagnostics) => {
                    diagnostics.extend(wrong);
                    Err(diagnostics)
                }
                outcome => outcome,
            };
            outcomes.push((resource.address.clone(), outcome));
        }
        outcomes
    }

    async fn resolve_one(
        &mut self,
        resource: &Resource,
        mut evaluation: Evaluation,
    ) -> Result<Resolved, Diagnostics> {
        self.sensitive.insert(resource.address.clone(), evaluation.sensitive.clone());
        let filled = self.fill(resource, std::mem::take(&mut evaluation.spec)).await;
        let (spec, desired, trusted) = match filled {
            Ok(filled) => filled,
            Err(finding) => {
                let diagnostic = Diagnostic::new(finding.message)
                    .at(self.stack.span_of(resource, &finding.path), finding.why)
                    .maybe_help(finding.help);
                return Err(diagnostic.into());
            }
        };
        let found = self.found(&resource.address);
        let entry = self.state.resources.get(&resource.address);
        let live = current_and_leftover(found).0.map(|current| {
            let applied = entry.and_then(|entry| entry.applied.as_deref());
            shared_compared(resource.kind, &current.live.spec, &desired, applied)
        });
        let decision = decide(
            self.stack,
            resource,
            &desired,
            live.as_deref().unwrap_or(&Value::Null),
            found,
            entry.is_some(),
            self.is_to_be_replaced(&resource.address),
        );
        // Of many resources nearly all stay as they are, and until the plan is made all of them are held.
        let files = spec.files();
        let spec = matches!(decision, Decision::Do { .. }).then_some(spec);
        let desired = match &live {
            Some(live) if *live == desired => live.clone(),
            _ => desired.into(),
        };
        Ok(Resolved { decision, evaluation, spec, files, desired, live, trusted })
    }

    /// The spec of a resource, made ready, its comparable form, and what of it stays as it is live.
    async fn fill(
        &self,
        resource: &Resource,
        spec: Value,
    ) -> Result<(Box<dyn AnySpec>, Value, Vec<TrustedField>), Finding> {
        let spec = self.with_ignored(resource, spec);
        let mut spec = resource.kind.ready(&spec, self.workspace).await?;
        let mut desired = spec.comparable();
        let trusted = self.trusted(&resource.address, &desired);
        if !trusted.is_empty() {
            trusted.iter().for_each(|trusted| trusted.keep(&mut desired));
            spec = resource.kind.fill(&desired)?;
        }
        Ok((spec, desired, trusted))
    }

    /// The spec with what is ignored as it is live, as it will be applied. A kind may make something of
    /// it in other fields, such as a hash.
    fn with_ignored(&self, resource: &Resource, mut spec: Value) -> Value {
        if let Some(current) = current_and_leftover(self.found(&resource.address)).0 {
            for path in &resource.lifecycle.ignore_changes {
                path.set(&mut spec, path.of(&current.live.spec).cloned());
            }
        }
        spec
    }

    /// What was taken over on trust, and is still as it was.
    fn trusted(&self, address: &Address, desired: &Value) -> Vec<TrustedField> {
        let entry = self.state.resources.get(address);
        let (Some(entry), Some(current)) = (entry, current_and_leftover(self.found(address)).0)
        else {
            return Vec::new();
        };
        let trusted = entry.trusted.iter();
        let holding = trusted.filter(|one| one.holds(desired, &current.live.spec));
        holding.cloned().collect()
    }
}
