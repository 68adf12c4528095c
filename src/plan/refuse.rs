//! Why there can be no plan for a resource.

use super::build::Planner;
use crate::aws::tags;
use crate::diagnostic::Diagnostic;
use crate::observe::Owner;
use crate::spec::{Identity, Resource};

impl Planner<'_> {
    pub(super) fn report_unadoptable(&mut self, resource: &Resource, fields: &[String]) {
        let address = &resource.address;
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

    pub(super) fn report_elsewhere(&mut self, resource: &Resource, region: &str) {
        let address = &resource.address;
        self.diagnostics.push(
            Diagnostic::new(format!("{address} cannot move to another region"))
                .at(
                    resource.span,
                    format!(
                        "it is in {region}, and is specified in {}",
                        resource.place.region
                    ),
                )
                .help(
                    "specify it under another name: that one is created, and this one is deleted",
                ),
        );
    }

    pub(super) fn report_foreign(&mut self, resource: &Resource, id: &str, owner: &Owner) {
        let address = &resource.address;
        let import = format!("`diatonic import '{address}' '{id}'`");
        let identity = self.stack.environment.identity();
        let help = match owner {
            Owner::Stack { stack, .. } if *stack == identity.former() => format!(
                "if it is this stack's, put the state back that knows it, or set its tag `{}` to \
                 `{identity}`; if not, give the resource another `name`",
                tags::STACK
            ),
            Owner::Nobody | Owner::Us => format!(
                "take it over with `adopt: true` on this resource, which makes it what is specified, or \
                 with {import}, which changes its tags alone; or give the resource another `name`"
            ),
            Owner::Stack { .. } => format!(
                "give the resource another `name`; or let the other stack give it up (`diatonic state \
                 forget`), take these tags off it, and take it over with `adopt: true` or {import}"
            ),
            Owner::OurFormer(_) | Owner::OurOther(_) => {
                "give the resource another `name`, or say that it has moved: `moved_from`"
                    .to_owned()
            }
        };
        self.diagnostics.push(
            Diagnostic::new(what(id, owner))
                .at(
                    resource.span,
                    format!("{address} has its name, and {}", whose(owner, &identity)),
                )
                .help(help),
        );
    }
}

/// What is in the way of a resource.
fn what(id: &str, owner: &Owner) -> String {
    match owner {
        Owner::OurOther(other) => format!("`{id}` belongs to {other} already"),
        Owner::OurFormer(former) => format!("`{id}` was created for {former}"),
        Owner::Us | Owner::Nobody | Owner::Stack { .. } => {
            format!("`{id}` exists in AWS and is not ours")
        }
    }
}

/// Whose an object is for a stack, and the tags that say so.
pub(super) fn whose(owner: &Owner, us: &Identity) -> String {
    match owner {
        Owner::Stack { stack, .. } if *stack == us.former() => format!(
            "its tag {}={stack}, of an earlier version, may mean {us} or another stack",
            tags::STACK
        ),
        Owner::Stack { stack, address } => {
            let address = address.iter();
            let tags: Vec<String> = [(tags::STACK, stack)]
                .into_iter()
                .chain(address.map(|address| (tags::ADDRESS, address)))
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            format!("it belongs to stack `{stack}` (tags {})", tags.join(", "))
        }
        Owner::OurOther(other) => format!("it is {other} of this stack"),
        Owner::OurFormer(former) => format!("it was {former} of this stack"),
        Owner::Us | Owner::Nobody => "no stack has created it".to_owned(),
    }
}
