//! What changes of a function mean for who calls it, and for what it works off.

use super::permission::Permissions;
use super::spec::Function;
use crate::prelude::*;

/// Tells of a change of a function that is `live`.
pub(super) fn tell(wanted: &Function, live: &Function, told: &mut Consequences) {
    of_sources(wanted, live, told);
    of_permissions(&Path::field("permissions"), &wanted.permissions, &live.permissions, told);
    for (name, alias) in &live.aliases {
        match wanted.aliases.get(name) {
            Some(wanted) => {
                let field = Path::field("aliases").key(name).key("permissions");
                of_permissions(&field, &wanted.permissions, &alias.permissions, told);
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
                "the mapping is deleted and made anew, which begins where the spec says: records are worked \
                 off again, or left out";
        }
    }
}

/// Lambda changes no statement.
fn of_permissions(field: &Path, wanted: &Permissions, live: &Permissions, told: &mut Consequences) {
    for (id, permission) in live {
        let says = match wanted.get(id) {
            Some(wanted) if wanted == permission => continue,
            Some(_) => {
                "the statement is taken away and added anew; in between its callers are refused"
            }
            None => "callers that the statement allows are refused",
        };
        told.interrupt(field.key(id), says, "");
    }
}
