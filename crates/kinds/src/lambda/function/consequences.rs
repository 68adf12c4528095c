//! What changes of a function mean for who calls it, and for what it works off.

use super::alias::Alias;
use super::permission::Permissions;
use super::rollout::percent;
use super::spec::Function;
use crate::prelude::*;

/// Tells of a change of a function that is `live`.
pub(super) fn tell(wanted: &Function, live: &Function, told: &mut Consequences) {
    of_sources(wanted, live, told);
    of_permissions(&Path::field("permissions"), &wanted.permissions, &live.permissions, told);
    for (name, alias) in &live.aliases {
        match wanted.aliases.get(name) {
            Some(aliased) => {
                let field = Path::field("aliases").key(name);
                of_rollout(&field, aliased, alias, wanted.differs_in_version(live), told);
                let field = field.key("permissions");
                of_permissions(&field, &aliased.permissions, &alias.permissions, told);
            }
            None => {
                let field = Path::field("aliases").key(name);
                told.interrupt(field, "the alias is deleted; calls by its name fail", "");
            }
        }
    }
    let is_stopped = |function: &Function| function.reserved_concurrency == Some(0);
    consequences! { told;
        lose "function_url" if live.function_url.is_some() && wanted.function_url.is_none() =>
            "the URL is deleted; a new one has another address";
        interrupt "reserved_concurrency" if is_stopped(wanted) && !is_stopped(live) =>
            "no call is served any more";
    }
}

fn of_sources(wanted: &Function, live: &Function, told: &mut Consequences) {
    for (name, source) in &live.event_sources {
        let mut others = wanted.event_sources.iter();
        let kept = others.find(|(_, other)| other.place() == source.place());
        let is_remade = kept.is_some_and(|(_, other)| !other.can_follow(source));
        let name = kept.map_or(name, |(name, _)| name);
        consequences! { told;
            interrupt "event_sources" / name if kept.is_none() =>
                "its events are no longer processed";
            interrupt "event_sources" / name if is_remade =>
                "the mapping is deleted and re-created, which begins where the spec says: records are worked \
                 off again, or left out";
        }
    }
}

/// `is_new`: whether a version is published.
fn of_rollout(field: &Path, wanted: &Alias, live: &Alias, is_new: bool, told: &mut Consequences) {
    let is_left = live.is_left_by(wanted) && (is_new || !live.is_newest());
    let Some(rollout) = wanted.rollout.as_ref().filter(|_| is_left) else {
        return;
    };
    if let Some((version, share)) = live.weights.first_key_value() {
        let share = percent(*share);
        told.remark(
            field.clone(),
            format!("{share} of the calls go to version {version} by now: a rollout is under way or was cut off, and starts over"),
        );
    }
    told.remark(field.clone(), rollout.tells());
}

/// Lambda changes no statement.
fn of_permissions(field: &Path, wanted: &Permissions, live: &Permissions, told: &mut Consequences) {
    for (id, permission) in live {
        let says = match wanted.get(id) {
            Some(wanted) if wanted == permission => continue,
            Some(_) => {
                "the statement is removed and added again; in between its callers are refused"
            }
            None => "callers that the statement allows are refused",
        };
        told.interrupt(field.key(id), says, "");
    }
}
