//! What changes of a table mean for who uses it.

use super::types::Table;
use crate::prelude::*;

/// Tells of a change of a table that is `live`.
pub(super) fn tell(wanted: &Table, live: &Table, told: &mut Consequences) {
    of_ttl(wanted, live, told);
    of_indexes(wanted, live, told);
    of_backups(wanted, live, told);
    let streams = live.stream.is_some() && wanted.stream != live.stream;
    consequences! { told;
        interrupt "stream" if streams && wanted.stream.is_some() =>
            "the stream is switched off and another one on, with another ARN; who reads the new one does \
             not get what stands unread in the old one";
        interrupt "stream" if streams && wanted.stream.is_none() =>
            "who reads the stream gets no more changes";
    }
    for region in live.replicas.keys() {
        consequences! { told;
            interrupt "replicas" / region if !wanted.replicas.contains_key(region) =>
                "the replica is deleted; who reads or writes there fails";
        }
    }
}

/// UpdateTimeToLive is taken once an hour for each table (its API reference), and one that is on takes no
/// other attribute.
fn of_ttl(wanted: &Table, live: &Table, told: &mut Consequences) {
    let field = Path::field("ttl");
    match (&wanted.ttl, &live.ttl) {
        (Some(wanted), Some(live)) if wanted != live => told.refuse(
            field,
            format!(
                "DynamoDB takes one change of it an hour, and `{wanted}` in place of `{live}` takes two: \
                 off, then on"
            ),
            "remove `ttl` and apply, and an hour later write the new attribute and apply; until then no \
             item expires",
        ),
        (Some(wanted), None) => told.lose(
            field,
            format!(
                "DynamoDB deletes every item whose `{wanted}` has passed, also those that are there already"
            ),
            "",
        ),
        (None, Some(_)) => told.interrupt(
            field,
            "no item expires any more, and DynamoDB takes no other change of it for about an hour",
            "",
        ),
        _ => {}
    }
}

fn of_indexes(wanted: &Table, live: &Table, told: &mut Consequences) {
    let gone = live.global_secondary_indexes.keys().filter(|name| !wanted.keeps_index(name, live));
    for name in gone {
        let is_rebuilt = wanted.global_secondary_indexes.contains_key(name);
        consequences! { told;
            interrupt "global_secondary_indexes" / name if is_rebuilt =>
                "the index is deleted and rebuilt, as DynamoDB changes neither its keys nor what it \
                 holds; until it has all items, after minutes or hours by the size of the table, queries of \
                 it fail",
                "to keep queries going, add an index under another name, and remove this one once nobody \
                 asks it";
            interrupt "global_secondary_indexes" / name if !is_rebuilt =>
                "the index is deleted; queries of it fail";
        }
    }
}

fn of_backups(wanted: &Table, live: &Table, told: &mut Consequences) {
    let days = wanted.recovery_period_days.0.unwrap_or(i32::MAX);
    consequences! { told;
        lose "point_in_time_recovery" if live.point_in_time_recovery && !wanted.point_in_time_recovery =>
            "every point to go back to is lost, also if it is switched on again";
        lose "recovery_period_days" if live.recovery_period_days.0.is_some_and(|live| days < live) =>
            format!("what lies more than {days} days back cannot be gone back to any more");
    }
}
