//! The tables that say who belongs to which tenant.

use shared::data::{ACTIVITY_FEED, Table};
use shared::plans::ORGANIZATION_DATA;
use shared::profiles::{SYSTEM_LOGS, USER_PROFILES};

/// Who belongs to which organization, and as what.
pub static MEMBERSHIPS: Table = Table {
    name: "organization-memberships",
    partition: "organization_id",
    sort: Some("user_id"),
    indexes: &[],
    id: None,
    keys: &[],
};

/// All tables that the function uses in its own name.
pub static ALL: [&Table; 5] =
    [&MEMBERSHIPS, &ORGANIZATION_DATA, &USER_PROFILES, &SYSTEM_LOGS, &ACTIVITY_FEED];
