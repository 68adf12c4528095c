//! A block with its instances, as references see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;

use super::module_id::ModuleId;
use crate::read::document::{Block, Component, Use};
use crate::read::node::Node;
use kind::AnyKind;
use language::diagnostic::{Diagnostic, Span};
use language::value::pending;

/// The blocks of a module by kind and name, and their instances.
#[derive(Default)]
pub struct Groups(BTreeMap<String, BTreeMap<String, Group>>);

impl Groups {
    /// The block of a kind with this name.
    pub fn get(&self, kind: &str, name: &str) -> Option<&Group> {
        self.0.get(kind)?.get(name)
    }

    /// The blocks of a kind by their names.
    pub fn of_kind<'a>(&'a self, kind: &str) -> impl Iterator<Item = (&'a str, &'a Group)> {
        let groups = self.0.get(kind).into_iter().flatten();
        groups.map(|(name, group)| (name.as_str(), group))
    }

    /// All blocks, each with its kind and its name, in the order of these.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Group)> {
        self.0.iter().flat_map(|(kind, groups)| {
            groups.iter().map(|(name, group)| (kind.as_str(), name.as_str(), group))
        })
    }

    /// Adds a block.
    pub fn insert(&mut self, kind: &str, name: &str, group: Group) {
        if let Some(groups) = self.0.get_mut(kind) {
            groups.insert(name.to_owned(), group);
        } else {
            self.0.insert(kind.to_owned(), [(name.to_owned(), group)].into());
        }
    }
}

/// A block, as references see it.
pub struct Group {
    pub of: GroupOf,
    /// The keys of its `for_each`, or nothing where it has none. Where one is [pending], there may be
    /// others, or none.
    pub keys: Option<IndexSet<String>>,
    pub enabled: bool,
    /// Whether AWS decides which instances there are, or whether it is there at all.
    pub is_undecided: bool,
    /// Why its instances are not known.
    pub fault: Option<Box<Diagnostic>>,
    /// Where its name stands, its `for_each` and its `enabled`.
    pub name_span: Span,
    pub for_each_span: Span,
    pub enabled_span: Span,
}

/// What a block describes.
pub enum GroupOf {
    Kind(&'static dyn AnyKind),
    /// A component, and what stands in each of its instances, by key.
    Component(Arc<Component>, BTreeMap<Option<String>, ModuleId>),
}

impl Group {
    /// The block of a kind, of which no instance is known yet.
    pub fn of_kind(block: &Block) -> Self {
        Self::new(GroupOf::Kind(block.kind), block.name_span, &block.meta)
    }

    /// The use of a component, of which no instance is known yet.
    pub fn of_component(one: &Use, component: Arc<Component>) -> Self {
        let of = GroupOf::Component(component, BTreeMap::new());
        Self::new(of, one.name_span, &one.meta)
    }

    fn new(of: GroupOf, name_span: Span, meta: &Node) -> Self {
        let place = |key: &str| meta.get(key).map_or(name_span, |node| node.span);
        Self {
            of,
            keys: None,
            enabled: true,
            is_undecided: false,
            fault: None,
            name_span,
            for_each_span: place("for_each"),
            enabled_span: place("enabled"),
        }
    }

    /// Whether a key stands for all that there will be.
    pub fn is_open(&self) -> bool {
        let mut keys = self.keys.iter().flatten();
        keys.any(|key| pending::in_text(key))
    }

    /// The keys of the instances that there are: one that is nothing where there is no `for_each`.
    pub fn instances(&self) -> Vec<Option<&str>> {
        match &self.keys {
            _ if !self.enabled => Vec::new(),
            None => vec![None],
            Some(keys) => keys.iter().map(|key| Some(key.as_str())).collect(),
        }
    }
}
