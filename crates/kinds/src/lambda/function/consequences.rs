//! What changes of a function mean for who calls it, and for what it works off.

use super::permission::Permissions;
use super::spec::Function;
use kind::Consequences;
use language::value::Path;

/// Tells of a change of a function that is `live`.
pub(super) fn tell(wanted: &Function, live: &Function, told: &mut Consequences) {
    of_sources(wanted, live, told);
    of_permissions(&Path::field("permissions"), &wanted.permissions, &live.permissions, told);
    for (name, alias) in &live.aliases {
        let field = Path::field("aliases").key(name);
        match wanted.aliases.get(name) {
            Some(wanted) => {
                let field = field.key("permissions");
                of_permissions(&field, &wanted.permissions, &alias.permissions, told);
            }
            None => told.interrupt(field, "the alias is deleted; calls by its name fail", ""),
        }
    }
    if live.function_url.is_some() && wanted.function_url.is_none() {
        told.lose(
            Path::field("function_url"),
            "the URL is deleted; a new one has another address",
            "",
        );
    }
    if wanted.reserved_concurrency == Some(0) && live.reserved_concurrency != Some(0) {
        told.interrupt(Path::field("reserved_concurrency"), "no call is served any more", "");
    }
}

fn of_sources(wanted: &Function, live: &Function, told: &mut Consequences) {
    for (name, source) in &live.event_sources {
        let mut others = wanted.event_sources.iter();
        match others.find(|(_, other)| other.source == source.source) {
            None => told.interrupt(
                Path::field("event_sources").key(name),
                "its events are no longer processed",
                "",
            ),
            Some((name, other)) if !other.can_follow(source) => told.interrupt(
                Path::field("event_sources").key(name),
                "the mapping is deleted and made anew, which begins where the spec says: records are worked \
                 off again, or left out",
                "",
            ),
            Some(_) => {}
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
