//! What the table says of a type, and what it has for a kind.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use super::line::Line;
use super::model::{Mapping, Meaning};
use super::no_objects;
use super::pair::Pair;
use crate::state::Attributes;

/// The parts of the table, and its lines by the types.
#[derive(Default)]
struct Table {
    parts: Vec<&'static [Line]>,
    by_type: HashMap<&'static str, &'static Mapping>,
}

impl Table {
    /// Adds a part. One that is there already stays as it is.
    fn add(&mut self, part: &'static [Line]) {
        if !self.parts.iter().any(|known| std::ptr::eq(*known, part)) {
            self.parts.push(part);
            self.by_type.extend(part.iter().flat_map(types_of));
        }
    }
}

/// What no service has is there from the start.
static TABLE: LazyLock<RwLock<Table>> = LazyLock::new(|| {
    let mut table = Table::default();
    table.add(no_objects::LINES);
    RwLock::new(table)
});

/// Adds the parts of the table that services have.
pub fn register(parts: impl IntoIterator<Item = &'static [Line]>) {
    let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
    parts.into_iter().for_each(|part| table.add(part));
}

/// What an instance of a type is; nothing where we have no kind for it.
pub fn mapping(type_name: &str, attributes: &Attributes) -> Option<&'static Mapping> {
    let table = TABLE.read().unwrap_or_else(PoisonError::into_inner);
    let mapping = table.by_type.get(type_name).copied()?;
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
    lines().flat_map(types_of)
}

fn types_of(line: &'static Line) -> impl Iterator<Item = (&'static str, &'static Mapping)> {
    let (names, mapping) = line;
    names.iter().map(move |name| (*name, mapping))
}

fn lines() -> impl Iterator<Item = &'static Line> {
    let parts = TABLE.read().unwrap_or_else(PoisonError::into_inner).parts.clone();
    parts.into_iter().flatten()
}
