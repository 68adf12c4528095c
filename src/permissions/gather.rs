//! Goes through a stack and gathers what each of its resources takes.

use std::collections::BTreeMap;

use serde_json::json;

use super::policy::{Grant, Grants};
use super::resources::{Subject, matches};
use super::{Names, Policies, actions};
use crate::diagnostic::Diagnostics;
use crate::kind::{Demand, On, Operations, Place};
use crate::spec::Stack;
use crate::state::{self, Location};

/// The policies of a stack whose state is kept in a place.
///
/// # Errors
/// Every expression that has no value.
pub fn policies(
    stack: &Stack,
    location: &Location,
    names: Names<'_>,
) -> Result<Policies, Diagnostics> {
    let mut gathered = Gathered::default();
    let mut diagnostics = Diagnostics::default();
    for resource in stack.resources.values() {
        match stack.evaluate(resource, &stack.resources) {
            Ok(evaluation) => {
                let subject = Subject {
                    place: &resource.place,
                    spec: &evaluation.spec,
                    outputs: &resource.prediction.outputs,
                    names,
                };
                let kind = resource.kind;
                gathered.add(kind.name(), kind.operations(), kind.demands(), subject);
            }
            Err(problems) => diagnostics.extend(problems),
        }
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    gathered.add_state(stack, location);
    gathered.add_lookups(stack);
    Ok(Policies {
        plan: gathered.plan.into(),
        apply: gathered.apply.into(),
    })
}

#[derive(Default)]
struct Gathered {
    plan: Grants,
    apply: Grants,
}

impl Gathered {
    fn add(
        &mut self,
        source: &str,
        operations: &[Operations],
        demands: &[Demand],
        subject: Subject<'_>,
    ) {
        for group in operations {
            for operation in group.read {
                self.allow(source, group, operation, true, subject);
            }
            for operation in group.write {
                self.allow(source, group, operation, false, subject);
            }
        }
        for demand in demands {
            self.meet(source, demand, subject);
        }
    }

    fn allow(
        &mut self,
        source: &str,
        group: &Operations,
        operation: &str,
        reads: bool,
        subject: Subject<'_>,
    ) {
        for action in actions::of(group.service, operation) {
            for arn in group.on {
                self.grant(
                    reads,
                    Grant {
                        source: source.to_owned(),
                        action: action.clone(),
                        resource: subject.fill(arn, None),
                        condition: None,
                    },
                );
            }
        }
    }

    fn meet(&mut self, source: &str, demand: &Demand, subject: Subject<'_>) {
        for found in matches(subject.spec, demand.field) {
            let resources: Vec<String> = match demand.on {
                On::These(arns) => {
                    let arns = arns.iter();
                    arns.map(|arn| subject.fill(arn, found.key)).collect()
                }
                On::Named(sort) => subject.of_sort(found.value, sort).into_iter().collect(),
                On::Key => vec![subject.key(found.value)],
            };
            for resource in resources {
                for action in demand.actions {
                    self.grant(
                        demand.reading,
                        Grant {
                            source: source.to_owned(),
                            action: (*action).to_owned(),
                            resource: resource.clone(),
                            condition: demand.condition,
                        },
                    );
                }
            }
        }
    }

    /// Whoever applies plans first.
    fn grant(&mut self, reads: bool, grant: Grant) {
        if reads {
            self.plan.add(grant.clone());
        }
        self.apply.add(grant);
    }

    /// What the state's own files take, which have no resource in the specs.
    fn add_state(&mut self, stack: &Stack, location: &Location) {
        let Location::Bucket { bucket, prefix } = location else {
            return;
        };
        let files = match prefix.as_str() {
            "" => "*".to_owned(),
            prefix => format!("{prefix}/*"),
        };
        let subject = Subject {
            place: &Place::new(&stack.environment.account, &stack.environment.region),
            spec: &json!({ "bucket": bucket, "files": files }),
            outputs: &BTreeMap::new(),
            names: Names::Exact,
        };
        self.add("state", state::OPERATIONS, &[], subject);
    }

    /// What is looked up in AWS before anything is planned.
    fn add_lookups(&mut self, stack: &Stack) {
        let environment = &stack.environment;
        for lookup in stack.pending_lookups() {
            let region = lookup.request.region().unwrap_or(&environment.region);
            let subject = Subject {
                place: &Place::new(&environment.account, region),
                spec: &lookup.request.subject(),
                outputs: &BTreeMap::new(),
                names: Names::Exact,
            };
            self.add(lookup.sort.name, lookup.sort.operations, &[], subject);
        }
    }
}
