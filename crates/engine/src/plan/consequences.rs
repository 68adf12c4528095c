//! What a step means beyond the new values.

use std::collections::BTreeSet;

use super::action::Action;
use crate::observe::ObservedObject;
use compiler::{Address, Resource};
use kind::files::{self, Files};
use kind::{AnySpec, Consequence, Consequences};
use language::value::Path;

/// The consequences of an action on a resource whose object is `current`, and whose users are not all
/// looked at. `applied_files` are those that it was made of when it was last applied.
pub(super) fn consequences(
    resource: &Resource,
    action: Action,
    spec: &dyn AnySpec,
    current: Option<&ObservedObject>,
    applied_files: Option<&Files>,
    left_out: &BTreeSet<Address>,
) -> Vec<Consequence> {
    match (action, current) {
        (Action::Update | Action::Adopt, Some(current)) => {
            let mut consequences = Consequences::default();
            let files = applied_files.and_then(|before| files::changed(before, &spec.files()));
            if let Some(says) = files {
                consequences.remark(Path::root(), says);
            }
            [consequences.into_inner(), spec.consequences(&current.live)].concat()
        }
        (Action::Replace | Action::ReplaceCreateFirst, Some(_)) => {
            of_a_new_object(resource, action, left_out)
        }
        _ => Vec::new(),
    }
}

fn of_a_new_object(
    resource: &Resource,
    action: Action,
    left_out: &BTreeSet<Address>,
) -> Vec<Consequence> {
    let mut consequences = Consequences::default();
    let has_own_id = resource.prediction.id.is_none();
    if action == Action::Replace {
        let help = match (has_own_id, resource.lifecycle.create_first) {
            (true, _) => {
                "with `lifecycle: { replacement: create_first }` the new one is there before"
            }
            (false, true) => "with another name the new one is there before",
            (false, false) => {
                "with another name and `lifecycle: { replacement: create_first }` the new one is there \
                 before"
            }
        };
        consequences.interrupt(
            Path::root(),
            format!(
                "the old one is deleted before the new one is created; until then {}",
                resource.kind.impact_while_absent()
            ),
            help,
        );
    }
    if has_own_id {
        consequences.warn(
            Path::root(),
            "AWS gives the new one another id: update whatever outside these \
             specs uses the old id",
            "",
        );
    }
    if action == Action::ReplaceCreateFirst && !left_out.is_empty() {
        let users: Vec<String> = left_out.iter().map(Address::to_string).collect();
        consequences.warn(
            Path::root(),
            format!(
                "the old object is kept, because this plan excludes its users: {}",
                users.join(", ")
            ),
            "the next plan of everything moves them and deletes it",
        );
    }
    consequences.into_inner()
}
