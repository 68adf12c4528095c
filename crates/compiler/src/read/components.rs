//! The files of the components that a project uses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;

use super::component_files::ComponentFiles;
use super::component_id::{ComponentId, FOLDER, Repository};
use super::document::{Component, Declarations, Documents, Use};
use super::node::Entry;
use super::yaml;
use crate::address::COMPONENT;
use crate::findings::findings_to_diagnostics;
use language::diagnostic::{Diagnostic, Diagnostics, Label, Sources, Span};
use language::schema::{Check, Schema};
use language::value::Path;

/// Where a component is that stands in another folder, or in another repository.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComponentSource {
    /// The file: from the folder of this one on, or from that of the repository on where `git` names one.
    path: String,
    /// The repository, as `git fetch` takes it: `https://git.example.com/platform/components.git`.
    #[serde(default)]
    git: Option<String>,
    /// The tag, the branch or the commit of the repository. `diatonic components` writes into `components.lock` which
    /// commit it is, and that one is used from then on.
    #[serde(default, rename = "ref")]
    reference: Option<String>,
}

/// The schema of where a component is, for editors.
pub fn source_schema() -> language::value::Value {
    Schema::generate::<ComponentSource>()
}

/// Reads the files of all components that are used, those that components use too.
pub fn load(
    documents: &mut Documents,
    files: &ComponentFiles,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut loader = Loader { files, sources, diagnostics, read: BTreeMap::new() };
    let home = ComponentId::of_project(&format!("specs/{COMPONENT}"));
    let beside = ComponentId::of_project(&format!("{FOLDER}/{COMPONENT}"));
    loader.find(Arc::make_mut(&mut documents.root), &home, &beside);
    let Loader { read, .. } = loader;
    let used = read.len();
    documents.components = linked(read, diagnostics);
    documents.incomplete |= documents.components.len() < used;
}

struct Loader<'a> {
    files: &'a ComponentFiles<'a>,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    /// What was read of each file; nothing where it could not be.
    read: BTreeMap<ComponentId, Option<Component>>,
}

impl Loader<'_> {
    /// Reads the files of the components that are used in a file. What it says of them starts at `home`, and those of
    /// which it says nothing are `beside` it.
    fn find(&mut self, declarations: &mut Declarations, home: &ComponentId, beside: &ComponentId) {
        for (name, entry) in &declarations.sources {
            if let Some(id) = self.source(home, entry) {
                declarations.components.insert(format!("{COMPONENT}.{name}"), id);
            }
        }
        for one in &declarations.uses {
            let name = one.kind.split_once('.').map_or("", |(_, name)| name);
            if declarations.sources.contains_key(name) {
                continue;
            }
            declarations.components.entry(one.kind.clone()).or_insert_with(|| beside.beside(name));
        }
        for one in &declarations.uses {
            if let Some(id) = declarations.components.get(&one.kind) {
                self.read(id, one);
            }
        }
    }

    /// The file that an entry under `components:` names.
    fn source(&mut self, home: &ComponentId, entry: &Entry) -> Option<ComponentId> {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<ComponentSource>);
        let literal = entry.value.literal();
        let findings = Check::new(&SCHEMA).run(&literal);
        findings_to_diagnostics(findings, &entry.value, entry.key_span, self.diagnostics);
        let ComponentSource { path, git, reference } = serde_json::from_value(literal).ok()?;
        match (git, reference) {
            (None, None) => Some(home.at(&path)),
            (Some(url), Some(reference)) => {
                Some(ComponentId { repository: Some(Repository { url, reference }), path })
            }
            (None, Some(_)) => {
                let place = entry.value.key_span_of(&Path::field("ref"));
                self.diagnostics.push(
                    Diagnostic::new("`ref` is of a repository")
                        .at(place, "no `git` names one")
                        .help("remove it, or say which repository: `git: <url>`"),
                );
                None
            }
            (Some(_), None) => {
                let place = entry.value.key_span_of(&Path::field("git"));
                self.diagnostics.push(
                    Diagnostic::new("a component of a repository has a version")
                        .at(place, "this does not say which")
                        .help("name a tag, a branch or a commit: `ref: v1.0.0`"),
                );
                None
            }
        }
    }

    /// Reads a file, if it has not been yet, and those of the components that it uses.
    fn read(&mut self, id: &ComponentId, used: &Use) {
        if self.read.contains_key(id) {
            return;
        }
        self.read.insert(id.clone(), None);
        let bytes = match self.files.read(id) {
            Ok(bytes) => bytes,
            Err(fault) => {
                self.diagnostics.push(fault.at(used.section_span));
                return;
            }
        };
        let path = PathBuf::from(id.to_string());
        let Some(node) = yaml::read(path, bytes, self.sources, self.diagnostics) else {
            return;
        };
        let mut declarations = Declarations::default();
        let file = node.span.file;
        let inputs = declarations.read_component(node, self.diagnostics);
        self.refuse_keys(&inputs);
        self.find(&mut declarations, id, id);
        let component = Component {
            id: id.clone(),
            kind: used.kind.clone(),
            file,
            inputs,
            declarations: Arc::new(declarations),
            kinds: BTreeSet::new(),
        };
        self.read.insert(id.clone(), Some(component));
    }

    /// Refuses inputs that no use could give a value.
    fn refuse_keys(&mut self, inputs: &BTreeMap<String, Entry>) {
        let taken =
            inputs.values().filter(|entry| super::meta_keys::is_key_of_components(&entry.key));
        for entry in taken {
            self.diagnostics.push(
                Diagnostic::new(format!("an input cannot be called `{}`", entry.key))
                    .at(entry.key_span, "the key means something else on every component")
                    .help("choose another name"),
            );
        }
    }
}

