//! What is found of a kind.

use std::collections::{BTreeMap, BTreeSet};

/// The operations of a kind by service.
pub type Calls = BTreeMap<String, Called>;

/// The operations of one service, each by the SDK's name.
#[derive(Default)]
pub struct Called {
    /// Those that the kind reads by.
    pub read: BTreeSet<String>,
    /// Those that it writes by besides.
    pub write: BTreeSet<String>,
    /// Those that it lists all its objects by.
    pub list: BTreeSet<String>,
}

/// The calls of each kind by the name of its type and its module, with the kind's own name.
pub struct KindCalls {
    pub kind: String,
    pub calls: Calls,
}
