//! What the table says of a type, and what it has for a kind.

use std::sync::{PoisonError, RwLock};

use super::line::Line;
use super::model::{Mapping, Meaning};
use super::no_objects;
use super::pair::Pair;
use crate::state::Attributes;

static LINES: RwLock<Vec<&'static [Line]>> = RwLock::new(Vec::new());

/// Adds the parts of the table that services have. What is there already is not added again.
pub fn register(parts: impl IntoIterator<Item = &'static [Line]>) {
    let mut lines = LINES.write().unwrap_or_else(PoisonError::into_inner);
    for part in parts {
        if !lines.iter().any(|known| std::ptr::eq(*known, part)) {
            lines.push(part);
        }
    }
}

/// What an instance of a type is; nothing where we have no kind for it.
pub fn mapping(type_name: &str, attributes: &Attributes) -> Option<&'static Mapping> {
    let (_, mapping) = types().find(|(name, _)| *name == type_name)?;
    (mapping.applies)(attributes).then_some(mapping)
}

/// What Terraform has resources of their own for in objects of a kind.
pub fn parts_of(kind: &str) -> impl Iterator<Item = &'static Pair> {
    let parts = lines().filter(
        move |(_, mapping)| matches!(mapping.meaning, Meaning::Part { kind: of } if of == kind),
    );
    parts.flat_map(|(_, mapping)| mapping.pairs)
}

/// Every type that is in the table.
pub fn types() -> impl Iterator<Item = (&'static str, &'static Mapping)> {
    lines().flat_map(|(names, mapping)| names.iter().map(move |name| (*name, mapping)))
}

fn lines() -> impl Iterator<Item = &'static Line> {
    let lines = LINES.read().unwrap_or_else(PoisonError::into_inner).clone();
    lines.into_iter().chain([no_objects::LINES]).flatten()
}
