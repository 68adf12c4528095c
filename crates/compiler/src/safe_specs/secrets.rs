//! Finds what is secret in specs as they are written: what is in sensitive fields and variables, what is marked by
//! `sensitive(…)`, and, from there backwards, what flows into them.

use std::collections::BTreeSet;

use crate::address::is_component;
use crate::read::document::{Block, Component, Declarations, Documents, Use, is_sensitive};
use crate::read::node::{Content, Node};
use crate::read::written::{COMPONENTS, ENVIRONMENT, SPECS, Written};
use crate::scope::Names;
use language::expression::Mention;
use language::schema::Schema;
use language::value::Path;

/// What must not be kept.
#[derive(Default)]
pub struct Secrets {
    /// Where secrets stand, in the document of the environment, in that of the specs and in those of components.
    pub places: BTreeSet<Path>,
    /// Variables that hold secrets, declared sensitive or not.
    pub variables: BTreeSet<String>,
}

impl Secrets {
    /// The secrets in what is written.
    pub fn of(written: &Written, names: &Names) -> Self {
        let documents = &written.documents;
        let mut finder = Finder { documents, seen: BTreeSet::new(), secrets: Self::default() };
        for name in &names.sensitive_variables {
            finder.variable(name);
        }
        for home in Home::all(documents) {
            finder.home(home);
        }
        finder.secrets
    }
}

struct Finder<'a> {
    documents: &'a Documents,
    /// Places that were looked at already.
    seen: BTreeSet<Path>,
    secrets: Secrets,
}

/// The specs of the project, or a component.
#[derive(Clone, Copy)]
struct Home<'a> {
    declarations: &'a Declarations,
    component: Option<&'a Component>,
}

/// Where the expressions of a node look.
#[derive(Clone, Copy)]
struct Context<'a> {
    home: Home<'a>,
    /// The instances of the block in which it stands.
    for_each: Option<ForEach<'a>>,
}

/// What a block is made for each of.
#[derive(Clone, Copy)]
struct ForEach<'a> {
    kind: &'a str,
    name: &'a str,
    node: &'a Node,
}

impl<'a> Home<'a> {
    fn all(documents: &'a Documents) -> impl Iterator<Item = Self> {
        let root = Self { declarations: &documents.root, component: None };
        let components = documents.components.values().map(|component| Self {
            declarations: &component.declarations,
            component: Some(component),
        });
        std::iter::once(root).chain(components)
    }

    /// Its document.
    fn place(self) -> Path {
        match self.component {
            None => Path::field(SPECS),
            Some(component) => Path::field(COMPONENTS).key(&component.id.to_string()),
        }
    }

