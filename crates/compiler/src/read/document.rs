//! What the files of a project declare.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::node::{Entry, Node};
use crate::lookups::Sort;
use kind::AnyKind;
use language::diagnostic::{Diagnostic, Span};

/// All that the files of a project declare.
#[derive(Default)]
pub struct Documents {
    pub blocks: Vec<Block>,
    pub variables: BTreeMap<String, Entry>,
    pub locals: BTreeMap<String, Entry>,
    pub outputs: BTreeMap<String, Entry>,
    pub existing: Vec<Lookup>,
    /// Where sensitive fields are written out.
    pub secret_places: Vec<Span>,
    /// A file could not be read, so more may be declared than is known.
    pub incomplete: bool,
    /// The keys of sections that are none.
    pub unknown_sections: BTreeSet<String>,
    /// Names that stand where they declare nothing, and what is wrong with the place.
    pub misplaced: BTreeMap<String, Diagnostic>,
}

/// One `<kind>: <name>:` as it is written.
#[derive(Clone)]
pub struct Block {
    pub kind: &'static dyn AnyKind,
    pub name: String,
    pub name_span: Span,
    /// The fields of the kind.
    pub body: Arc<Node>,
    /// The keys that mean the same on every kind.
    pub meta: Arc<Node>,
}

/// One `<sort>: <name>:` under `existing:`.
pub struct Lookup {
    pub sort: &'static dyn Sort,
    pub entry: Entry,
}

/// Whether expressions can refer to a name: an HCL identifier.
pub fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_' || rest == '-')
}
