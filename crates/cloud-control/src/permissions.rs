//! What it takes to manage a type: Cloud Control's own operations, and what the handlers of the type call with the
//! caller's rights.

use kind::{Operations, RequiredPermission, Target};
use resource_types::Handlers;

use crate::service::NAME;

/// Cloud Control's own operations. AWS lets no policy name what they are on.
pub(crate) fn operations() -> Vec<Operations> {
    vec![Operations {
        service: NAME,
        on: &["*"],
        read: &["GetResource", "ListResources"],
        write: &["CreateResource", "DeleteResource", "GetResourceRequestStatus", "UpdateResource"],
    }]
}

/// The actions of the handlers. What they are on, the registry does not say.
pub(crate) fn demands(handlers: &Handlers, tagging: &[String]) -> &'static [RequiredPermission] {
    let reading = kept([&handlers.read[..], &handlers.list].concat());
    let writing = [&handlers.create[..], &handlers.update, &handlers.delete, tagging].concat();
    let demand = |actions, reading| RequiredPermission {
        field: RequiredPermission::ALWAYS,
        actions,
        on: Target::These(&["*"]),
        condition: None,
        reading,
    };
    Vec::leak(vec![demand(reading, true), demand(kept(writing), false)])
}

/// Actions for as long as the program runs: each type has them once.
fn kept(mut actions: Vec<String>) -> &'static [&'static str] {
    actions.sort();
    actions.dedup();
    Vec::leak(actions.into_iter().map(|action| &*String::leak(action)).collect())
}
