//! The sections of a spec file, read into documents.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::document::{Block, Declarations, Documents, Lookup, Use, is_name};
use super::node::{Content, Entry, Node};
use super::spelling::{self, refuse_changed};
use super::{meta_keys, yaml};
use crate::address::is_component;
use crate::{lookups, other_tools};
use kind::{AnyKind, registry};
use language::diagnostic::{Diagnostic, Diagnostics, Sources, Span, did_you_mean, listed};
use language::value::{Path, Segment};

impl Documents {
    /// Reads one file, which errors name by `path`.
    pub fn add(
        &mut self,
        path: PathBuf,
        bytes: Vec<u8>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let node = yaml::read(path, bytes, sources, diagnostics);
        self.take(node, diagnostics);
    }

    /// Takes what a file declares; nothing of one that could not be read.
    pub fn take(&mut self, node: Option<Node>, diagnostics: &mut Diagnostics) {
        let Some(node) = node else {
            self.incomplete = true;
            return;
        };
        for section in sections(node, "a spec file", diagnostics) {
            match section.key.as_str() {
                // The type of a variable says what its numbers are.
                "variables" => declare(&mut self.variables, section, |_, _| {}, diagnostics),
                "existing" => self.read_existing(section, diagnostics),
                _ => {
                    let root = Arc::make_mut(&mut self.root);
                    root.read(section, &["variables", "existing"], diagnostics);
                }
            }
        }
    }

    fn read_existing(&mut self, section: Entry, diagnostics: &mut Diagnostics) {
        for section in entries(section, diagnostics) {
            let sort = match lookups::sort(&section.key) {
                Ok(sort) => sort,
                Err(help) => {
                    let message = format!("`{}` cannot be looked up", section.key);
                    let why = "there is no lookup of this name";
                    diagnostics.push(Diagnostic::new(message).at(section.key_span, why).help(help));
                    continue;
                }
            };
            for mut entry in named_entries(section, diagnostics) {
                let known = |known: &&Lookup| {
                    known.sort.name() == sort.name() && known.entry.key == entry.key
                };
                match self.existing.iter().find(known) {
                    Some(Lookup { entry: first, .. }) => {
                        diagnostics.push(duplicate(&entry.key, entry.key_span, first.key_span));
                    }
                    None => {
                        spelling::apply_schema(
                            &mut entry.value,
                            sort.schema(),
                            Path::root(),
                            diagnostics,
                        );
                        self.existing.push(Lookup { sort, entry });
                    }
                }
            }
        }
    }
}

impl Declarations {
    /// Reads the file of a component, and gives its inputs.
    pub fn read_component(
        &mut self,
        node: Node,
        diagnostics: &mut Diagnostics,
    ) -> BTreeMap<String, Entry> {
        let mut inputs = BTreeMap::new();
        for section in sections(node, "a component", diagnostics) {
            match section.key.as_str() {
                // The type of an input says what its numbers are.
                "inputs" => declare(&mut inputs, section, |_, _| {}, diagnostics),
                _ => self.read(section, &["inputs"], diagnostics),
            }
        }
        inputs
    }

