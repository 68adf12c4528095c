//! The outbox: what has happened is written in the same transaction as what it happened to, and the table's stream tells
//! everybody else. So no event is lost, and none tells of what was not done.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Action, Index, Item, Scope, Table, Write};
use crate::{Id, Invocation};

/// The table of events.
pub static ACTIVITY_FEED: Table = Table {
    name: "activity-feed",
    partition: "entity_id",
    sort: Some("timestamp"),
    indexes: &[
        Index { name: "user-timestamp-index", partition: "user_id", sort: "timestamp" },
        Index {
            name: "organization-timestamp-index",
            partition: "organization_id",
            sort: "timestamp",
        },
    ],
    id: None,
    keys: &[],
};

/// Something that has happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// What, such as `course.published`.
    pub kind: &'static str,
    /// What sort of thing it happened to, such as `course`.
    pub entity: &'static str,
    /// The thing.
    pub id: Id,
    /// What receivers need to know besides. Nothing personal.
    pub data: Value,
}

impl Event {
    /// How long an event is kept.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

    /// The write of the event. It belongs to the caller's tenant, also when the thing belongs to everybody.
    pub(super) fn write(self, scope: &Scope, invocation: &Invocation, event_id: Id) -> Write {
        let tenant = &scope.tenant;
        let at = invocation.timestamp();
        let item = json!({
            "entity_id": format!("{tenant}:{}", self.id.bare()),
            // Two events of one thing may be in one millisecond.
            "timestamp": format!("{at}#{}", event_id.bare()),
            "event_id": event_id.bare(),
            "type": self.kind,
            "organization_id": tenant.as_str(),
            "user_id": scope.user_id,
            "entity": { "type": self.entity, "id": self.id.to_string() },
            "at": at,
            "data": self.data,
            "expires_at": invocation.expires_after(Self::LIFETIME),
        });
        let item: Item = item.as_object().cloned().unwrap_or_default();
        let key = ACTIVITY_FEED.key_of(&item).unwrap_or_else(|| super::Key::of(String::new()));
        Write { table: &ACTIVITY_FEED, key, action: Action::Put(item), conditions: Vec::new() }
    }
}
