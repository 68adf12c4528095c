//! The types that are packed in the program.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::pack::Pack;
use crate::resource_type::ResourceType;

/// A type that is packed, and what it is once it was asked for.
struct Entry {
    name: &'static str,
    unpacked: OnceLock<Arc<ResourceType>>,
}

static PACK: LazyLock<Pack<'static>> =
    LazyLock::new(|| Pack::open(include_bytes!("../data/types.pack")));

/// The types in the order of their names.
static ENTRIES: LazyLock<Vec<Entry>> =
    LazyLock::new(|| PACK.names().map(|name| Entry { name, unpacked: OnceLock::new() }).collect());

/// The type of this name, which is unpacked when it is first asked for.
pub fn find(name: &str) -> Option<Arc<ResourceType>> {
    let index = ENTRIES.binary_search_by(|entry| entry.name.cmp(name)).ok()?;
    let entry = ENTRIES.get(index)?;
    Some(Arc::clone(entry.unpacked.get_or_init(|| Arc::new(PACK.unpack(index)))))
}

/// The names of all types that are packed, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    ENTRIES.iter().map(|entry| entry.name)
}
