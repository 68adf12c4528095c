//! All that a stack is compiled from, as it is written.
//!
//! Comments, and the way in which something is written, are not kept: the values and the expressions are
//! all that compiling looks at.

use std::collections::BTreeMap;

use super::document::{Component, Declarations, Documents, Lookup};
use super::node::{Entry, Node};
use super::spelling;
use language::value::{Object, Value};

/// What a stack is compiled from.
pub struct Written {
    pub environment: Node,
    pub documents: Documents,
    /// The texts that the command line and the process environment give to variables.
    pub given: BTreeMap<String, String>,
}

/// The name of the environment among the documents of [`Written::documents`].
pub const ENVIRONMENT: &str = "environment";

/// The name of the specs among them.
pub const SPECS: &str = "specs";

/// The name of the components among them, each under the place of its file. It is absent where there are none, as in
/// what earlier versions kept.
pub const COMPONENTS: &str = "components";

/// Fields of an environment that say where things are and how AWS is called, and not what there is.
const CIRCUMSTANCES: [&str; 4] = ["state", "endpoint_url", "rate_limits", "protect_data"];

impl Written {
    /// The environment and all specs as one file each, by [`ENVIRONMENT`] and [`SPECS`].
    pub fn documents(&self) -> Object {
        let mut environment = object(self.environment.literal());
        environment.retain(|field, _| !CIRCUMSTANCES.contains(&field.as_str()));
        if let Some(variables) = self.environment.get("variables") {
            environment.insert("variables".to_owned(), spelling::as_written(variables));
        }
        let components = self.documents.components.values();
        let components: Object = components
            .map(|component| (component.id.to_string(), component.literal().into()))
            .collect();
        let mut documents = Object::new();
        documents.insert(ENVIRONMENT.to_owned(), environment.into());
        documents.insert(SPECS.to_owned(), self.documents.literal().into());
        if !components.is_empty() {
            documents.insert(COMPONENTS.to_owned(), components.into());
        }
        documents
    }
}

impl Documents {
    /// All files under `specs/` as one.
    fn literal(&self) -> Object {
        let mut sections = self.root.literal();
        sections.insert("variables".to_owned(), entries(&self.variables).into());
        let mut lookups = Object::new();
        for Lookup { sort, entry } in &self.existing {
            file_under(&mut lookups, sort.name(), &entry.key, entry.value.literal());
        }
        sections.insert("existing".to_owned(), lookups.into());
        sections
    }
}

impl Component {
    fn literal(&self) -> Object {
        let mut sections = self.declarations.literal();
        sections.insert("inputs".to_owned(), entries(&self.inputs).into());
        sections
    }
}

impl Declarations {
    fn literal(&self) -> Object {
        let mut sections = Object::new();
        for (section, named) in [("locals", &self.locals), ("outputs", &self.outputs)] {
            sections.insert(section.to_owned(), entries(named).into());
        }
        if !self.sources.is_empty() {
            sections.insert("components".to_owned(), entries(&self.sources).into());
        }
        for block in &self.blocks {
            let mut fields = object(block.meta.literal());
            fields.extend(object(block.body.literal()));
            file_under(&mut sections, block.kind.name(), &block.name, fields.into());
        }
        for one in &self.uses {
            let mut fields = object(one.meta.literal());
            fields.extend(object(spelling::as_written(&one.body)));
            file_under(&mut sections, &one.kind, &one.name, fields.into());
        }
        sections
    }
}

fn entries(named: &BTreeMap<String, Entry>) -> Object {
    let entries = named.values();
    entries.map(|entry| (entry.key.clone(), spelling::as_written(&entry.value))).collect()
}

/// Puts a value under a name into a section, which is made where there is none.
fn file_under(sections: &mut Object, section: &str, name: &str, value: Value) {
    let section = sections.entry(section);
    if let Value::Object(section) = section.or_insert_with(|| Object::new().into()) {
        section.insert(name.to_owned(), value);
    }
}

/// The fields of a map; none for anything else.
pub fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::diagnostic::{Diagnostics, Sources};

    /// Every section that a file can have is kept.
    #[test]
    fn no_section_is_left_out() {
        let specs = "existing: { terraform.state: { core: { path: core.tfstate } } }\n\
                     variables: { v: { default: 1 } }\nlocals: { l: 2 }\noutputs: { o: 3 }\n\
                     components: { c: { path: c.yaml } }\nfake.thing: { a: { size: 4 } }\n\
                     component.c: { u: { for_each: [x], i: 5 } }";
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let mut documents = Documents::default();
        documents.add("a.yaml".into(), specs.into(), &mut sources, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let written: Value = serde_saphyr::from_str(specs).expect("YAML");
        assert_eq!(Value::Object(documents.literal()), written);
    }
}
