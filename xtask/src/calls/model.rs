//! What is found of a kind.

use std::collections::{BTreeMap, BTreeSet};

/// The operations of a kind by service, each by the SDK's name: those that it reads by, and those that it writes by
/// besides.
pub type Calls = BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>;

/// The calls of each kind by the name of its type and its module, with the kind's own name.
pub struct KindCalls {
    pub kind: String,
    pub calls: Calls,
}
