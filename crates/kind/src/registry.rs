//! The kinds that the program has. Who puts a program together [registers](register) them before anything else, so
//! that the compiler and the engine depend on no kind.

use std::collections::BTreeMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use crate::erased::AnyKind;

type Kinds = BTreeMap<&'static str, &'static dyn AnyKind>;

static KINDS: RwLock<Kinds> = RwLock::new(BTreeMap::new());

/// Kinds that are too many to be named one by one, and that exist once somebody asks for one.
pub trait KindSource: Send + Sync {
    /// The kind of a name, if this is where it comes from.
    fn find(&self, name: &str) -> Option<&'static dyn AnyKind>;

    /// For a name that looks like one of this source's and is none: what is wrong with it, and what to write in its
    /// place.
    fn refuse(&self, name: &str) -> Option<Refused>;
}

/// Why a name is that of no kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub why: String,
    pub help: String,
}

static SOURCE: OnceLock<&'static dyn KindSource> = OnceLock::new();

/// Makes a source of kinds known. The first one that is registered stays.
pub fn register_source(source: &'static dyn KindSource) {
    let _ = SOURCE.set(source);
}

/// What a source of kinds says of a name that is that of no kind.
pub fn refuse(name: &str) -> Option<Refused> {
    SOURCE.get()?.refuse(name)
}

/// Adds kinds. One that is there already, by its name, stays.
pub fn register(kinds: impl IntoIterator<Item = &'static dyn AnyKind>) {
    let mut known = KINDS.write().unwrap_or_else(PoisonError::into_inner);
    for kind in kinds {
        known.entry(kind.name()).or_insert(kind);
    }
}

/// Every kind that is registered by its name, in the order of the names.
pub fn all() -> Vec<&'static dyn AnyKind> {
    with(|kinds| kinds.values().copied().collect())
}

/// The kind of a name such as `dynamodb.table`, or `AWS::SQS::Queue` of a [source](KindSource).
pub fn find(name: &str) -> Option<&'static dyn AnyKind> {
    with(|kinds| kinds.get(name).copied()).or_else(|| SOURCE.get()?.find(name))
}

/// The first parts of the kinds' names, by which expressions know a reference.
pub fn services() -> Vec<&'static str> {
    with(|kinds| {
        let mut services: Vec<&str> =
            kinds.keys().filter_map(|name| name.split('.').next()).collect();
        services.dedup();
        services
    })
}

/// Whether a name is the first part of some kind's.
pub fn is_service(name: &str) -> bool {
    with(|kinds| {
        let mut names = kinds.keys();
        names.any(|kind| kind.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    })
}

fn with<T>(read: impl FnOnce(&Kinds) -> T) -> T {
    let kinds = KINDS.read().unwrap_or_else(PoisonError::into_inner);
    debug_assert!(!kinds.is_empty(), "no kinds are registered");
    read(&kinds)
}