    /// Reads a section that specs and components have alike. The names of those that only one of them has are for
    /// "did you mean".
    fn read(&mut self, section: Entry, others: &[&'static str], diagnostics: &mut Diagnostics) {
        match section.key.as_str() {
            "locals" => declare(&mut self.locals, section, refuse_changed, diagnostics),
            "outputs" => declare(&mut self.outputs, section, refuse_changed, diagnostics),
            "components" => declare(&mut self.sources, section, refuse_changed, diagnostics),
            name if is_component(name) => self.read_uses(section, diagnostics),
            name => match registry::find(name) {
                Some(kind) => self.read_kind(kind, section, diagnostics),
                None => {
                    self.unknown_sections.insert(name.to_owned());
                    let diagnostic = unknown_section(&section, others);
                    for entry in section.value.entries() {
                        self.misplaced.insert(entry.key.clone(), diagnostic.clone());
                    }
                    diagnostics.push(diagnostic);
                }
            },
        }
    }

    fn read_kind(
        &mut self,
        kind: &'static dyn AnyKind,
        section: Entry,
        diagnostics: &mut Diagnostics,
    ) {
        for Entry { key, key_span, value, .. } in named_entries(section, diagnostics) {
            if let Some(&first) = self.named(kind.name(), &key) {
                diagnostics.push(duplicate(&key, key_span, first));
                continue;
            }
            match fields(kind.name(), &key, value) {
                Ok(fields) => {
                    self.name(kind.name(), &key, key_span);
                    let block = block(kind, (key, key_span), fields, diagnostics);
                    if kind.schema().may_hold_sensitive(&Path::root()) {
                        let mut path = Path::root();
                        secret_places(&block.body, kind, &mut path, &mut self.secret_places);
                    }
                    self.blocks.push(block);
                }
                Err(diagnostic) => {
                    self.misplaced.insert(key, diagnostic.clone());
                    diagnostics.push(diagnostic);
                }
            }
        }
    }

    fn read_uses(&mut self, section: Entry, diagnostics: &mut Diagnostics) {
        let named = (section.key.clone(), section.key_span);
        for Entry { key, key_span, value, .. } in named_entries(section, diagnostics) {
            if let Some(&first) = self.named(&named.0, &key) {
                diagnostics.push(duplicate(&key, key_span, first));
                continue;
            }
            match fields(&named.0, &key, value) {
                Ok(fields) => {
                    self.name(&named.0, &key, key_span);
                    self.uses.push(component_use(&named, (key, key_span), fields, diagnostics));
                }
                Err(diagnostic) => {
                    self.misplaced.insert(key, diagnostic.clone());
                    diagnostics.push(diagnostic);
                }
            }
        }
    }
}

/// The sections of a file.
fn sections(node: Node, what: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    match node {
        Node { content: Content::Map(entries), .. } => entries,
        node => {
            diagnostics.push(
                Diagnostic::new(format!("{what} is a map of sections"))
                    .at(node.span, format!("this is {}", node.type_name()))
                    .help("a section is a kind: `dynamodb.table:` and below it the names"),
            );
            Vec::new()
        }
    }
}

/// What is written below the name of a block.
fn fields(kind: &str, name: &str, value: Node) -> Result<Vec<Entry>, Diagnostic> {
    match value {
        Node { content: Content::Map(fields), .. } => Ok(fields),
        Node { content: Content::Null, .. } => Ok(Vec::new()),
        value => Err(Diagnostic::new(format!("wrong type for `{kind}.{name}`"))
            .at(value.span, format!("this is {}, and a map is expected", value.type_name()))
            .help(format!("write its fields below it: `{name}: {{ … }}`"))),
    }
}

/// A name, and where it stands.
type Name = (String, Span);

/// A node of some of the fields of a block, of which there may be very many.
fn node_of(mut fields: Vec<Entry>, span: Span) -> Arc<Node> {
    fields.shrink_to_fit();
    Arc::new(Node { span, content: Content::Map(fields) })
}

fn component_use(
    (kind, section_span): &Name,
    (name, name_span): Name,
    fields: Vec<Entry>,
    diagnostics: &mut Diagnostics,
) -> Use {
    let (mut meta, body): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|field| meta_keys::is_key_of_components(&field.key));
    for key in &mut meta {
        meta_keys::apply_schema(key, diagnostics);
    }
    Use {
        kind: kind.clone(),
        name,
        name_span,
        section_span: *section_span,
        body: node_of(body, name_span),
        meta: node_of(meta, name_span),
    }
}

