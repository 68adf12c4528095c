//! `sns.topic`.

mod checks;
mod round_trips;
mod scripted;

use kind::AnyKind;
use kind::registry;

fn kind() -> &'static dyn AnyKind {
    registry::find("sns.topic").unwrap()
}
