//! What changes of a pool mean for its users.

use super::spec::UserPool;
use crate::prelude::*;

/// Tells of a change of a pool that is `live`.
pub(super) fn tell(wanted: &UserPool, live: &UserPool, told: &mut Consequences) {
    for (name, attribute) in &wanted.custom_attributes {
        let is_new = !live.custom_attributes.contains_key(name);
        consequences! { told, Path::field("custom_attributes").key(name);
            warn "mutable" if is_new && !attribute.mutable =>
                "no user who is in the pool already can ever have this attribute: AWS accepts the value of \
                 an immutable one when it creates the user",
                "make it `mutable: true` and leave it out of what clients may write; neither it nor the \
                 attribute itself can be taken back later";
        }
    }
    of_domains(wanted, live, told);
    for group in live.groups.keys() {
        consequences! { told;
            lose "groups" / group if !wanted.groups.contains_key(group) =>
                "the group is deleted, and with it who is in it";
        }
    }
    for (name, provider) in &live.identity_providers {
        let kept = wanted.identity_providers.get(name);
        let is_remade = kept.is_some_and(|kept| kept.kind() != provider.kind());
        consequences! { told;
            interrupt "identity_providers" / name if kept.is_none() =>
                "nobody can sign in by this provider any more";
            interrupt "identity_providers" / name if is_remade =>
                "the provider is deleted and re-created; until then nobody can sign in by it";
        }
    }
    for server in live.resource_servers.keys() {
        consequences! { told;
            interrupt "resource_servers" / server if !wanted.resource_servers.contains_key(server) =>
                "new tokens do not have its scopes any more";
        }
    }
}

/// A pool has one domain of a sort at a time, so the old one goes first.
fn of_domains(wanted: &UserPool, live: &UserPool, told: &mut Consequences) {
    let prefix = |pool: &UserPool| pool.domain.as_ref().map(|domain| domain.prefix.clone());
    let custom = |pool: &UserPool| pool.custom_domain.as_ref().map(|domain| domain.name.clone());
    let domains = [
        ("domain", prefix(wanted), prefix(live), "a minute or so"),
        ("custom_domain", custom(wanted), custom(live), "up to an hour"),
    ];
    for (field, wanted, live, time) in domains {
        let Some(live) = live.filter(|live| wanted.as_ref() != Some(live)) else {
            continue;
        };
        let until = match wanted {
            Some(_) => format!("; the new one is there after {time}"),
            None => String::new(),
        };
        told.interrupt(
            Path::field(field),
            format!(
                "`{live}` is removed first: sign-in pages, and links and providers that name it, do not \
                 work{until}"
            ),
            "",
        );
    }
}
