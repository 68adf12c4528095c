//! What is to be done with one resource, from its spec and what was found of it.

use super::action::Action;
use super::step::Reason;
use super::takeover::{Availability, Refusal};
use crate::differences::{changes, forced_by};
use crate::observe::{Found, ObservedObject, Owner};
use compiler::{Resource, Stack};
use language::diff::{self, Change};
use language::value::Value;

/// What is to be done with a resource.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Decision {
    /// It is as its spec says.
    Keep,
    Do {
        action: Action,
        reason: Reason,
        changes: Vec<Change>,
    },
    /// The object that has its name cannot be taken over, so nothing may be done.
    Refused {
        id: String,
        refusal: Refusal,
    },
    /// Any of these objects may be it: nothing may be done to one of them.
    Ambiguous {
        ids: Vec<String>,
    },
    /// It would be made inside an object of another stack.
    ForeignHost {
        host: String,
        stack: String,
    },
    /// The object is in another region than its spec.
    OtherRegion {
        region: String,
    },
}

/// Decides. `desired` is the spec in its comparable form, and `live` what of the object compares with it; `in_state` says whether we have had it, and `replace`
/// whether it is to be recreated in any case.
pub(super) fn decide(
    stack: &Stack,
    resource: &Resource,
    desired: &Value,
    live: &Value,
    found: &Found,
    in_state: bool,
    replace: bool,
) -> Decision {
    if !found.ambiguous.is_empty() {
        return ambiguous(found);
    }
    let (current, _) = current_and_leftover(found);
    let Some(current) = current else {
        if let Some(foreign_host) = foreign_host(found) {
            return foreign_host;
        }
        return Decision::Do {
            action: Action::Create,
            reason: if in_state { Reason::DeletedOutside } else { Reason::New },
            changes: diff::changes(desired, &Value::Object(language::value::Object::new())),
        };
    };
    if let Some(other) = name_holder(found) {
        return refuse_owned(stack, &other.id, other.owner.clone());
    }
    let changes = changes(resource, desired, live);
    let forced = forced_by(resource, &changes);
    match Availability::of(&current.owner) {
        Availability::Ours => {}
        Availability::Unowned if resource.adopt => {
            if !forced.is_empty() {
                // To replace what is being taken over would destroy what was to be kept.
                let refusal = Refusal::CreateOnly { fields: forced };
                return Decision::Refused { id: current.id.clone(), refusal };
            }
            return Decision::Do { action: Action::Adopt, reason: Reason::Adopted, changes };
        }
        Availability::Unowned | Availability::Owned => {
            return refuse_owned(stack, &current.id, current.owner.clone());
        }
    }
    if current.region != resource.place.region {
        return Decision::OtherRegion { region: current.region.clone() };
    }
    if changes.is_empty() && !replace {
        return Decision::Keep;
    }
    // Two objects cannot have one name at a time.
    let has_new_name = resource.prediction.id.as_ref().is_none_or(|id| *id != current.id);
    let reason = match (forced.is_empty(), replace) {
        (false, _) => Reason::CreateOnly { fields: forced },
        (true, true) => Reason::Requested,
        (true, false) => Reason::Changed,
    };
    let action = match &reason {
        Reason::Changed => Action::Update,
        _ if resource.lifecycle.create_first && has_new_name => Action::ReplaceCreateFirst,
        _ => Action::Replace,
    };
    if action.creates_object()
        // What another stack may own may not be deleted.
        && let Some(other) = Owner::possible_other_stack(stack, &resource.address, &current.live)
    {
        let owner = Owner::OtherStack { stack: other, address: None, host: None };
        return refuse_owned(stack, &current.id, owner);
    }
    if action.creates_object()
        && let Some(foreign_host) = foreign_host(found)
    {
        return foreign_host;
    }
    Decision::Do { action, reason, changes }
}

/// The object to go on with, and the one that an interrupted replacement has left to be deleted.
pub(super) fn current_and_leftover(
    found: &Found,
) -> (Option<&ObservedObject>, Option<&ObservedObject>) {
    match (&found.current, &found.successor) {
        // A replacement that creates first was interrupted after the creation.
        (Some(old), Some(new)) if new.owner == Owner::ThisStack => (Some(new), Some(old)),
        // One that deletes first was interrupted between its halves, or the state lags behind.
        (None, Some(new)) => (Some(new), None),
        (current, _) => (current.as_ref(), None),
    }
}

/// The object that has the new name of a resource which exists under another.
fn name_holder(found: &Found) -> Option<&ObservedObject> {
    let (Some(_), Some(other)) = (&found.current, &found.successor) else {
        return None;
    };
    (other.owner != Owner::ThisStack).then_some(other)
}

fn ambiguous(found: &Found) -> Decision {
    let all = found.current.iter().chain(&found.ambiguous);
    Decision::Ambiguous { ids: all.map(|one| one.id.clone()).collect() }
}

fn foreign_host(found: &Found) -> Option<Decision> {
    let (host, stack) = found.host.as_ref()?;
    Some(Decision::ForeignHost { host: host.id.clone(), stack: stack.clone() })
}

fn refuse_owned(stack: &Stack, id: &str, owner: Owner) -> Decision {
    let refusal = Refusal::owned(owner, &stack.environment.identity());
    Decision::Refused { id: id.to_owned(), refusal }
}