    fn of_block(self, block: &'a Block) -> Context<'a> {
        self.of(block.kind.name(), &block.name, &block.meta)
    }

    fn of_use(self, one: &'a Use) -> Context<'a> {
        self.of(&one.kind, &one.name, &one.meta)
    }

    fn of(self, kind: &'a str, name: &'a str, meta: &'a Node) -> Context<'a> {
        let for_each = meta.get("for_each").map(|node| ForEach { kind, name, node });
        Context { home: self, for_each }
    }

    /// Outside of every block.
    fn alone(self) -> Context<'a> {
        Context { home: self, for_each: None }
    }
}

impl<'a> Finder<'a> {
    fn home(&mut self, home: Home<'a>) {
        for block in &home.declarations.blocks {
            let schema = block.kind.schema();
            let place = home.place().key(block.kind.name()).key(&block.name);
            let context = home.of_block(block);
            self.fields(context, schema, &block.body, &Path::root(), &place);
            self.marked(&block.body, &place, context);
            self.marked(&block.meta, &place, context);
        }
        for one in &home.declarations.uses {
            let (place, context) = (home.place().key(&one.kind).key(&one.name), home.of_use(one));
            self.marked(&one.body, &place, context);
            self.marked(&one.meta, &place, context);
        }
        let declarations = home.declarations;
        for (section, entries) in
            [("locals", &declarations.locals), ("outputs", &declarations.outputs)]
        {
            for (name, entry) in entries {
                let place = home.place().key(section).key(name);
                self.marked(&entry.value, &place, home.alone());
            }
        }
        for (name, output) in &home.declarations.outputs {
            if is_sensitive(output) {
                self.output(home, name);
            }
        }
        for (name, input) in home.component.iter().flat_map(|component| &component.inputs) {
            if is_sensitive(input) {
                self.input(home, name);
            }
        }
    }

    /// Looks for sensitive fields in a block, and for expressions that become something which holds one.
    fn fields(
        &mut self,
        context: Context<'a>,
        schema: &Schema,
        node: &'a Node,
        field: &Path,
        place: &Path,
    ) {
        if schema.facts_of(field).sensitive {
            if !node.refers_to_secret_at(field, schema) {
                self.secret(node, place, context);
            }
            return;
        }
        match &node.content {
            Content::Map(entries) => {
                for entry in entries {
                    let (field, place) = (field.key(&entry.key), place.key(&entry.key));
                    self.fields(context, schema, &entry.value, &field, &place);
                }
            }
            Content::List(list) => {
                for (index, node) in list.iter().enumerate() {
                    let (field, place) = (field.index(index), place.index(index));
                    self.fields(context, schema, node, &field, &place);
                }
            }
            Content::Template(_) if schema.may_hold_sensitive(field) => {
                self.secret(node, place, context);
            }
            _ => {}
        }
    }

    /// Looks for expressions that mark something as sensitive.
    fn marked(&mut self, node: &'a Node, place: &Path, context: Context<'a>) {
        match &node.content {
            Content::Map(entries) => {
                for entry in entries {
                    self.marked(&entry.value, &place.key(&entry.key), context);
                }
            }
            Content::List(list) => {
                for (index, node) in list.iter().enumerate() {
                    self.marked(node, &place.index(index), context);
                }
            }
            Content::Template(template) if template.marks_sensitive() => {
                self.secret(node, place, context);
            }
            _ => {}
        }
    }

    /// Withholds everything in a node, and what its expressions refer to. Keys are no secrets: they are
    /// names of fields, or parts of addresses.
    fn secret(&mut self, node: &'a Node, place: &Path, context: Context<'a>) {
        if !self.seen.insert(place.clone()) {
            return;
        }
        match &node.content {
            Content::Null => {}
            Content::Map(entries) => {
                for entry in entries {
                    self.secret(&entry.value, &place.key(&entry.key), context);
                }
            }
            Content::List(list) => {
                for (index, node) in list.iter().enumerate() {
                    self.secret(node, &place.index(index), context);
                }
            }
            Content::Template(template) => {
                // More than a reference may hold something secret itself.
                if template.reference().is_none() {
                    self.secrets.places.insert(place.clone());
                }
                for mention in template.mentions() {
                    self.mentioned(&mention, context);
                }
            }
            Content::Bool(_) | Content::Number(_) | Content::Text(_) | Content::Invalid(_) => {
                self.secrets.places.insert(place.clone());
            }
        }
    }

    fn mentioned(&mut self, mention: &Mention, context: Context<'a>) {
        let home = context.home;
        let names: Vec<&str> = mention.names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["var", name, ..] => self.variable(name),
            ["input", name, ..] => self.input(home, name),
            ["local", name, inside @ ..] => {
                if let Some(local) = home.declarations.locals.get(*name) {
                    let place = home.place().key("locals").key(name);
                    let (node, place) = local.value.descend(place, inside);
                    self.secret(node, &place, context);
                }
            }
            ["each", "value", inside @ ..] => self.each_value(inside, context),
            [root, component, name, output @ ..]
                if is_component(&format!("{root}.{component}")) =>
            {
                let kind = format!("{root}.{component}");
                let output =
                    output.iter().copied().chain(mention.after_index.iter().map(String::as_str));
                self.component(home, &kind, name, output.into_iter().next());
            }
            _ => {}
        }
    }

    /// The value of a variable, wherever it is written.
    fn variable(&mut self, name: &str) {
        if !self.secrets.variables.insert(name.to_owned()) {
            return;
        }
        let declared = self.documents.variables.get(name);
        if declared.is_some_and(|entry| entry.value.get("default").is_some()) {
            let place = Path::field(SPECS).key("variables").key(name);
            self.secrets.places.insert(place.key("default"));
        }
        let place = Path::field(ENVIRONMENT).key("variables").key(name);
        self.secrets.places.insert(place);
    }

    /// The value of an input, wherever the component is used.
    fn input(&mut self, home: Home<'a>, name: &str) {
        let Some(component) = home.component else {
            return;
        };
        let default = component.inputs.get(name).and_then(|entry| entry.value.get("default"));
        if let Some(default) = default {
            let place = home.place().key("inputs").key(name).key("default");
            self.secret(default, &place, home.alone());
        }
        for outside in Home::all(self.documents) {
            let uses = outside.declarations.uses.iter();
            let of_component = uses.filter(|one| {
                let used = outside.declarations.component(&one.kind, self.documents);
                used.is_some_and(|used| used.id == component.id)
            });
            for one in of_component {
                if let Some(given) = one.body.get(name) {
                    let place = outside.place().key(&one.kind).key(&one.name).key(name);
                    self.secret(given, &place, outside.of_use(one));
                }
            }
        }
    }

    /// An output of a component that is used, or all of them.
    fn component(&mut self, home: Home<'a>, kind: &str, name: &str, output: Option<&str>) {
        let is_used = home.declarations.uses.iter().any(|one| one.kind == kind && one.name == name);
        let Some(component) = home.declarations.component(kind, self.documents) else {
            return;
        };
        let inside = Home { declarations: &component.declarations, component: Some(component) };
        let names = component.declarations.outputs.keys();
        let asked = names.filter(|name| output.is_none_or(|output| output == *name));
        for name in asked.filter(|_| is_used) {
            self.output(inside, name);
        }
    }

    /// The value of an output.
    fn output(&mut self, home: Home<'a>, name: &str) {
        let Some(entry) = home.declarations.outputs.get(name) else {
            return;
        };
        let place = home.place().key("outputs").key(name);
        match entry.value.get("value") {
            Some(value) => self.secret(value, &place.key("value"), home.alone()),
            None => self.secret(&entry.value, &place, home.alone()),
        }
    }

    /// What a block is made for each of.
    fn each_value(&mut self, inside: &[&str], context: Context<'a>) {
        let Some(ForEach { kind, name, node }) = context.for_each else {
            return;
        };
        let home = context.home;
        let place = home.place().key(kind).key(name).key("for_each");
        match &node.content {
            Content::Map(entries) => {
                for entry in entries {
                    let place = place.key(&entry.key);
                    let (node, place) = entry.value.descend(place, inside);
                    self.secret(node, &place, home.alone());
                }
            }
            Content::Template(_) => self.secret(node, &place, home.alone()),
            // The texts of a list are the keys of its instances.
            _ => {}
        }
    }
}
