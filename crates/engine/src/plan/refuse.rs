//! Why there can be no plan for a resource.

use super::planner::Planner;
use super::takeover::Refusal;
use crate::observe::Owner;
use aws::tags;
use compiler::{Address, Resource};
use language::diagnostic::Diagnostic;

impl Planner<'_> {
    /// Why the object that has the name of a resource cannot be taken over.
    pub(super) fn report_refused(&mut self, resource: &Resource, id: &str, refusal: &Refusal) {
        match refusal {
            Refusal::Owned { owner, reason } => self.report_owned(resource, id, owner, reason),
            Refusal::CreateOnly { fields } => self.report_unadoptable(resource, fields),
            other => self.diagnostics.push(
                Diagnostic::new(format!("`{id}` cannot be taken over"))
                    .at(resource.span, other.to_string()),
            ),
        }
    }

    fn report_unadoptable(&mut self, resource: &Resource, fields: &[String]) {
        let address = &resource.address;
        self.diagnostics.push(
            Diagnostic::new(format!("{address} cannot be adopted as it is specified"))
                .at(
                    resource.span,
                    format!(
                        "the object differs in {}, which AWS accepts only at creation",
                        fields.join(", ")
                    ),
                )
                .help(
                    "specify these fields as they are in AWS; change them later, as a replacement",
                ),
        );
    }

    /// Two objects that are as good as each other: to go on with one would be to guess.
    pub(super) fn report_ambiguous(&mut self, address: &Address, ids: &[String]) {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let named = self.state.resources.get(address);
        let resource = self.stack.resources.get(address);
        let name = resource.map_or("name", |resource| resource.kind.name_field());
        let message = format!("{address} may be any of {}", ids.join(", "));
        let (why, help) = match named {
            Some(entry) => (
                format!(
                    "two objects have this stack's tags: the state names `{}`, and has begun to replace it by no other",
                    entry.id
                ),
                format!(
                    "take the tags `{}` and `{}` off the others, or delete them",
                    tags::STACK,
                    tags::ADDRESS
                ),
            ),
            None => (
                "nothing tells which of them it is".to_owned(),
                format!(
                    "take the right one with `diatonic import '{address}' <id>`, delete all but one, or give the \
                     resource another `{name}`"
                ),
            ),
        };
        let diagnostic = Diagnostic::new(message).help(help);
        self.diagnostics.push(match self.stack.resources.get(address) {
            Some(resource) => diagnostic.at(resource.span, why),
            None => diagnostic,
        });
    }

    /// What ends and may be any of several objects.
    pub(super) fn report_ambiguous_deletes(&mut self) {
        let ambiguous = self.ending().into_iter().filter_map(|address| {
            let found = self.found(address);
            let is_unknown = found.current.is_none() && !found.ambiguous.is_empty();
            let ids = found.ambiguous.iter().map(|candidate| candidate.id.clone());
            is_unknown.then(|| (address.clone(), ids.collect::<Vec<_>>()))
        });
        for (address, ids) in ambiguous.collect::<Vec<_>>() {
            self.report_ambiguous(&address, &ids);
        }
    }

    pub(super) fn report_foreign_host(&mut self, resource: &Resource, host: &str, stack: &str) {
        let address = &resource.address;
        self.diagnostics.push(
            Diagnostic::new(format!("{address} would be created in an object that this stack does not own"))
                .at(
                    resource.span,
                    format!("`{host}`, in which it is to live, belongs to stack `{stack}`"),
                )
                .help(format!(
                    "specify it in that stack: an object without tags belongs to the owner of its parent object; or let it live in an object of {}",
                    self.stack.environment.identity()
                )),
        );
    }

    pub(super) fn report_other_region(&mut self, resource: &Resource, region: &str) {
        let address = &resource.address;
        self.diagnostics.push(
            Diagnostic::new(format!("{address} cannot move to another region"))
                .at(
                    resource.span,
                    format!("it is in {region}, and is specified in {}", resource.place.region),
                )
                .help(
                    "specify it under another name: that one is created, and this one is deleted",
                ),
        );
    }

    fn report_owned(&mut self, resource: &Resource, id: &str, owner: &Owner, reason: &str) {
        let address = &resource.address;
        let import = format!("`diatonic import '{address}' '{id}'`");
        let identity = self.stack.environment.identity();
        let name = resource.kind.name_field();
        let help = match owner {
            Owner::OtherStack { stack, .. } if *stack == identity.former() => format!(
                "if it is this stack's, put the state back that knows it, or set its tag `{}` to \
                 `{identity}`; if not, give the resource another `{name}`",
                tags::STACK
            ),
            Owner::Unowned | Owner::ThisStack => {
                let by_import = match resource.kind.is_taggable() {
                    true => format!("with {import}, which changes its tags alone"),
                    false => format!("with {import}, which leaves it as it is"),
                };
                let rename = match has_name(resource) {
                    true => format!("; or give the resource another `{name}`"),
                    false => String::new(),
                };
                format!(
                    "take it over with `adopt: true` on this resource, which makes it what is specified, or \
                     {by_import}{rename}"
                )
            }
            Owner::OtherStack { host: Some(_), .. } => {
                "specify it in that stack: an object without tags belongs to the owner of its parent object"
                    .to_owned()
            }
            Owner::OtherStack { .. } => format!(
                "give the resource another `{name}`; or let the other stack give it up (`diatonic state \
                 forget`), take these tags off it, and take it over with `adopt: true` or {import}"
            ),
            Owner::FormerAddress(former) => format!(
                "give the resource another `{name}`, or say that it has moved: {}",
                self.stack.how_to_move(resource, former)
            ),
            Owner::OtherAddress(_) => {
                format!(
                    "give the resource another `{name}`, or say that it has moved: `moved_from`"
                )
            }
        };
        let why = match has_name(resource) {
            true => format!("{address} has its name, and {reason}"),
            false => format!("there is one of its kind in every region, and {reason}"),
        };
        self.diagnostics
            .push(Diagnostic::new(headline(id, owner)).at(resource.span, why).help(help));
    }
}

/// Whether objects of a kind have names, by which another could be meant.
fn has_name(resource: &Resource) -> bool {
    !resource.kind.identity_fields().is_empty()
}

/// What is in the way of a resource.
fn headline(id: &str, owner: &Owner) -> String {
    match owner {
        Owner::OtherAddress(other) => format!("`{id}` belongs to {other} already"),
        Owner::FormerAddress(former) => format!("`{id}` was created for {former}"),
        Owner::ThisStack | Owner::Unowned | Owner::OtherStack { .. } => {
            format!("`{id}` exists in AWS and is not managed by this stack")
        }
    }
}
