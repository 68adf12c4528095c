//! Finds what is secret in specs as they are written: what is in sensitive fields and variables, what is marked by
//! `sensitive(…)`, and, from there backwards, what flows into them.

use std::collections::BTreeSet;

use crate::read::document::{Block, Documents};
use crate::read::node::{Content, Node};
use crate::read::written::{ENVIRONMENT, SPECS, Written};
use crate::scope::Names;
use language::expression::Mention;
use language::schema::Schema;
use language::value::{Path, Value};

/// What must not be kept.
#[derive(Default)]
pub struct Secrets {
    /// Where secrets stand, in the document of the environment and in that of the specs.
    pub places: BTreeSet<Path>,
    /// Variables that hold secrets, declared sensitive or not.
    pub variables: BTreeSet<String>,
}

impl Secrets {
    /// The secrets in what is written.
    pub fn of(written: &Written, names: &Names) -> Self {
        let mut finder = Finder {
            documents: &written.documents,
            seen: BTreeSet::new(),
            secrets: Self::default(),
        };
        for name in &names.sensitive_variables {
            finder.variable(name);
        }
        for block in &finder.documents.blocks {
            let schema = block.kind.schema();
            let place = place_of(block);
            finder.fields(block, schema, &block.body, &Path::root(), &place);
            finder.marked(&block.body, &place, Some(block));
            finder.marked(&block.meta, &place, Some(block));
        }
        for (section, entries) in
            [("locals", &finder.documents.locals), ("outputs", &finder.documents.outputs)]
        {
            for (name, entry) in entries {
                finder.marked(&entry.value, &Path::field(SPECS).key(section).key(name), None);
            }
        }
        for (name, output) in &finder.documents.outputs {
            let is_sensitive = output.value.get("sensitive").map(Node::literal);
            if is_sensitive == Some(Value::Bool(true)) {
                let place = Path::field(SPECS).key("outputs").key(name).key("value");
                if let Some(value) = output.value.get("value") {
                    finder.secret(value, &place, None);
                }
            }
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

fn place_of(block: &Block) -> Path {
    Path::field(SPECS).key(block.kind.name()).key(&block.name)
}

impl<'a> Finder<'a> {
    /// Looks for sensitive fields in a block, and for expressions that become something which holds one.
    fn fields(
        &mut self,
        block: &'a Block,
        schema: &Schema,
        node: &'a Node,
        field: &Path,
        place: &Path,
    ) {
        if schema.facts_of(field).sensitive {
            self.secret(node, place, Some(block));
            return;
        }
        match &node.content {
            Content::Map(entries) => {
                for entry in entries {
                    let (field, place) = (field.key(&entry.key), place.key(&entry.key));
                    self.fields(block, schema, &entry.value, &field, &place);
                }
            }
            Content::List(list) => {
                for (index, node) in list.iter().enumerate() {
                    let (field, place) = (field.index(index), place.index(index));
                    self.fields(block, schema, node, &field, &place);
                }
            }
            Content::Template(_) if schema.may_hold_sensitive(field) => {
                self.secret(node, place, Some(block));
            }
            _ => {}
        }
    }

    /// Looks for expressions that mark something as sensitive.
    fn marked(&mut self, node: &'a Node, place: &Path, block: Option<&'a Block>) {
        match &node.content {
            Content::Map(entries) => {
                for entry in entries {
                    self.marked(&entry.value, &place.key(&entry.key), block);
                }
            }
            Content::List(list) => {
                for (index, node) in list.iter().enumerate() {
                    self.marked(node, &place.index(index), block);
                }
            }
            Content::Template(template) if template.marks_sensitive() => {
                self.secret(node, place, block);
            }
            _ => {}
        }
    }

    /// Withholds everything in a node, and what its expressions refer to. Keys are no secrets: they are
    /// names of fields, or parts of addresses.
    fn secret(&mut self, node: &'a Node, place: &Path, block: Option<&'a Block>) {
        if !self.seen.insert(place.clone()) {
            return;
        }
        match &node.content {
            Content::Null => {}
            Content::Map(entries) => {
                for entry in entries {
                    self.secret(&entry.value, &place.key(&entry.key), block);
                }
            }
            Content::List(list) => {
                for (index, node) in list.iter().enumerate() {
                    self.secret(node, &place.index(index), block);
                }
            }
            Content::Template(template) => {
                // More than a reference may hold something secret itself.
                if template.reference().is_none() {
                    self.secrets.places.insert(place.clone());
                }
                for mention in template.mentions() {
                    self.mentioned(&mention, block);
                }
            }
            Content::Bool(_) | Content::Number(_) | Content::Text(_) | Content::Invalid(_) => {
                self.secrets.places.insert(place.clone());
            }
        }
    }

    fn mentioned(&mut self, mention: &Mention, block: Option<&'a Block>) {
        let names: Vec<&str> = mention.names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["var", name, ..] => self.variable(name),
            ["local", name, inside @ ..] => {
                if let Some(local) = self.documents.locals.get(*name) {
                    let place = Path::field(SPECS).key("locals").key(name);
                    let (node, place) = local.value.descend(place, inside);
                    self.secret(node, &place, block);
                }
            }
            ["each", "value", inside @ ..] => self.each_value(inside, block),
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

    /// What a block is made for each of.
    fn each_value(&mut self, inside: &[&str], block: Option<&'a Block>) {
        let Some(block) = block else {
            return;
        };
        let place = place_of(block).key("for_each");
        let Some(for_each) = block.meta.get("for_each") else {
            return;
        };
        match &for_each.content {
            Content::Map(entries) => {
                for entry in entries {
                    let place = place.key(&entry.key);
                    let (node, place) = entry.value.descend(place, inside);
                    self.secret(node, &place, None);
                }
            }
            Content::Template(_) => self.secret(for_each, &place, None),
            // The texts of a list are the keys of its instances.
            _ => {}
        }
    }
}
