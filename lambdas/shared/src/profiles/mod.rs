//! The table `user-profiles`: registration creates items in it, users and their administrators
//! read, change and delete them, and sign-ins are counted in them.

mod form;
mod records;
mod sign_in;

pub use form::ProfileChange;
pub use records::{Changes, change, create, delete, read};
pub use sign_in::{COUNT_ONCE_WITHIN, SignInCount, count_sign_in};

use crate::data::{Entity, Table};
use crate::items::{LogEntry, Profile};

/// The table of profiles.
pub static USER_PROFILES: Table = Table {
    name: "user-profiles",
    partition: "user_id",
    sort: None,
    indexes: &[],
    id: None,
    keys: &[],
};

impl Entity for Profile {
    const TABLE: &'static Table = &USER_PROFILES;
}

/// The table of what has happened to users.
pub static SYSTEM_LOGS: Table = Table {
    name: "system-logs",
    partition: "log_id",
    sort: Some("timestamp"),
    indexes: &[],
    id: None,
    keys: &[],
};

impl Entity for LogEntry {
    const TABLE: &'static Table = &SYSTEM_LOGS;
}
