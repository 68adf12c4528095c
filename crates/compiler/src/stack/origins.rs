//! Where the values of resources are written, for who wants to write others.

use std::collections::BTreeMap;

use super::Stack;
use crate::model::{Block, From, Resource, Shared, ValueOrigin};
use crate::read::node::Node;
use language::value::Path;

impl Stack {
    /// The block of a resource, if that makes no other and stands in a file of the project.
    ///
    /// # Errors
    /// What else it makes, or where it stands.
    pub fn block_of(&self, resource: &Resource) -> Result<Block, Shared> {
        let module = self.names.modules.get(resource.module);
        let address = &resource.address;
        let resources = self.resources.values();
        // A name stands at one place: what has it there as well is made by the same block.
        let others: Vec<&Resource> = resources
            .filter(|other| other.span == resource.span && other.address != *address)
            .collect();
        if let Some(origin) = &module.origin {
            let (file, used) = (origin.component.file, origin.used.name_span);
            if !origin.component.id.is_in_project() {
                return Err(Shared::Elsewhere { file, used });
            }
            if others.iter().any(|other| other.module != resource.module) {
                return Err(Shared::Component { file, used });
            }
        }
        if !others.is_empty() {
            let group = module.groups.get(&address.kind, &address.name);
            let place = group.map_or(resource.span, |group| group.for_each_span);
            return Err(Shared::ForEach(place));
        }
        Ok(Block {
            file: self.sources.path(resource.span.file).to_owned(),
            path: Path::field(&address.kind).key(&address.name),
        })
    }

    /// What the expression at a field of a resource, or the one around it, takes its value from, and what the locals in it
    /// take theirs from.
    pub fn origins(&self, resource: &Resource, field: &Path) -> Vec<ValueOrigin> {
        let locals = &self.names.modules.get(resource.module).declarations.locals;
        let mut found = BTreeMap::new();
        let mut pending = vec![resource.body.nearest(field)];
        while let Some(node) = pending.pop() {
            node.for_each_template(&mut |template| {
                for mention in template.mentions() {
                    let names: Vec<&str> = mention.names.iter().map(String::as_str).collect();
                    let is_new =
                        found.insert(names.join("."), self.origin(resource, &names)).is_none();
                    if let (["local", name, ..], true) = (names.as_slice(), is_new) {
                        pending.extend(locals.get(*name).map(|entry| &entry.value));
                    }
                }
            });
        }
        found.into_iter().map(|(name, from)| ValueOrigin { name, from }).collect()
    }

    fn origin(&self, resource: &Resource, names: &[&str]) -> From {
        let module = self.names.modules.get(resource.module);
        let written =
            |node: Option<&Node>| node.map_or(From::Nowhere, |node| From::Written(node.span));
        match names {
            ["var", name, ..] => self.origin_of_variable(name),
            ["local", name, ..] => {
                written(module.declarations.locals.get(*name).map(|entry| &entry.value))
            }
            ["input", name, ..] => written(module.origin.as_ref().and_then(|origin| {
                let declared = origin.component.inputs.get(*name);
                let default = || declared.and_then(|entry| entry.value.get("default"));
                origin.used.body.get(name).or_else(default)
            })),
            ["env", field, ..] => written(self.written.environment.get(field)),
            ["each", ..] => {
                let address = &resource.address;
                let group = module.groups.get(&address.kind, &address.name);
                group.map_or(From::Nowhere, |group| From::Written(group.for_each_span))
            }
            _ => From::Nowhere,
        }
    }

    fn origin_of_variable(&self, name: &str) -> From {
        if self.written.given.contains_key(name) {
            return From::CallerOf(name.to_owned());
        }
        let in_environment = self.written.environment.get("variables");
        let in_environment = in_environment.and_then(|variables| variables.get(name));
        let declared = self.written.documents.variables.get(name);
        let default = || declared.and_then(|entry| entry.value.get("default"));
        match in_environment.or_else(default) {
            Some(node) => From::Written(node.span),
            None => From::Nowhere,
        }
    }
}
