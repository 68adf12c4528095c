//! Why there can be no plan for a resource.

use super::build::Planner;
use crate::diagnostic::Diagnostic;
use crate::observe::Owner;
use crate::spec::Resource;

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
        let whose = match owner {
            Owner::Stack(stack) => format!("it belongs to stack `{stack}`"),
            Owner::OurOther(other) => format!("it is {other} of this stack"),
            Owner::OurFormer(former) => format!("it was {former} of this stack"),
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