/// The components, each with the kinds of all that stands in it. Those that are in each other have none.
fn linked(
    read: BTreeMap<ComponentId, Option<Component>>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<ComponentId, Arc<Component>> {
    let read: BTreeMap<ComponentId, Component> =
        read.into_iter().filter_map(|(id, component)| Some((id, component?))).collect();
    let mut linker =
        Linker { read: &read, kinds: BTreeMap::new(), under_way: Vec::new(), diagnostics };
    for id in read.keys() {
        linker.kinds(id);
    }
    let Linker { mut kinds, .. } = linker;
    let components = read.into_iter().filter_map(|(id, component)| {
        let kinds = kinds.remove(&id)??;
        Some((id, Arc::new(Component { kinds, ..component })))
    });
    components.collect()
}

struct Linker<'a> {
    read: &'a BTreeMap<ComponentId, Component>,
    /// Nothing for one that is in itself.
    kinds: BTreeMap<ComponentId, Option<BTreeSet<String>>>,
    /// The files that lead here, and the place where each is used.
    under_way: Vec<(ComponentId, Span)>,
    diagnostics: &'a mut Diagnostics,
}

impl Linker<'_> {
    /// The kinds of what stands in a component; nothing where it is in itself.
    fn kinds(&mut self, id: &ComponentId) -> Option<BTreeSet<String>> {
        if let Some(known) = self.kinds.get(id) {
            return known.clone();
        }
        let component = self.read.get(id)?;
        let declarations = &component.declarations;
        let mut kinds: BTreeSet<String> =
            declarations.blocks.iter().map(|block| block.kind.name().to_owned()).collect();
        let mut is_whole = true;
        for one in &declarations.uses {
            kinds.insert(one.kind.clone());
            let Some(inner) = declarations.components.get(&one.kind) else {
                continue;
            };
            self.under_way.push((id.clone(), one.section_span));
            match self.under_way.iter().position(|(outer, _)| outer == inner) {
                Some(start) => {
                    self.diagnostics.push(cycle(&self.under_way[start..]));
                    is_whole = false;
                }
                None => match self.kinds(inner) {
                    Some(inner) => kinds.extend(inner),
                    None => is_whole &= !self.read.contains_key(inner),
                },
            }
            self.under_way.pop();
        }
        let kinds = is_whole.then_some(kinds);
        self.kinds.insert(id.clone(), kinds.clone());
        kinds
    }
}

fn cycle(steps: &[(ComponentId, Span)]) -> Diagnostic {
    let next = steps.iter().cycle().skip(1);
    let labels = steps
        .iter()
        .zip(next)
        .map(|((id, span), (to, _))| Label { span: *span, text: format!("{id} uses {to}") });
    Diagnostic::cycle("components are made of each other in a cycle", labels.collect())
        .help("remove one of these uses")
}
