//! All that a stack is compiled from, as it is written.
//!
//! Comments, and the way in which something is written, are not kept: the values and the expressions are
//! all that compiling looks at.

use std::collections::BTreeMap;

use super::document::{Documents, Lookup};
use super::node::Node;
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
        [
            (ENVIRONMENT.to_owned(), environment.into()),
            (SPECS.to_owned(), self.documents.literal().into()),
        ]
        .into_iter()
        .collect()
    }
}

impl Documents {
    /// All files as one.
    fn literal(&self) -> Object {
        let mut sections = Object::new();
        for (section, entries) in
            [("variables", &self.variables), ("locals", &self.locals), ("outputs", &self.outputs)]
        {
            let entries = entries.values();
            let values =
                entries.map(|entry| (entry.key.clone(), spelling::as_written(&entry.value)));
            sections.insert(section.to_owned(), values.collect::<Object>().into());
        }
        let mut lookups = Object::new();
        for Lookup { sort, entry } in &self.existing {
            file_under(&mut lookups, sort.name(), &entry.key, entry.value.literal());
        }
        sections.insert("existing".to_owned(), lookups.into());
        for block in &self.blocks {
            let mut fields = object(block.meta.literal());
            fields.extend(object(block.body.literal()));
            file_under(&mut sections, block.kind.name(), &block.name, fields.into());
        }
        sections
    }
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
                     fake.thing: { a: { size: 4 } }";
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let mut documents = Documents::default();
        documents.add("a.yaml".into(), specs.into(), &mut sources, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let written: Value = serde_saphyr::from_str(specs).expect("YAML");
        assert_eq!(Value::Object(documents.literal()), written);
    }
}
