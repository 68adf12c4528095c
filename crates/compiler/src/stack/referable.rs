//! What expressions may name, for who completes them.

use super::Stack;
use crate::address::Address;
use crate::model::GroupOf;
use language::value::pending;

/// A resource or a component as an expression names it, and the outputs that can be taken of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referable {
    /// `logs.log_group.api`, with the key of its instance where there is one.
    pub name: String,
    pub outputs: Vec<String>,
}

impl Stack {
    /// The resources and components that expressions of the specs may name. What stands inside a component is none of
    /// them, and neither is an instance whose key AWS decides.
    pub fn referable(&self) -> impl Iterator<Item = Referable> {
        let groups = self.names.modules.root().groups.iter();
        groups.flat_map(|((kind, name), group)| {
            let outputs: Vec<String> = match &group.of {
                GroupOf::Kind(of) => of.outputs().iter().map(|field| field.name.clone()).collect(),
                GroupOf::Component(of, _) => of.declarations.outputs.keys().cloned().collect(),
            };
            let keys = group.instances().into_iter();
            let keys = keys.filter(|key| !key.is_some_and(pending::in_text));
            keys.map(move |key| Referable {
                name: Address::new(kind, name, key).to_string(),
                outputs: outputs.clone(),
            })
        })
    }
}
