//! Goes through a stack and collects what each of its resources takes.

use std::collections::BTreeMap;

use serde_json::json;

use super::policy::{Grant, Grants, Policies};
use super::resources::{Names, Subject};
use aws::services;
use compiler::Stack;
use kind::{AnyKind, OnlyWith, Operations, Place, RequiredPermission, SecretReference, Target};
use language::diagnostic::Diagnostics;
use language::value::{Value, matches};
use state::Location;

/// The policies of a stack whose state is kept in a place.
///
/// # Errors
/// Every expression that has no value.
pub fn policies(
    stack: &Stack,
    location: &Location,
    names: Names<'_>,
) -> Result<Policies, Diagnostics> {
    let mut collected = CollectedPermissions::default();
    let mut diagnostics = Diagnostics::default();
    for resource in stack.resources.values() {
        match stack.evaluate(resource, &stack.resources) {
            Ok(evaluation) => {
                let subject = Subject {
                    place: &resource.place,
                    spec: &evaluation.spec,
                    outputs: &resource.prediction.outputs.to_map(),
                    names,
                };
                collected.add(resource.kind.name(), Needs::of(resource.kind), subject);
                for secret in evaluation.secrets.values() {
                    collected.add_secret(stack, &secret.reference);
                }
            }
            Err(problems) => diagnostics.extend(problems),
        }
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    collected.add_state(stack, location);
    collected.add_lookups(stack);
    Ok(Policies { plan: collected.plan.into(), apply: collected.apply.into() })
}

/// What somebody calls and is demanded of.
#[derive(Clone, Copy)]
struct Needs<'a> {
    operations: &'a [Operations],
    demands: &'a [RequiredPermission],
    only_with: &'static [OnlyWith],
}

impl<'a> Needs<'a> {
    fn of(kind: &'static dyn AnyKind) -> Self {
        Self { operations: kind.operations(), demands: kind.demands(), only_with: kind.only_with() }
    }

    /// These operations, whatever anything says.
    fn always(operations: &'a [Operations]) -> Self {
        Self { operations, demands: &[], only_with: &[] }
    }

    /// Whether a spec needs an operation, or an action of a demand.
    fn are_for(&self, operation: &str, spec: &Value) -> bool {
        let mut rows = self.only_with.iter();
        rows.find(|row| row.operations.contains(&operation)).is_none_or(|row| {
            let mut fields = row.fields.iter();
            fields.any(|field| !matches(spec, field).is_empty())
        })
    }
}

#[derive(Default)]
struct CollectedPermissions {
    plan: Grants,
    apply: Grants,
}

impl CollectedPermissions {
    fn add(&mut self, source: &str, needs: Needs<'_>, subject: Subject<'_>) {
        let is_needed = |operation: &str| needs.are_for(operation, subject.spec);
        for group in needs.operations {
            for operation in group.read.iter().filter(|it| is_needed(it)) {
                self.allow(source, group, operation, true, subject);
            }
            for operation in group.write.iter().filter(|it| is_needed(it)) {
                self.allow(source, group, operation, false, subject);
            }
        }
        for demand in needs.demands {
            let actions = demand.actions.iter().filter(|it| is_needed(it));
            self.meet(source, demand, &actions.copied().collect::<Vec<_>>(), subject);
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
        for action in services::actions(group.service, operation) {
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

    fn meet(
        &mut self,
        source: &str,
        demand: &RequiredPermission,
        actions: &[&str],
        subject: Subject<'_>,
    ) {
        for found in matches(subject.spec, demand.field) {
            let resources: Vec<String> = match demand.on {
                Target::These(arns) => {
                    let arns = arns.iter();
                    arns.map(|arn| subject.fill(arn, found.key())).collect()
                }
                Target::Named(sort) => subject.of_sort(found.value, sort).into_iter().collect(),
                Target::Key => vec![subject.key(found.value)],
            };
            for resource in resources {
                for action in actions {
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
        self.add("state", Needs::always(state::OPERATIONS), subject);
    }

    /// What reading a secret takes to which a field refers.
    fn add_secret(&mut self, stack: &Stack, reference: &SecretReference) {
        let SecretReference { store, name, .. } = reference;
        let environment = &stack.environment;
        let region = reference.region().unwrap_or(&environment.region);
        let subject = Subject {
            place: &Place::new(&environment.account, region),
            // The ARN of a parameter has no slash of its own.
            spec: &json!({ "name": name, "path": name.strip_prefix('/').unwrap_or(name) }),
            outputs: &BTreeMap::new(),
            names: Names::Exact,
        };
        let source = format!("{}:", store.key());
        match name.starts_with("arn:") {
            false => self.add(&source, Needs::always(store.operations()), subject),
            true => {
                for group in store.operations() {
                    self.allow_on(name, &source, group);
                }
            }
        }
    }

    /// What a group of operations takes on something whose ARN is known.
    fn allow_on(&mut self, arn: &str, source: &str, group: &Operations) {
        let reads = group.read.iter().map(|operation| (operation, true));
        let writes = group.write.iter().map(|operation| (operation, false));
        for (operation, reads) in reads.chain(writes) {
            for action in services::actions(group.service, operation) {
                let (source, resource) = (source.to_owned(), arn.to_owned());
                self.grant(reads, Grant { source, action, resource, condition: None });
            }
        }
    }

    /// What is looked up in AWS before anything is planned.
    fn add_lookups(&mut self, stack: &Stack) {
        let environment = &stack.environment;
        for lookup in stack.pending_lookups() {
            let region = lookup.region().unwrap_or(&environment.region);
            let needs = lookup.needs();
            let subject = Subject {
                place: &Place::new(&environment.account, region),
                spec: &needs.subject,
                outputs: &needs.outputs,
                names: Names::Exact,
            };
            let needed = Needs { demands: &needs.demands, ..Needs::always(&needs.operations) };
            self.add(&format!("existing.{}", lookup.sort.name()), needed, subject);
        }
    }
}