fn block(
    kind: &'static dyn AnyKind,
    (name, name_span): Name,
    fields: Vec<Entry>,
    diagnostics: &mut Diagnostics,
) -> Block {
    let (mut meta, mut body): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|field| meta_keys::is_key(&field.key));
    for key in &mut meta {
        meta_keys::apply_schema(key, diagnostics);
    }
    for field in &mut body {
        let path = Path::field(&field.key);
        spelling::apply_schema(&mut field.value, kind.schema(), path, diagnostics);
    }
    Block { kind, name, name_span, body: node_of(body, name_span), meta: node_of(meta, name_span) }
}

/// Where a block writes sensitive fields out.
fn secret_places(node: &Node, kind: &dyn AnyKind, path: &mut Path, places: &mut Vec<Span>) {
    let schema = kind.schema();
    if !path.is_root() && schema.facts_of(path).sensitive {
        if !node.refers_to_secret_at(path, schema) {
            places.extend(node.places());
        }
        return;
    }
    match &node.content {
        Content::List(list) => {
            for (index, node) in list.iter().enumerate() {
                path.push(Segment::Index(index));
                secret_places(node, kind, path, places);
                path.pop();
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                path.push(Segment::Key(entry.key.clone()));
                secret_places(&entry.value, kind, path, places);
                path.pop();
            }
        }
        _ => {}
    }
}

fn declare(
    declared: &mut BTreeMap<String, Entry>,
    section: Entry,
    refuse: fn(&mut Node, &mut Diagnostics),
    diagnostics: &mut Diagnostics,
) {
    for mut entry in named_entries(section, diagnostics) {
        match declared.get(&entry.key) {
            Some(first) => diagnostics.push(duplicate(&entry.key, entry.key_span, first.key_span)),
            None => {
                refuse(&mut entry.value, diagnostics);
                declared.insert(entry.key.clone(), entry);
            }
        }
    }
}

/// The entries of a section, as far as expressions can refer to them.
fn named_entries(section: Entry, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = entries(section, diagnostics);
    for entry in entries.iter().filter(|entry| !is_name(&entry.key)) {
        diagnostics.push(
            Diagnostic::new(format!("`{}` is not a name", entry.key))
                .at(entry.key_span, "expressions could not refer to it")
                .help("a logical name starts with a letter or `_`, and has letters, digits, `-` and `_`"),
        );
    }
    entries.retain(|entry| is_name(&entry.key));
    entries
}

/// The entries of a section.
fn entries(section: Entry, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    match section.value {
        Node { content: Content::Map(entries), .. } => entries,
        Node { content: Content::Null, .. } => Vec::new(),
        value => {
            diagnostics.push(
                Diagnostic::new(format!("`{}` is a map of names", section.key))
                    .at(value.span, format!("this is {}", value.type_name()))
                    .help("write a name, and what it has below it: `name: { … }`"),
            );
            Vec::new()
        }
    }
}

fn duplicate(name: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(format!("duplicate name `{name}`"))
        .at(again, "it stands here again")
        .at(first, "it stands here first")
        .help("rename one of the two, or put what they hold under one name")
}

fn unknown_section(section: &Entry, others: &[&'static str]) -> Diagnostic {
    if let Some(refused) = registry::refuse(&section.key) {
        return Diagnostic::new(format!("unknown section `{}`", section.key))
            .at(section.key_span, refused.why)
            .help(refused.help);
    }
    let kinds = registry::all().into_iter().map(|kind| kind.name());
    let shared = others.iter().copied().chain(["locals", "outputs", "components"]);
    let meant = did_you_mean(&section.key, kinds.chain(shared.clone()));
    Diagnostic::new(format!("unknown section `{}`", section.key))
        .at(section.key_span, "no kind of resource is called this")
        .help(match (other_tools::section(&section.key), meant) {
            (Some(help), _) => help,
            (None, Some(meant)) => format!("did you mean `{meant}`?"),
            (None, None) => format!(
                "a section is a kind, `component.<name>`, or one of {}: `diatonic reference kinds` tells which kinds there are",
                listed(shared)
            ),
        })
}
