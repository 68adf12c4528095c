//! What the files of a project declare.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::component_id::ComponentId;
use super::node::{Entry, Node};
use crate::lookups::Sort;
use kind::AnyKind;
use language::diagnostic::{Diagnostic, FileId, Span};
use language::value::Value;

/// All that the files of a project declare.
#[derive(Default)]
pub struct Documents {
    /// What the files under `specs/` declare together.
    pub root: Arc<Declarations>,
    pub variables: BTreeMap<String, Entry>,
    pub existing: Vec<Lookup>,
    /// The components that are used, by the place of their file.
    pub components: BTreeMap<ComponentId, Arc<Component>>,
    /// A file could not be read, so more may be declared than is known.
    pub incomplete: bool,
}

/// What stands in the specs, or in the file of a component, beside what is given from outside.
#[derive(Clone, Default)]
pub struct Declarations {
    pub blocks: Vec<Block>,
    pub uses: Vec<Use>,
    /// Where the name of each block and use stands, by its section.
    pub named: BTreeMap<String, BTreeMap<String, Span>>,
    pub locals: BTreeMap<String, Entry>,
    pub outputs: BTreeMap<String, Entry>,
    /// Where the components are that do not stand beside the file.
    pub sources: BTreeMap<String, Entry>,
    /// The file of each component that is used here, by its name.
    pub components: BTreeMap<String, ComponentId>,
    /// Where sensitive fields are written out.
    pub secret_places: Vec<Span>,
    /// The keys of sections that are none.
    pub unknown_sections: BTreeSet<String>,
    /// Names that stand where they declare nothing, and what is wrong with the place.
    pub misplaced: BTreeMap<String, Diagnostic>,
    /// The sections and names of the blocks and uses with a `for_each`, once everything is read.
    with_for_each: OnceLock<BTreeSet<(String, String)>>,
}

impl Declarations {
    /// Where the block or the use of a name in a section stands, if there is one.
    pub fn named(&self, section: &str, name: &str) -> Option<&Span> {
        self.named.get(section)?.get(name)
    }

    /// Notes that there is a block or a use of a name in a section, and where.
    pub fn name(&mut self, section: &str, name: &str, place: Span) {
        if let Some(named) = self.named.get_mut(section) {
            named.insert(name.to_owned(), place);
        } else {
            self.named.insert(section.to_owned(), [(name.to_owned(), place)].into());
        }
    }
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

/// One `component.<component>: <name>:` as it is written.
#[derive(Clone)]
pub struct Use {
    /// `component.<component>`.
    pub kind: String,
    pub name: String,
    pub name_span: Span,
    /// Where the section is named.
    pub section_span: Span,
    /// The values of the inputs.
    pub body: Arc<Node>,
    /// The keys that mean the same on every component.
    pub meta: Arc<Node>,
}

/// A component: what its file declares.
pub struct Component {
    pub id: ComponentId,
    /// As sections name it: `component.<component>`.
    pub kind: String,
    pub file: FileId,
    pub inputs: BTreeMap<String, Entry>,
    pub declarations: Arc<Declarations>,
    /// The kinds of all that stands in it, in the components that it uses too, and those of these components.
    pub kinds: BTreeSet<String>,
}

/// One `<type>: <name>:` under `existing:`.
pub struct Lookup {
    pub sort: &'static dyn Sort,
    pub entry: Entry,
}

impl Documents {
    /// The project's own declarations and those of all components.
    pub fn all_declarations(&self) -> impl Iterator<Item = &Declarations> {
        let components = self.components.values().map(|component| &*component.declarations);
        std::iter::once(&*self.root).chain(components)
    }
}

impl Declarations {
    /// Whether a block of a kind, or of a component, is declared under a name with a `for_each`.
    pub fn has_for_each(&self, kind: &str, name: &str) -> bool {
        let with_for_each = self.with_for_each.get_or_init(|| {
            let blocks = self.blocks.iter();
            let blocks = blocks.map(|block| (block.kind.name(), &block.name, &block.meta));
            let uses = self.uses.iter().map(|one| (one.kind.as_str(), &one.name, &one.meta));
            let repeated = blocks.chain(uses).filter(|(_, _, meta)| meta.get("for_each").is_some());
            repeated.map(|(kind, name, _)| (kind.to_owned(), name.clone())).collect()
        });
        with_for_each.contains(&(kind.to_owned(), name.to_owned()))
    }

    /// The component that a section names, as far as it could be read.
    pub fn component<'d>(
        &self,
        kind: &str,
        documents: &'d Documents,
    ) -> Option<&'d Arc<Component>> {
        documents.components.get(self.components.get(kind)?)
    }
}

/// The value of an output that is declared: all that is written, or the `value` in a map of what is said of it.
pub fn output_value(entry: &Entry) -> &Node {
    entry.value.get("value").unwrap_or(&entry.value)
}

/// Whether a declaration says `sensitive: true`.
pub fn is_sensitive(entry: &Entry) -> bool {
    entry.value.get("sensitive").map(Node::literal) == Some(Value::Bool(true))
}

/// Whether expressions can refer to a name: an HCL identifier.
pub fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_' || rest == '-')
}
